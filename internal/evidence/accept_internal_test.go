package evidence

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"aktsom/internal/fault"
)

// zipOf is a zip file with entries in order, each of some bytes.
func zipOf(t *testing.T, size int, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		content := strings.Repeat("x", size)
		if name == "mimetype" {
			content = "application/vnd.oasis.opendocument.text"
		}
		if _, err := entry.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func workbook(t *testing.T) []byte {
	t.Helper()
	b, err := excelize.NewFile().WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestATypeIsToldByTheBytes(t *testing.T) {
	odt := zipOf(t, 10, "mimetype", "content.xml")
	odt = bytes.Replace(odt, odt[30:38], []byte("mimetype"), 1)
	for want, head := range map[string][]byte{
		"application/pdf": []byte("%PDF-1.7\n%âãÏÓ"),
		"image/png":       []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
		"image/jpeg":      []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
		"image/heic":      []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
		"text/plain":      []byte("Vi har en policy.\nDen gjelder hele kjeden.\n"),
		"text/csv":        []byte("site,country\nA,BD\nB,NO\nC,SE\n"),
		docx:              zipOf(t, 10, "[Content_Types].xml", "_rels/.rels", "word/document.xml"),
		pptx:              zipOf(t, 9000, "[Content_Types].xml", "docProps/app.xml", "ppt/presentation.xml"),
		xlsx:              workbook(t),
		"application/vnd.oasis.opendocument.text": odt,
	} {
		is, err := sniff(head[:min(len(head), sniffed)])
		if err != nil || is.name != want {
			t.Errorf("sniffed %q, %v; want %s", is.name, err, want)
		}
	}
}

func TestWhatIsNotOnTheListIsRefused(t *testing.T) {
	for what, head := range map[string][]byte{
		"program":      []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00"),
		"web page":     []byte("<!DOCTYPE html><html><script>alert(1)</script></html>"),
		"drawing":      []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>`),
		"plain zip":    zipOf(t, 10, "a.exe", "b/c.txt"),
		"shell script": []byte("#!/bin/sh\nrm -rf /\n"),
		"bytes":        {0, 1, 2, 3, 0xff, 0xfe, 0x17},
		"nothing":      {},
	} {
		if is, err := sniff(head); !errors.Is(err, fault.Invalid) {
			t.Errorf("a %s was taken as %q, %v", what, is.name, err)
		}
	}
}

func TestANameTellsTheTruthAndHidesNothing(t *testing.T) {
	pdf, text := accepted[0], accepted[len(accepted)-1]
	for _, c := range []struct {
		name string
		is   mediaType
		want string
	}{
		{"policy.pdf", pdf, "policy.pdf"},
		{"Policy 2026.PDF", pdf, "Policy 2026.PDF"},
		{`C:\Users\kari\Retningslinjer æøå.pdf`, pdf, "Retningslinjer æøå.pdf"},
		{"../../etc/passwd", pdf, "passwd.pdf"},
		{"run.exe", pdf, "run.exe.pdf"},
		{"run.bat", text, "run.bat.txt"},
		{"list.csv", text, "list.csv"},
		{"invoice\u202efdp.exe", pdf, "invoicefdp.exe.pdf"},
		{"a\x00b\r\nc\td.pdf", pdf, "abcd.pdf"},
		{"zero\u200bwidth.pdf", pdf, "zerowidth.pdf"},
		{`"quoted"; x=1.pdf`, pdf, "quoted; x=1.pdf"},
		{"", pdf, "file.pdf"},
		{"...", pdf, "file.pdf"},
		{".pdf", pdf, "file.pdf"},
		{"  spaced   out  .pdf", pdf, "spaced out.pdf"},
		{"a\u030a.pdf", pdf, "å.pdf"},
		{strings.Repeat("å", 300) + ".pdf", pdf, strings.Repeat("å", 120) + ".pdf"},
	} {
		if got := cleanName(c.name, c.is); got != c.want {
			t.Errorf("cleanName(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}
