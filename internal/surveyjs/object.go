// Package surveyjs reads and writes the JSON of SurveyJS.
//
// Import reads every key. What it understands becomes part of the draft; what
// it does not is a remark with its JSON pointer. Export writes what SurveyJS
// can say of a definition, and remarks on the rest: levels, evidence and
// advice have no counterpart there.
//
// SurveyJS knows two truths, and an empty answer is one that differs from
// every other. Export therefore says a condition as "it is certainly true":
// q != 'x' becomes {q} notempty and {q} <> 'x'. Import takes conditions as they
// are written: there a question that waits for an unanswered one may be asked
// already, here it is pending.
package surveyjs

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"aktsom/internal/draft"
	"aktsom/internal/formula"
)

// object is one JSON object, with its place and the keys somebody asked for.
type object struct {
	im      *importer
	pointer string
	members map[string]any
	used    map[string]bool
}

func (im *importer) object(pointer string, value any) *object {
	members, ok := value.(map[string]any)
	if !ok {
		im.remark(pointer, value, "left out: this is not an object")
	}
	return &object{im: im, pointer: pointer, members: members, used: map[string]bool{}}
}

func (o *object) get(key string) any {
	o.used[key] = true
	return o.members[key]
}

func (o *object) at(key string) string {
	return o.pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

func (o *object) str(key string) string {
	switch v := o.get(key).(type) {
	case string:
		return v
	case float64, bool:
		return fmt.Sprint(v)
	}
	return ""
}

func (o *object) bool(key string) bool {
	b, _ := o.get(key).(bool)
	return b
}

// number is a number, or nil.
func (o *object) number(key string) any {
	if f, ok := o.get(key).(float64); ok {
		return f
	}
	return nil
}

// count is a whole number that is not negative, or nil.
func (o *object) count(key string) *int {
	f, ok := o.get(key).(float64)
	if n := int(f); ok && n >= 0 && float64(n) == f {
		return &n
	}
	return nil
}

// objects are the objects of a list.
func (o *object) objects(key string) []*object {
	items, _ := o.get(key).([]any)
	var list []*object
	for i, item := range items {
		list = append(list, o.im.object(fmt.Sprintf("%s/%d", o.at(key), i), item))
	}
	return list
}

// text is a sentence: a string, or one by language with "default" among them.
func (o *object) text(key string) draft.Text {
	t := o.im.sentences(o.get(key))
	kept := ""
	for _, language := range slices.Sorted(maps.Keys(t)) {
		t[language] = shown.ReplaceAllStringFunc(t[language], func(found string) string {
			if id := o.im.shows(strings.TrimSpace(found[1 : len(found)-1])); id != "" {
				return "{{" + id + "}}"
			}
			kept = t[language]
			return found
		})
	}
	if kept != "" {
		o.im.remark(o.at(key), kept, "kept as written: only the answer to an earlier question can be shown inside a text")
	}
	return t
}

// shown is the place of an answer inside a text.
var shown = regexp.MustCompile(`\{[^{}]+\}`)

// shows is the id of the earlier question, or of the constant, that a text may
// show by a name; empty when there is none.
func (im *importer) shows(name string) string {
	if v, ok := im.values[name]; ok {
		if _, constant := im.def.Constants[v.Code]; constant {
			return v.Code
		}
		return ""
	}
	n, ok := im.named[name]
	if !ok || n.table != "" || !im.earlier[n.id] || slices.Contains([]formula.Type{formula.Rows, formula.Matrix, formula.Nothing, ""}, n.kind) {
		return ""
	}
	return n.id
}

func (im *importer) sentences(value any) draft.Text {
	switch v := value.(type) {
	case string:
		if v != "" {
			return draft.Text{im.locale: v}
		}
	case float64, bool:
		return draft.Text{im.locale: fmt.Sprint(v)}
	case map[string]any:
		t := draft.Text{}
		for language, s := range v {
			if language == "default" {
				language = im.locale
			}
			t[language], _ = s.(string)
		}
		return t
	}
	return nil
}

// leftOver remarks on every key nobody asked for.
func (o *object) leftOver() {
	for _, key := range slices.Sorted(maps.Keys(o.members)) {
		if !o.used[key] {
			o.im.remark(o.at(key), o.members[key], "left out: this key has no counterpart here")
		}
	}
}

// remark notes what became of a value.
func (im *importer) remark(place string, value any, became string) {
	what, ok := value.(string)
	if !ok {
		encoded, _ := json.Marshal(value)
		what = string(encoded)
	}
	im.remarks = append(im.remarks, draft.Remark{Place: place, What: what, Became: became})
}
