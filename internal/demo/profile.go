package demo

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"aktsom/internal/evidence"
)

//go:embed profiles/*.json documents.json
var data embed.FS

// profile is how one supplier answers: profiles/*.json.
type profile struct {
	About    string
	Language string
	Answers  map[string]any // a date may be {"months_ago": n}
	Skipped  map[string]string
	Comments map[string]string
	Files    map[string]int // question: how many months old its document is
}

// document is what a supplier shows for a question, by language.
type document struct {
	Kind evidence.Kind
	NB   wording
	EN   wording
}

type wording struct {
	File  string
	Title string
	Body  []string
}

func readProfile(name string) (profile, error) {
	var p profile
	return p, readJSON("profiles/"+name+".json", &p)
}

func readDocuments() (map[string]document, error) {
	var all map[string]document
	return all, readJSON("documents.json", &all)
}

func readJSON(name string, into any) error {
	raw, err := data.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// answer is the profile's answer to a question at now.
func (p profile) answer(question string, now time.Time) any {
	value := p.Answers[question]
	if date, ok := value.(map[string]any); ok {
		if months, ok := date["months_ago"].(float64); ok {
			return now.AddDate(0, -int(months), 0).Format(time.DateOnly)
		}
	}
	return value
}

// paper is the document a supplier shows, in its language.
func (d document) paper(language, supplier string, dated time.Time) (name string, p paper) {
	words := d.NB
	if language == "en" {
		words = d.EN
	}
	p = paper{title: words.Title, issuer: supplier, dated: dated}
	for _, each := range words.Body {
		p.body = append(p.body, strings.ReplaceAll(each, "{supplier}", supplier))
	}
	return words.File, p
}
