package questionnaire

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Schema is the JSON Schema of definitions, for editors that complete and
// explain keys while somebody writes. It is made of the tables the reader
// reads by. It knows nothing of what conditions mean: what it accepts may still
// be refused by Compile.
func Schema() []byte {
	root := shapeSchema(definitionKeys())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Questionnaire"
	root["description"] = "A questionnaire for suppliers. Every key is explained in docs/format.md."
	root["$defs"] = schemaDefinitions()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(root); err != nil {
		panic(err) // the tables hold nothing that has no JSON
	}
	return out.Bytes()
}

// schemaDefinitions are the parts that others refer to.
func schemaDefinitions() fragment {
	defs := fragment{
		"text": fragment{
			"type": "object", "additionalProperties": aString(),
			"description": "One sentence per language: {\"nb\": \"…\", \"en\": \"…\"}.",
		},
		"unit":      fragment{"anyOf": []any{aString(), aText()}},
		"condition": fragment{"type": "string", "pattern": `\S`, "description": "A condition in CEL, such as policy != 'none'."},
		"question":  fieldSchema(slices.Concat(fieldKeys(), questionKeys()), kindNames()),
		"follow_up": fieldSchema(slices.Concat(fieldKeys(), followUpKeys()), columnKinds()),
		"column":    fieldSchema(fieldKeys(), columnKinds()),
	}
	for name, table := range shapes() {
		switch name {
		case "definition", "field", "question", "follow_up": // said above
		default:
			if defs[name] == nil && !isKindShape(name) {
				defs[name] = shapeSchema(table)
			}
		}
	}
	row := defs["matrix_row"].(fragment) //nolint:forcetypeassert // shapeSchema made it
	row["oneOf"] = []any{fragment{"required": []string{"id"}}, fragment{"required": []string{"value"}}}
	return defs
}

// columnKinds are the kinds a cell can have.
func columnKinds() []string {
	return slices.DeleteFunc(kindNames(), func(k string) bool { return !isColumnKind(k) })
}

func isKindShape(name string) bool {
	return slices.ContainsFunc(kinds(), func(k kind) bool { return kindShape+k.name() == name })
}

// shapeSchema is an object with the keys of a table and no others.
func shapeSchema(table []key) fragment {
	s := fragment{"type": "object", "properties": properties(table), "additionalProperties": false}
	if needed := neededKeys(table); len(needed) > 0 {
		s["required"] = needed
	}
	return s
}

// fieldSchema is a question or column: what its kind is decides which further
// keys it may have.
func fieldSchema(table []key, kindsAllowed []string) fragment {
	known := properties(table)
	known["kind"] = described(oneOf(kindsAllowed...), "What sort of answer it takes.")
	delete(known, commentKey)
	var branches []any
	for _, name := range kindsAllowed {
		own := kindNamed(name).keys()
		then := fragment{"propertyNames": fragment{"enum": append(keysNamed(table, own), commentKey)}, "properties": properties(own)}
		if needed := neededKeys(own); len(needed) > 0 {
			then["required"] = needed
		}
		branches = append(branches, fragment{
			"if":   fragment{"properties": fragment{"kind": fragment{"const": name}}, "required": []string{"kind"}},
			"then": then,
		})
	}
	return fragment{"type": "object", "properties": known, "required": neededKeys(table), "allOf": branches}
}

func properties(table []key) fragment {
	known := fragment{commentKey: fragment{"description": "Means nothing; a note to the next author."}}
	for _, k := range table {
		known[k.name] = described(k.is, k.what)
	}
	return known
}

// described adds the sentence an editor shows.
func described(is fragment, what string) fragment {
	with := fragment{"description": what}
	for key, value := range is {
		with[key] = value
	}
	return with
}

func neededKeys(table []key) []string {
	var names []string
	for _, k := range table {
		if k.need {
			names = append(names, k.name)
		}
	}
	return names
}
