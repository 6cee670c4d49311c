package webtest

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// attachment is a file chosen for an input.
type attachment struct {
	name    string
	content []byte
}

// Fill writes into the field with this label: text, a text area, or the value
// of a select. An empty value empties it.
func (p *Person) Fill(label, value string) {
	p.t.Helper()
	p.filled[p.labelled(label)] = []string{value}
}

// Choose picks the radio button, or ticks the box, with this label.
func (p *Person) Choose(label string) {
	p.t.Helper()
	chosen := p.labelled(label)
	if attribute(chosen, "type") == "radio" {
		for n := range p.page.Descendants() {
			if n.Data == "input" && attribute(n, "name") == attribute(chosen, "name") && attribute(n, "type") == "radio" {
				p.filled[n] = nil
			}
		}
	}
	p.filled[chosen] = []string{valueOr(chosen, "on")}
}

// Untick takes the tick out of the box with this label.
func (p *Person) Untick(label string) {
	p.t.Helper()
	p.filled[p.labelled(label)] = nil
}

// Attach chooses a file for the input with this label, beside those chosen.
func (p *Person) Attach(label, name string, content []byte) {
	p.t.Helper()
	input := p.labelled(label)
	p.files[input] = append(p.files[input], attachment{name, content})
}

// Press presses the button with these words and opens what comes of it. Of
// several such buttons it is the first.
func (p *Person) Press(words string) {
	p.t.Helper()
	for n := range p.page.Descendants() {
		if n.Data == "button" && text(n) == words {
			form := formOf(n)
			if form == nil {
				p.t.Fatalf("%s: the button %q stands in no form", p.Place, words)
			}
			p.submit(form, n)
			return
		}
	}
	p.t.Fatalf("%s (%d): there is no button %q in\n%s", p.Place, p.Status, words, p.Words())
}

// Post sends fields to an address that no open page offers, as an old page or
// somebody curious would, and opens what comes of it.
func (p *Person) Post(path string, fields url.Values) {
	p.t.Helper()
	p.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}

func (p *Person) submit(form, button *html.Node) {
	p.t.Helper()
	values := url.Values{}
	for n := range form.Descendants() {
		if name := attribute(n, "name"); name != "" {
			for _, value := range p.valuesOf(n) {
				values.Add(name, value)
			}
		}
	}
	if name := attribute(button, "name"); name != "" {
		values.Add(name, attribute(button, "value"))
	}
	to, method := p.target(form, button)
	switch {
	case !strings.EqualFold(method, http.MethodPost):
		p.Open(strings.SplitN(to, "?", 2)[0] + "?" + values.Encode())
	case attribute(form, "enctype") == "multipart/form-data":
		p.upload(form, to, values)
	default:
		p.send(http.MethodPost, to, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	}
}

func (p *Person) target(form, button *html.Node) (to, method string) {
	to, method = attribute(form, "action"), attribute(form, "method")
	if other, ok := lookup(button, "formaction"); ok {
		to = other
	}
	if to == "" {
		to = p.Place
	}
	return to, method
}

func (p *Person) upload(form *html.Node, to string, values url.Values) {
	p.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for n := range form.Descendants() {
		name := attribute(n, "name")
		for _, file := range p.files[n] {
			part, err := w.CreateFormFile(name, file.name)
			if err != nil {
				p.t.Fatal(err)
			}
			_, _ = part.Write(file.content) // a buffer takes everything
		}
	}
	for name, all := range values {
		for _, value := range all {
			_ = w.WriteField(name, value) // as above
		}
	}
	_ = w.Close()
	p.send(http.MethodPost, to, w.FormDataContentType(), &body)
}

// valuesOf is what a field sends: what was filled in, or what the page had.
func (p *Person) valuesOf(n *html.Node) []string {
	if _, off := lookup(n, "disabled"); off {
		return nil
	}
	if filled, ok := p.filled[n]; ok {
		return filled
	}
	switch n.Data {
	case "textarea":
		return []string{strings.TrimPrefix(rawText(n), "\n")}
	case "select":
		return []string{selected(n)}
	case "input":
		return inputValues(n)
	default:
		return nil
	}
}

func inputValues(n *html.Node) []string {
	switch attribute(n, "type") {
	case "file", "submit", "button":
		return nil
	case "radio", "checkbox":
		if _, on := lookup(n, "checked"); on {
			return []string{valueOr(n, "on")}
		}
		return nil
	default:
		return []string{attribute(n, "value")}
	}
}

func selected(n *html.Node) string {
	first, found := "", false
	for o := range n.Descendants() {
		if o.Data != "option" {
			continue
		}
		value := valueOr(o, text(o))
		if _, on := lookup(o, "selected"); on {
			return value
		}
		if !found {
			first, found = value, true
		}
	}
	return first
}

// labelled is the field that a label with these words belongs to.
func (p *Person) labelled(label string) *html.Node {
	p.t.Helper()
	for n := range p.page.Descendants() {
		if n.Data == "label" && labelSays(n, label) {
			if field := p.byID(attribute(n, "for")); field != nil {
				return field
			}
		}
		if n.Type == html.ElementNode && attribute(n, "aria-label") == label && n.Data != "nav" {
			return n
		}
	}
	p.t.Fatalf("%s (%d): nothing is labelled %q in\n%s", p.Place, p.Status, label, p.Words())
	return nil
}

// labelSays compares with the whole label, or with the words it begins with
// when help follows in an element of its own.
func labelSays(n *html.Node, words string) bool {
	all := text(n)
	if all == words {
		return true
	}
	for d := range n.Descendants() {
		if d.Type == html.TextNode && strings.Join(strings.Fields(d.Data), " ") == words {
			return true
		}
	}
	return false
}

func (p *Person) byID(id string) *html.Node {
	for n := range p.page.Descendants() {
		if id != "" && n.Type == html.ElementNode && attribute(n, "id") == id {
			return n
		}
	}
	return nil
}

func formOf(n *html.Node) *html.Node {
	for up := range n.Ancestors() {
		if up.Data == "form" {
			return up
		}
	}
	return nil
}

func valueOr(n *html.Node, other string) string {
	if value, ok := lookup(n, "value"); ok {
		return value
	}
	return other
}

func rawText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
