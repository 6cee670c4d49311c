package catalogue

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"

	"aktsom/internal/questionnaire"
)

// The longest id, version and title that a list shows; beyond, a draft is
// listed by less.
const maxHead = 200

// headOf reads what a definition says of itself, as far as it can be read.
func headOf(source []byte) (name, version string, title questionnaire.Text) {
	var head struct {
		ID      json.RawMessage `json:"id"`
		Version json.RawMessage `json:"version"`
		Title   json.RawMessage `json:"title"`
	}
	if err := json.Unmarshal(source, &head); err != nil {
		return "", "", nil
	}
	texts := questionnaire.Text{}
	if err := json.Unmarshal(head.Title, &texts); err != nil {
		return textOf(head.ID), textOf(head.Version), nil
	}
	for lang, text := range texts {
		texts[lang] = short(text)
	}
	return textOf(head.ID), textOf(head.Version), texts
}

func textOf(raw json.RawMessage) string {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return ""
	}
	return short(text)
}

func short(text string) string {
	if runes := []rune(text); len(runes) > maxHead {
		return string(runes[:maxHead-1]) + "…"
	}
	return text
}

// versioned is a definition with another version and otherwise, to the byte,
// the same.
func versioned(source []byte, version string) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(source))
	depth, key := 0, true
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("find the version of a definition: %w", err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
			key = true
			continue
		case json.Delim('}'), json.Delim(']'):
			depth--
			key = true
			continue
		}
		if depth != 1 {
			continue
		}
		if key && token == "version" {
			return replacedNext(source, decoder, version)
		}
		key = !key
	}
}

// replacedNext replaces the value that a decoder is about to read.
func replacedNext(source []byte, decoder *json.Decoder, version string) ([]byte, error) {
	var old json.RawMessage
	if err := decoder.Decode(&old); err != nil {
		return nil, fmt.Errorf("find the version of a definition: %w", err)
	}
	now, err := json.Marshal(version)
	if err != nil {
		return nil, fmt.Errorf("write a version: %w", err)
	}
	end := int(decoder.InputOffset())
	begin := end - len(old)
	return append(append(append([]byte{}, source[:begin]...), now...), source[end:]...), nil
}

var lastNumber = regexp.MustCompile(`^(.*?)([0-9]{1,6})$`)

// next is the version after one: 1.0 → 1.1, 2026 → 2027, spring → spring.1.
func next(version string) string {
	parts := lastNumber.FindStringSubmatch(version)
	if parts == nil {
		return version + ".1"
	}
	number, _ := strconv.Atoi(parts[2]) // at most six digits
	return parts[1] + strconv.Itoa(number+1)
}
