package questionnaire_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"aktsom/internal/questionnaire"
)

const schemaFile = "../../questionnaires/questionnaire.schema.json"

var update = flag.Bool("update", false, "write what the program makes into the files it is compared with")

func TestTheCommittedSchemaIsTheOneTheReaderReadsBy(t *testing.T) {
	t.Parallel()
	if *update {
		if err := os.WriteFile(schemaFile, questionnaire.Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, questionnaire.Schema()) {
		t.Error("the schema has changed: go test ./internal/questionnaire -run Schema -update")
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(questionnaire.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("questionnaire.schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("questionnaire.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func accepts(t *testing.T, s *jsonschema.Schema, source []byte) error {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatalf("%v in %s", err, source)
	}
	return s.Validate(parsed)
}

func TestTheSchemaAcceptsWhatIsShippedAndTested(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	shipped, err := filepath.Glob("../../questionnaires/*/*/definition.json")
	if err != nil || len(shipped) == 0 {
		t.Fatal("no questionnaires", err)
	}
	for _, path := range shipped {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := accepts(t, s, source); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, path := range featureFiles(t) {
		if f := loadFeature(t, path); f.Definition != nil {
			if err := accepts(t, s, f.Definition); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
	for seed := range uint64(10) {
		if err := accepts(t, s, newGenerator(seed).definition(40)); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// What the reader calls a fault of the schema the schema calls one, except for
// a key that is written twice: that is gone once JSON is read.
func TestTheSchemaRefusesWhatTheReaderRefuses(t *testing.T) {
	t.Parallel()
	s, refused := compiledSchema(t), 0
	for _, path := range featureFiles(t) {
		for _, r := range loadFeature(t, path).Refused {
			q, findings := questionnaire.Compile("d.json", r.definition())
			byShape := slices.ContainsFunc(findings, func(f questionnaire.Finding) bool {
				return f.Code == questionnaire.CodeSchema && f.Severity == questionnaire.SeverityError && !strings.Contains(f.Message, "twice")
			})
			err := accepts(t, s, r.definition())
			if byShape && err == nil {
				t.Errorf("%s: %s: the schema accepts it\n%s", path, r.Name, listing(findings))
			}
			if q != nil && err != nil {
				t.Errorf("%s: %s: the reader accepts it, but %v", path, r.Name, err)
			}
			if byShape {
				refused++
			}
		}
	}
	if refused < 15 {
		t.Errorf("only %d faults of the schema are among the cases", refused)
	}
}

// probe is a definition with one object of the named shape, which has a wrong
// value under one key.
func probe(shape, kind, key string, wrong any) []byte {
	object := map[string]any{}
	text := map[string]any{"en": "T"}
	question := map[string]any{"id": "a", "kind": kind, "text": text}
	page := map[string]any{"id": "p", "step": "embed", "title": text, "questions": []any{question}}
	root := map[string]any{"id": "t", "version": "1", "languages": []any{"en"}, "title": text, "pages": []any{page}}
	option := map[string]any{"value": "x", "text": text}
	if slices.Contains([]string{"choice", "choices", "country", "countries", "matrix"}, kind) {
		question["options"] = []any{option}
	}
	column := map[string]any{"id": "c", "kind": kind, "text": text}
	switch kind {
	case "matrix":
		question["rows"] = []any{map[string]any{"id": "r", "text": text}}
	case "table":
		question["columns"] = []any{map[string]any{"id": "c", "kind": "text", "text": text}}
	case "calculated":
		question["type"], question["value"] = "number", "1.0"
	case "each":
		question = follow("a", map[string]any{"id": "c", "kind": "text", "text": text})
		page["questions"] = []any{rowsToFollow(), question}
	}
	switch shape {
	case "definition":
		object = root
	case "page":
		object = page
	case "question":
		object = question
	case "column":
		object = column
		if kind == "choice" || kind == "choices" {
			column["options"] = []any{option}
		}
		question["kind"], question["columns"] = "table", []any{column}
		delete(question, "options")
	case "follow_up":
		object = column
		if kind == "choice" || kind == "choices" {
			column["options"] = []any{option}
		}
		page["questions"] = []any{rowsToFollow(), follow("a", column)}
	case "caps":
		root["caps"] = object
	case "evidence":
		question["evidence"] = object
	case "check":
		object["rule"] = "answered(a)"
		question["checks"] = []any{object}
	case "advice":
		object["below"] = 1
		question["advice"] = []any{object}
	case "flag":
		object["when"] = "answered(a)"
		question["flags"] = []any{object}
	case "option", "country_option", "matrix_option":
		object = option
	case "matrix_row":
		object = question["rows"].([]any)[0].(map[string]any)
	}
	if key != "" {
		object[key] = wrong
	}
	source, err := json.Marshal(root)
	if err != nil {
		panic(err)
	}
	return source
}

// rowsToFollow is a table, and follow a question about its every row.
func rowsToFollow() map[string]any {
	text := map[string]any{"en": "T"}
	return map[string]any{"id": "r", "kind": "table", "text": text, "columns": []any{map[string]any{"id": "n", "kind": "text", "text": text}}}
}

func follow(id string, asked map[string]any) map[string]any {
	return map[string]any{"id": id, "kind": "each", "of": "r", "text": map[string]any{"en": "T"}, "questions": []any{asked}}
}

type schemaObject struct {
	Properties map[string]struct {
		Description string `json:"description"`
		Ref         string `json:"$ref"`
		Type        string `json:"type"`
		AnyOf       []any  `json:"anyOf"`
	} `json:"properties"`
	AllOf []struct {
		If struct {
			Properties struct {
				Kind struct {
					Const string `json:"const"`
				} `json:"kind"`
			} `json:"properties"`
		} `json:"if"`
		Then schemaObject `json:"then"`
	} `json:"allOf"`
	Defs map[string]schemaObject `json:"$defs"`
}

// eachKey visits every key of every shape, with a kind of question that shows it.
func (s schemaObject) eachKey(visit func(shape, kind, key, what string)) {
	kinds := map[string]string{"matrix_option": "matrix", "matrix_row": "matrix", "option": "choice", "country_option": "country"}
	for key, k := range s.Properties {
		visit("definition", "text", key, k.Description)
	}
	for shape, def := range s.Defs {
		for key, k := range def.Properties {
			kind := kinds[shape]
			if kind == "" {
				kind = "text"
			}
			visit(shape, kind, key, k.Description)
		}
		for _, branch := range def.AllOf {
			for key, k := range branch.Then.Properties {
				visit(shape, branch.If.Properties.Kind.Const, key, k.Description)
			}
		}
	}
}

// Whatever the schema offers the reader reads, for a value of the wrong sort is
// refused at its place; and what it does not offer the reader refuses, since
// both go by the same tables.
func TestTheReaderKnowsEveryKeyOfTheSchema(t *testing.T) {
	t.Parallel()
	var root schemaObject
	if err := json.Unmarshal(questionnaire.Schema(), &root); err != nil {
		t.Fatal(err)
	}
	s, keys := compiledSchema(t), 0
	root.eachKey(func(shape, kind, key, what string) {
		if what == "" {
			t.Errorf("%s.%s is not described", shape, key)
		}
		if key == "$comment" {
			return
		}
		keys++
		if err := accepts(t, s, probe(shape, kind, "", nil)); err != nil {
			t.Fatalf("the probe of %s %s is wrong itself: %v", shape, kind, err)
		}
		for _, wrong := range []any{[]any{1}, 0.5, nil} { // no key takes a list with a number in it
			if key == "min" || key == "max" || key == "weight" {
				wrong = []any{1}
			}
			source := probe(shape, kind, key, wrong)
			_, findings := questionnaire.Compile("d.json", source)
			refused := slices.ContainsFunc(findings, func(f questionnaire.Finding) bool {
				return f.Severity == questionnaire.SeverityError && strings.Contains(f.Pointer+"/", "/"+key+"/") && !strings.Contains(f.Message, "means nothing")
			})
			if !refused {
				t.Errorf("%s %s: the reader takes %v for %s", shape, kind, wrong, key)
			}
			if accepts(t, s, source) == nil {
				t.Errorf("%s %s: the schema takes %v for %s", shape, kind, wrong, key)
			}
		}
		odd := probe(shape, kind, key+"_", "x")
		if q, _ := questionnaire.Compile("d.json", odd); q != nil || accepts(t, s, odd) == nil {
			t.Errorf("%s %s: %s_ is taken", shape, kind, key)
		}
	})
	if keys < 100 {
		t.Errorf("only %d keys", keys)
	}
}
