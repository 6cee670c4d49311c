package xlsform

import (
	"cmp"
	"strings"

	"aktsom/internal/draft"
	"aktsom/internal/formula"
	"aktsom/internal/questionnaire"
)

// importer builds one draft.
type importer struct {
	def     *draft.Definition
	remarks []draft.Remark
	plain   string // language of texts under a heading without one
	named   map[string]*named
	taken   map[string]bool // ids of questions
	earlier map[string]bool // of those that were read
	pages   map[string]bool
	lists   map[string][]*record
	offered map[string]bool // lists that a question has read
	open    []*group
	loose   *draft.Page // for questions outside every group
}

// named is what a name of the workbook stands for here.
type named struct {
	id    string
	kind  formula.Type // empty for a calculated value that was not read yet
	table string       // id of the table it is a column of
}

// group is a group or repeat that has begun and not ended.
type group struct {
	row   *record
	when  string
	page  *draft.Page     // of a group that became one
	table *draft.Question // of a repeat
}

// Import makes a definition of a workbook. name stands in for what the
// settings do not say. The remarks list what did not come through as it was.
func Import(name string, source []byte) (*draft.Definition, []draft.Remark, error) {
	book, err := open(source)
	if err != nil {
		return nil, nil, err
	}
	im := &importer{
		def: &draft.Definition{}, named: map[string]*named{}, taken: map[string]bool{}, earlier: map[string]bool{}, pages: map[string]bool{}, lists: map[string][]*record{}, offered: map[string]bool{},
	}
	im.readLanguages(book)
	im.settings(book, name)
	for _, r := range book.choices {
		list := r.text("list_name")
		im.lists[list] = append(im.lists[list], r)
	}
	im.name(book.survey)
	for _, r := range book.survey {
		im.read(r)
		r.leftOver(im.remark)
	}
	for _, g := range im.open {
		im.remark(draft.Remark{Place: g.row.cells[0].place, What: g.row.text("name"), Became: "ended with the sheet, since no row ends it"})
	}
	im.settle(book)
	return im.def, im.remarks, nil
}

func (im *importer) remark(r draft.Remark) { im.remarks = append(im.remarks, r) }

// note remarks on a cell.
func (im *importer) note(c *cell, became string) {
	im.remark(draft.Remark{Place: c.place, What: c.text, Became: became})
}

func (im *importer) settings(book *workbook, name string) {
	title, id, version := "", "", ""
	for _, r := range book.settings {
		title, id, version = r.text("form_title"), r.text("form_id"), r.text("version")
		r.leftOver(im.remark)
	}
	im.def.ID = strings.ReplaceAll(questionnaire.IDFrom(cmp.Or(id, name), nil), "_", "-")
	im.def.Version = cmp.Or(version, "1")
	im.def.Title = im.everywhere(cmp.Or(title, id, name))
}

// settle remarks on choices nobody offers, and drops pages without questions.
func (im *importer) settle(book *workbook) {
	for _, r := range book.choices {
		if !im.offered[r.text("list_name")] {
			r.disclaim(im.remark, "left out: no question offers this list")
			continue
		}
		r.leftOver(im.remark)
	}
	var pages []*draft.Page
	for _, p := range im.def.Pages {
		if len(p.Questions) > 0 {
			pages = append(pages, p)
		}
	}
	im.def.Pages = pages
}

// name gives every name of the sheet its id and type, before conditions ask.
func (im *importer) name(rows []*record) {
	table, columns := "", map[string]bool{}
	for _, r := range rows {
		typ, _ := typeOf(r)
		if typ == "end repeat" {
			table = ""
		}
		raw := r.text("name")
		if raw == "" || strings.HasPrefix(typ, "end ") {
			continue
		}
		taken := im.taken
		if table != "" {
			taken = columns
		}
		n := &named{id: questionnaire.IDFrom(raw, taken), table: table, kind: kindOf(typ).see}
		taken[n.id] = true
		if typ == "begin repeat" && table == "" {
			table, columns = n.id, map[string]bool{}
		}
		im.nameOne(r, raw, n)
	}
}

func (im *importer) nameOne(r *record, raw string, n *named) {
	im.named[r.key()] = n
	if _, twice := im.named[raw]; twice {
		im.note(r.cell("name"), "became the id `"+n.id+"`; the name stands twice, and conditions mean the first")
		return
	}
	im.named[raw] = n
	if n.id != raw {
		im.note(r.cell("name"), "became the id `"+n.id+"`")
	}
}

// key names a row even where its name stands twice.
func (r *record) key() string { return "\x00" + r.cells[0].place }

// typeOf is the type of a row and the list or group word behind it.
func typeOf(r *record) (typ, list string) {
	words := strings.Fields(strings.ReplaceAll(strings.ToLower(r.text("type")), "_", " "))
	raw := strings.Fields(r.text("type"))
	switch {
	case len(words) == 0:
		return "", ""
	case words[0] == "begin" || words[0] == "end":
		return strings.Join(words, " "), ""
	case strings.HasPrefix(strings.ToLower(raw[0]), "select_") || strings.ToLower(raw[0]) == "rank":
		return strings.ToLower(raw[0]), strings.Join(raw[1:], " ")
	case words[0] == "select" && len(words) > 3 && words[2] == "from": // "select one from list"
		return "select_" + words[1], strings.Join(raw[3:], " ")
	}
	return strings.ToLower(strings.Join(raw, " ")), ""
}
