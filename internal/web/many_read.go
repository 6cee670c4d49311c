package web

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"aktsom/internal/assessment"
	"aktsom/internal/message"
	"aktsom/internal/spreadsheet"
)

// manyColumns are the columns of a list of suppliers, in the order that holds
// when the list does not name them.
func manyColumns() []string { return []string{"supplier", "number", "name", "email", "language"} }

// manyHeads are the names by which each column is known at the head of a list,
// as people write them in Bokmål, Nynorsk and English, without capitals, signs
// and spaces.
func manyHeads() map[string][]string {
	return map[string][]string{
		"supplier": {
			"leverandør", "leverandørnavn", "leverandørensnavn", "leverandørnamn", "namnpåleverandøren", "firma", "firmanavn", "firmanamn",
			"bedrift", "virksomhet", "verksemd", "selskap", "supplier", "suppliername", "nameofthesupplier", "company", "companyname",
		},
		"number": {
			"organisasjonsnummer", "organisasjonsnr", "orgnummer", "orgnr", "organisationnumber", "organizationnumber", "orgno", "orgnumber",
			"companynumber", "registrationnumber",
		},
		"name": {
			"kontakt", "kontaktperson", "kontaktpersonensnavn", "kontaktnavn", "kontaktnamn", "namnpåkontaktpersonen", "contact", "contactperson",
			"contactname", "nameofthecontactperson",
		},
		"email": {
			"epost", "epostadresse", "mail", "mailadresse", "email", "emailaddress", "kontaktpersonensepostadresse", "epostadressetilkontakten",
		},
		"language": {"språk", "brevspråk", "language", "letterlanguage"},
	}
}

// manyLines reads the lines of a list. Where its first line names the columns,
// they may stand in any order, and others among them are left out.
func manyLines(read []spreadsheet.Line) []assessment.Line {
	order := []int{0, 1, 2, 3, 4}
	if len(read) > 0 {
		if named, ok := manyOrder(read[0].Cells); ok {
			order, read = named, read[1:]
		}
	}
	lines := make([]assessment.Line, len(read))
	for i, line := range read {
		cell := func(column int) string {
			if at := order[column]; at >= 0 && at < len(line.Cells) {
				return line.Cells[at]
			}
			return ""
		}
		lines[i] = assessment.Line{Number: line.Number, Invitation: assessment.Invitation{
			Supplier: assessment.Supplier{Name: cell(0), Number: cell(1)}, Name: cell(2), Email: cell(3), Language: manyLanguage(cell(4)),
		}}
	}
	return lines
}

// manyOrder is where each column stands, -1 for nowhere, when the cells are
// names of columns: at least two of them, and no address is among them.
func manyOrder(cells []string) (order []int, ok bool) {
	order, known := []int{-1, -1, -1, -1, -1}, 0
	for at, cell := range cells {
		name := plainHead(cell)
		if strings.Contains(cell, "@") {
			return nil, false
		}
		for column, id := range manyColumns() {
			if order[column] < 0 && slices.Contains(manyHeads()[id], name) {
				order[column] = at
				known++
				break
			}
		}
	}
	return order, known >= 2
}

func plainHead(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_.:*'’()/\u00ad", r) {
			return -1
		}
		return r
	}, strings.ToLower(text))
}

// manyLanguage is the tag of a language as people write it: Bokmål where
// nothing stands, and what stands there where it is none we know.
func manyLanguage(text string) string {
	switch plain := strings.ToLower(strings.TrimSpace(text)); plain {
	case "", "bokmål", "norsk", "no", "norsk bokmål", "norwegian":
		return string(message.Bokmal)
	case "nynorsk", "norsk nynorsk":
		return string(message.Nynorsk)
	case "engelsk", "english", "eng":
		return string(message.English)
	default:
		return plain
	}
}

// manyText writes lines as they are typed: one to a line, with semicolons
// between the cells.
func manyText(lines []assessment.Line) string {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	for _, l := range lines {
		_ = w.Write([]string{l.Supplier.Name, l.Supplier.Number, l.Name, l.Email, l.Language}) // a buffer takes everything
	}
	w.Flush()
	return out.String()
}
