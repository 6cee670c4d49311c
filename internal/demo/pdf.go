package demo

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// paper is a document of one page.
type paper struct {
	title  string
	issuer string
	dated  time.Time
	body   []string
}

// Measures of an A4 page in points, and how many letters of Helvetica 11 go on
// a line between the margins.
const (
	pageWidth, pageHeight = 595, 842
	margin                = 64
	lineLetters           = 84
	leading               = 16
)

// pdf writes the paper as a PDF 1.4 file with the fonts every reader has.
func (p paper) pdf() []byte {
	content := p.content()
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>", pageWidth, pageHeight),
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
		fmt.Sprintf("<< /Title (%s) /Author (%s) /CreationDate (D:%s) >>", literal(p.title), literal(p.issuer), p.dated.Format("20060102")),
	}
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, len(objects), start)
	return out.Bytes()
}

// content draws the page from top to bottom.
func (p paper) content() string {
	var b strings.Builder
	y := pageHeight - margin
	line := func(font string, size int, text string) {
		fmt.Fprintf(&b, "BT /%s %d Tf %d %d Td (%s) Tj ET\n", font, size, margin, y, literal(text))
		y -= leading
	}
	line("F1", 11, p.issuer)
	y -= leading
	line("F2", 16, p.title)
	line("F1", 11, p.dated.Format("02.01.2006"))
	for _, paragraph := range p.body {
		y -= leading / 2
		for _, each := range wrapped(paragraph) {
			line("F1", 11, each)
		}
	}
	return b.String()
}

// wrapped breaks a paragraph between words.
func wrapped(text string) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > lineLetters {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// literal writes a text as the inside of a PDF string; letters the fonts do not
// have become question marks.
func literal(text string) string {
	var b strings.Builder
	for _, r := range text {
		letter, known := charmap.Windows1252.EncodeRune(r)
		if !known {
			letter = '?'
		}
		if strings.ContainsRune(`()\`, rune(letter)) {
			b.WriteByte('\\')
		}
		b.WriteByte(letter)
	}
	return b.String()
}
