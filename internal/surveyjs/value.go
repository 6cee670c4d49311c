package surveyjs

import (
	"encoding/json"
	"errors"
	"strconv"

	"aktsom/internal/formula"
	"aktsom/internal/questionnaire"
)

// calculatedValues reads the values that expressions use by name. A condition
// gets a name here too, and a literal becomes a constant; any other value is
// written out where it is used.
func (im *importer) calculatedValues(root *object) {
	for _, o := range root.objects("calculatedValues") {
		im.calculatedValue(o)
		o.get("includeIntoResult") // answers hold what was answered
		o.leftOver()
	}
}

func (im *importer) calculatedValue(o *object) {
	name, source := o.str("name"), o.str("expression")
	tree, err := grammar().Parse(source)
	var v formula.Value
	if err == nil {
		v, err = im.translator().Value(tree)
	}
	if err == nil && name == "" {
		err = errors.New("it has no name")
	}
	if err != nil {
		im.remark(o.at("expression"), source, "left out, since it cannot be said: "+err.Error())
		return
	}
	literal, isText := v.Literal()
	_, notNumber := strconv.ParseFloat(v.Code, 64)
	switch {
	case isText && literal != "":
		id := im.nameOf(o, name)
		im.constants()[id] = literal
		im.values[name] = formula.Atom(v.Type, "%s", id)
	case notNumber == nil:
		id := im.nameOf(o, name)
		im.constants()[id] = json.Number(v.Code)
		im.values[name] = formula.Atom(v.Type, "%s", id)
	case v.Type == formula.Truth:
		id := im.nameOf(o, name)
		im.conditions()[id] = v.Code
		im.values[name] = formula.Atom(formula.Truth, "%s", id)
	default:
		im.values[name] = formula.Atom(v.Type, "(%s)", v.Code)
		im.remark(o.at("name"), name, "written out wherever it is used: only conditions and constants have names here")
	}
}

// nameOf makes a name of a calculated value's.
func (im *importer) nameOf(o *object, name string) string {
	id := questionnaire.IDFrom(name, im.taken)
	im.taken[id] = true
	if id != name {
		im.remark(o.at("name"), name, "became the name `"+id+"`")
	}
	return id
}

func (im *importer) conditions() map[string]string {
	if im.def.Conditions == nil {
		im.def.Conditions = map[string]string{}
	}
	return im.def.Conditions
}

func (im *importer) constants() map[string]any {
	if im.def.Constants == nil {
		im.def.Constants = map[string]any{}
	}
	return im.def.Constants
}
