package evidence

import (
	"bytes"
	"encoding/binary"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/text/unicode/norm"

	"aktsom/internal/fault"
)

// MaxFileSize is the largest file we take unless configured otherwise: a
// scanned report of a few hundred pages.
const MaxFileSize int64 = 100 << 20

// sniffed is how much of a file is looked at to tell its type. Office files
// may begin with a long list of contents before the part that tells them apart.
const sniffed = 64 << 10

// mediaType is a type we take: what it sniffs as, what we call it, and the
// endings a name of it may have, the usual one first.
type mediaType struct {
	sniffs  []string
	name    string
	endings []string
}

const (
	docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
)

// accepted is the allow list. Text with semicolons or tabs between its values
// is what spreadsheets here save as CSV, so plain text may be called .csv.
var accepted = []mediaType{
	{[]string{"application/pdf"}, "application/pdf", []string{".pdf"}},
	{[]string{docx}, docx, []string{".docx"}},
	{[]string{xlsx}, xlsx, []string{".xlsx"}},
	{[]string{pptx}, pptx, []string{".pptx"}},
	{[]string{"application/vnd.oasis.opendocument.text"}, "application/vnd.oasis.opendocument.text", []string{".odt"}},
	{[]string{"application/vnd.oasis.opendocument.spreadsheet"}, "application/vnd.oasis.opendocument.spreadsheet", []string{".ods"}},
	{[]string{"image/png"}, "image/png", []string{".png"}},
	{[]string{"image/jpeg"}, "image/jpeg", []string{".jpg", ".jpeg"}},
	{[]string{"image/heic", "image/heif"}, "image/heic", []string{".heic", ".heif"}},
	{[]string{"text/csv", "text/tab-separated-values"}, "text/csv", []string{".csv", ".txt"}},
	{[]string{"text/plain"}, "text/plain", []string{".txt", ".csv"}},
}

// Endings lists the file endings of the allow list, for the page that asks for
// files.
func Endings() []string {
	var all []string
	for _, m := range accepted {
		for _, e := range m.endings {
			if !slices.Contains(all, e) {
				all = append(all, e)
			}
		}
	}
	return all
}

// Pictures lists the picture types that a camera takes, for a page that asks a
// phone for one.
func Pictures() []string {
	var all []string
	for _, m := range accepted {
		if strings.HasPrefix(m.name, "image/") {
			all = append(all, m.name)
		}
	}
	return all
}

// sniff tells the type from the first bytes of a file. The name is never
// trusted. fault.Invalid when it is none we take, or when there are no bytes.
func sniff(head []byte) (mediaType, error) {
	if len(head) == 0 {
		return mediaType{}, fault.New(fault.Invalid, "evidence.empty")
	}
	found, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	if found == "application/zip" {
		found = officeInside(head)
	}
	for _, m := range accepted {
		if slices.Contains(m.sniffs, found) {
			return m, nil
		}
	}
	return mediaType{}, fault.New(fault.Invalid, "evidence.type", "type", found)
}

// typeNamed is the type that we call so; for any other a type without endings.
func typeNamed(name string) mediaType {
	for _, m := range accepted {
		if m.name == name {
			return m
		}
	}
	return mediaType{name: name}
}

// officeInside looks for the folder that tells an Office file apart, in the
// names of the zip entries in head: some programs write long entries before it.
func officeInside(head []byte) string {
	folders := map[string]string{"word/": docx, "xl/": xlsx, "ppt/": pptx}
	const nameLength, nameStart = 26, 30
	for rest := head; ; {
		at := bytes.Index(rest, []byte("PK\x03\x04"))
		if at < 0 || len(rest) < at+nameStart {
			return "application/zip"
		}
		entry := rest[at:]
		end := nameStart + int(binary.LittleEndian.Uint16(entry[nameLength:]))
		if end <= len(entry) {
			folder, _, _ := strings.Cut(string(entry[nameStart:end]), "/")
			if found, ok := folders[folder+"/"]; ok {
				return found
			}
		}
		rest = entry[4:]
	}
}

// maxName is what every file system takes with room for a number after it.
const maxName = 120

// cleanName makes a name that is safe to show and to offer at download: no
// path, no control or direction marks that make one name look like another,
// and an ending that tells the truth about the type, where that is known.
func cleanName(name string, is mediaType) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || strings.ContainsRune(`<>:"/\|?*`, r) {
			return -1
		}
		return r
	}, norm.NFC.String(name))
	name = strings.TrimRight(strings.Join(strings.Fields(name), " "), ". ")
	ending := path.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	if len(is.endings) > 0 && !slices.Contains(is.endings, strings.ToLower(ending)) {
		stem, ending = name, is.endings[0]
	}
	if stem = strings.Trim(stem, ". "); stem == "" {
		stem = "file"
	}
	if runes := []rune(stem); len(runes) > maxName {
		stem = strings.TrimRight(string(runes[:maxName]), ". ")
	}
	return stem + ending
}
