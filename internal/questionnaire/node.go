package questionnaire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth bounds how deeply the JSON of a definition may nest; the format
// itself needs nine levels.
const maxDepth = 64

// node is one JSON value with its place in the file.
type node struct {
	value   any // map: members · slice: items · string · json.Number · bool · nil
	start   int // offset of the first byte
	end     int // offset after the last byte
	parent  *node
	step    string // key or index under parent
	members []member
	items   []*node
}

// member is one key of an object, with the place of the key.
type member struct {
	key   string
	start int
	value *node
}

// isObject and isArray mark the two kinds of node that have children.
type (
	isObject struct{}
	isArray  struct{}
)

// inPointer writes a name as a JSON pointer has it (RFC 6901).
var inPointer = strings.NewReplacer("~", "~0", "/", "~1")

// pointer is the JSON pointer (RFC 6901) of the node.
func (n *node) pointer() string {
	if n == nil || n.parent == nil {
		return ""
	}
	return n.parent.pointer() + "/" + inPointer.Replace(n.step)
}

// get returns the member called key, or nil.
func (n *node) get(key string) *node {
	for _, m := range n.members {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// syntaxError is a fault in the JSON itself.
type syntaxError struct {
	offset  int
	message string
}

func (e *syntaxError) Error() string { return e.message }

// parseJSON reads source into nodes. The error is a *syntaxError.
func parseJSON(source []byte) (*node, error) {
	if !utf8.Valid(source) {
		return nil, &syntaxError{invalidUTF8(source), "the file is not UTF-8"}
	}
	r := &jsonReader{source: source, decoder: json.NewDecoder(bytes.NewReader(source))}
	r.decoder.UseNumber()
	root, err := r.value(nil, "", 0)
	if err != nil {
		return nil, r.place(err)
	}
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &syntaxError{r.skip(root.end), "something follows the end of the definition"}
	}
	return root, nil
}

func invalidUTF8(source []byte) int {
	for i := 0; i < len(source); {
		r, size := utf8.DecodeRune(source[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return 0
}

type jsonReader struct {
	source  []byte
	decoder *json.Decoder
}

// skip returns the offset of the next byte that is part of a token.
func (r *jsonReader) skip(offset int) int {
	for offset < len(r.source) && strings.IndexByte(" \t\r\n,:", r.source[offset]) >= 0 {
		offset++
	}
	return offset
}

// value reads the next value, which stands under parent as step.
func (r *jsonReader) value(parent *node, step string, depth int) (*node, error) {
	start := r.skip(int(r.decoder.InputOffset()))
	if depth > maxDepth {
		return nil, &syntaxError{start, fmt.Sprintf("more than %d levels of nesting", maxDepth)}
	}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	n := &node{value: token, start: start, parent: parent, step: step}
	if delim, ok := token.(json.Delim); ok {
		if delim == '{' {
			n.value = isObject{}
			err = r.object(n, depth)
		} else {
			n.value = isArray{}
			err = r.array(n, depth)
		}
	}
	n.end = int(r.decoder.InputOffset())
	return n, err
}

func (r *jsonReader) object(n *node, depth int) error {
	for r.decoder.More() {
		start := r.skip(int(r.decoder.InputOffset()))
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		key, ok := token.(string)
		if !ok {
			return &syntaxError{start, "an object's key must be a string"}
		}
		value, err := r.value(n, key, depth+1)
		if err != nil {
			return err
		}
		n.members = append(n.members, member{key, start, value})
	}
	_, err := r.decoder.Token()
	return err
}

func (r *jsonReader) array(n *node, depth int) error {
	for r.decoder.More() {
		item, err := r.value(n, strconv.Itoa(len(n.items)), depth+1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := r.decoder.Token()
	return err
}

// place gives an error of the decoder its offset.
func (r *jsonReader) place(err error) error {
	var ours *syntaxError
	if errors.As(err, &ours) {
		return ours
	}
	var theirs *json.SyntaxError
	if errors.As(err, &theirs) {
		return &syntaxError{max(0, int(theirs.Offset)-1), theirs.Error()}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &syntaxError{len(r.source), "the file ends too early"}
	}
	return &syntaxError{int(r.decoder.InputOffset()), err.Error()}
}

// lines turns offsets into lines and columns.
type lines struct {
	source []byte
	starts []int
}

func newLines(source []byte) *lines {
	l := &lines{source: source, starts: []int{0}}
	for i, c := range source {
		if c == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// at returns line and column of an offset, both from 1, columns in characters.
func (l *lines) at(offset int) (line, column int) {
	offset = min(offset, len(l.source))
	line, exact := slices.BinarySearch(l.starts, offset)
	if exact {
		line++ // the offset begins the line after
	}
	return line, utf8.RuneCount(l.source[l.starts[line-1]:offset]) + 1
}

// insideString returns the file offset of the character number index of the
// JSON string at n, so that a fault in a condition points into the file.
func insideString(source []byte, n *node, index int) int {
	at := n.start + 1
	for ; index > 0 && at < n.end-1; index-- {
		switch {
		case source[at] != '\\':
			_, size := utf8.DecodeRune(source[at:])
			at += size
		case source[at+1] != 'u':
			at += 2
		default:
			at += 6 + surrogate(source[at:])
		}
	}
	return min(at, n.end-1)
}

// surrogate is 6 where the escape at the start of s is the first half of a pair.
func surrogate(s []byte) int {
	if len(s) >= 12 && (s[2] == 'd' || s[2] == 'D') && strings.IndexByte("89abAB", s[3]) >= 0 {
		return 6
	}
	return 0
}
