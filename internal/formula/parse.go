// Package formula reads the conditions of other questionnaire languages and
// says them in CEL.
//
// Reading is the same for all of them, since all are infix: text → tokens →
// tree, by a Grammar that lists the operators and how a question is named.
// Saying a tree in CEL needs to know what the names stand for: a Translator
// asks its Scope, gives every part a type, and joins parts the way CEL wants
// them (a choice is held against text, a count against a whole number). What
// CEL cannot say is an error with the place in the text.
package formula

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kinds of tree.
const (
	Name   = "name"
	Number = "number"
	String = "string"
	Bool   = "bool"
	List   = "list"
	Call   = "call"
)

// Tree is one part of a formula. Kind is one of the kinds above, or an
// operator of CEL: && || ! == != < <= > >= + - * / % neg in; or one of the
// words empty, notempty, contains, notcontains, anyof, allof, noneof.
type Tree struct {
	Kind string
	Text string // name, literal or function
	Args []*Tree
	Bare bool // a name that was not marked as a question's
	At   int  // offset in characters
}

// Infix is a binary operator: what it is in a Tree, and how strongly it binds.
type Infix struct {
	Kind  string
	Power int
}

// Grammar is what differs between languages.
type Grammar struct {
	Infix     map[string]Infix  // symbols and lower-case words
	Prefix    map[string]string // binds stronger than any infix
	Postfix   map[string]string
	Open      string // before the name of a question: "${"
	Close     string
	Inside    string // characters of bare words besides letters, digits and _
	Paths     bool   // ../name, /data/name and . are names
	Backslash bool   // \' stands for ' inside a string
}

// Error is a formula that cannot be read or said.
type Error struct {
	At   int // offset in characters
	What string
}

func (e *Error) Error() string { return fmt.Sprintf("%s (character %d)", e.What, e.At+1) }

func errorAt(at int, format string, args ...any) error {
	return &Error{at, fmt.Sprintf(format, args...)}
}

// maxDepth keeps ((((… from exhausting the stack.
const maxDepth = 50

// Parse reads a formula.
func (g Grammar) Parse(source string) (*Tree, error) {
	tokens, err := g.tokens(source)
	if err != nil {
		return nil, err
	}
	p := &parser{g: g, tokens: tokens}
	tree, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != "end" {
		return nil, errorAt(t.at, "%q is not expected here", t.text)
	}
	return tree, nil
}

// token is a word, symbol, number, string or name, or the end.
type token struct {
	kind string
	text string
	at   int
}

func (g Grammar) tokens(source string) ([]token, error) {
	var tokens []token
	at := 0
	for rest := source; ; {
		trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
		at += utf8.RuneCountInString(rest[:len(rest)-len(trimmed)])
		rest = trimmed
		if rest == "" {
			return append(tokens, token{"end", "the end", at}), nil
		}
		t, size, err := g.token(rest, at)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		at += utf8.RuneCountInString(rest[:size])
		rest = rest[size:]
	}
}

// token reads the first token of s and says how many bytes it took.
func (g Grammar) token(s string, at int) (token, int, error) {
	first, size := utf8.DecodeRuneInString(s)
	switch {
	case strings.HasPrefix(s, g.Open):
		name, _, found := strings.Cut(s[len(g.Open):], g.Close)
		if !found {
			return token{}, 0, errorAt(at, "%s is not closed", g.Open)
		}
		return token{Name, strings.TrimSpace(name), at}, len(g.Open) + len(name) + len(g.Close), nil
	case first == '\'' || first == '"':
		return g.quoted(s, first, at)
	case isDigit(s) || first == '.' && isDigit(s[1:]):
		n := len(s) - len(strings.TrimLeft(s, "0123456789."))
		return token{Number, s[:n], at}, n, nil
	case g.Paths && (first == '/' || first == '.'):
		n := len(s) - len(strings.TrimLeftFunc(s, func(r rune) bool { return g.inWord(r) || r == '/' }))
		steps := strings.Split(s[:n], "/")
		if s[:n] == "." {
			return token{Name, ".", at}, n, nil
		}
		return token{Name, steps[len(steps)-1], at}, n, nil
	case unicode.IsLetter(first) || first == '_':
		n := len(s) - len(strings.TrimLeftFunc(s, g.inWord))
		return token{"word", s[:n], at}, n, nil
	}
	if len(s) > 1 && (g.Infix[s[:2]].Kind != "" || g.Prefix[s[:2]] != "") {
		return token{"symbol", s[:2], at}, 2, nil
	}
	return token{"symbol", s[:size], at}, size, nil
}

func isDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func (g Grammar) inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || strings.ContainsRune(g.Inside, r)
}

func (g Grammar) quoted(s string, mark rune, at int) (token, int, error) {
	var b strings.Builder
	escaped := false
	for i, r := range s[1:] {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case g.Backslash && r == '\\':
			escaped = true
		case r == mark:
			return token{String, b.String(), at}, i + 2, nil
		default:
			b.WriteRune(r)
		}
	}
	return token{}, 0, errorAt(at, "a text is not closed")
}

// parser climbs precedences over a list of tokens.
type parser struct {
	g      Grammar
	tokens []token
	depth  int
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) next() token {
	t := p.tokens[0]
	if t.kind != "end" {
		p.tokens = p.tokens[1:]
	}
	return t
}

func (p *parser) expect(text string) error {
	if t := p.next(); t.text != text || t.kind != "symbol" {
		return errorAt(t.at, "%q was expected, not %q", text, t.text)
	}
	return nil
}

// operator is the text of a token where it may be an operator.
func (t token) operator() string {
	if t.kind == "word" || t.kind == "symbol" {
		return strings.ToLower(t.text)
	}
	return ""
}

// expression reads operators that bind more strongly than power.
func (p *parser) expression(power int) (*Tree, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, errorAt(p.peek().at, "this is nested too deeply")
	}
	defer func() { p.depth-- }()
	left, err := p.operand()
	if err != nil {
		return nil, err
	}
	for {
		t := p.peek()
		if kind := p.g.Postfix[t.operator()]; kind != "" {
			p.next()
			left = &Tree{Kind: kind, Args: []*Tree{left}, At: t.at}
			continue
		}
		infix := p.g.Infix[t.operator()]
		if infix.Power <= power {
			return left, nil
		}
		p.next()
		right, err := p.expression(infix.Power)
		if err != nil {
			return nil, err
		}
		left = &Tree{Kind: infix.Kind, Args: []*Tree{left, right}, At: t.at}
	}
}

// prefixPower binds more strongly than any infix operator.
const prefixPower = 100

func (p *parser) operand() (*Tree, error) {
	t := p.next()
	if kind := p.g.Prefix[t.operator()]; kind != "" && (t.kind == "symbol" || p.peek().text != "(") {
		operand, err := p.expression(prefixPower)
		return &Tree{Kind: kind, Args: []*Tree{operand}, At: t.at}, err
	}
	switch t.kind {
	case Name, Number, String:
		return &Tree{Kind: t.kind, Text: t.text, At: t.at}, nil
	case "word":
		return p.word(t)
	}
	switch t.text {
	case "(":
		inner, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		return inner, p.expect(")")
	case "[":
		items, err := p.list("]")
		return &Tree{Kind: List, Args: items, At: t.at}, err
	}
	return nil, errorAt(t.at, "%q is not expected here", t.text)
}

// word is a function where ( follows, true or false, and else a name.
func (p *parser) word(t token) (*Tree, error) {
	if next := p.peek(); next.kind == "symbol" && next.text == "(" {
		p.next()
		args, err := p.list(")")
		return &Tree{Kind: Call, Text: t.text, Args: args, At: t.at}, err
	}
	if lower := strings.ToLower(t.text); lower == "true" || lower == "false" {
		return &Tree{Kind: Bool, Text: lower, At: t.at}, nil
	}
	return &Tree{Kind: Name, Text: t.text, Bare: true, At: t.at}, nil
}

// list reads expressions between commas, up to and with the closing mark.
func (p *parser) list(closing string) ([]*Tree, error) {
	if p.peek().text == closing && p.peek().kind == "symbol" {
		p.next()
		return nil, nil
	}
	var items []*Tree
	for {
		item, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if t := p.peek(); t.kind == "symbol" && t.text == "," {
			p.next()
			continue
		}
		return items, p.expect(closing)
	}
}
