package catalogue

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"
	"unicode/utf8"

	"aktsom/internal/draft"
	"aktsom/internal/fault"
	"aktsom/internal/surveyjs"
	"aktsom/internal/xlsform"
)

// MaxFile bounds a definition, a sheet, or a definition's cases: 500 questions
// in three languages take half of it, and the checker is done with the worst of
// this size within seconds.
const MaxFile = 2 << 20

// Upload is a file, or what was typed instead of one.
type Upload struct {
	File string // its name
	Body []byte
}

// definition reads a definition as it stands, or makes one of what another tool
// wrote; then the remarks are what did not come through as it was. fault.Fields
// when nothing can be made of it. A definition with mistakes is read all the
// same: the checker says what they are.
func (u Upload) definition() (source []byte, remarks []draft.Remark, err error) {
	body := bytes.TrimPrefix(u.Body, []byte("\ufeff"))
	name := strings.TrimSuffix(path.Base(u.File), path.Ext(u.File))
	var d *draft.Definition
	switch {
	case len(u.Body) > MaxFile:
		return nil, nil, fault.Fields{{Name: "file", Key: "catalogue.too_large", Args: []any{"megabytes", MaxFile >> 20}}}
	case len(bytes.TrimSpace(body)) == 0:
		return nil, nil, fault.Fields{{Name: "file", Key: "catalogue.file_missing"}}
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		if d, remarks, err = xlsform.Import(name, body); err != nil {
			return nil, nil, fault.Fields{{Name: "file", Key: "catalogue.not_a_form", Args: []any{"why", err.Error()}}}
		}
	case !utf8.Valid(body) || bytes.ContainsRune(body, 0):
		return nil, nil, fault.Fields{{Name: "file", Key: "catalogue.not_text"}}
	case !ofSurveyJS(body):
		return bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")), nil, nil
	default:
		if d, remarks, err = surveyjs.Import(name, body); err != nil {
			return nil, nil, fault.Fields{{Name: "file", Key: "catalogue.not_surveyjs", Args: []any{"why", err.Error()}}}
		}
	}
	if source, err = d.Encode(); err == nil && len(source) > MaxFile {
		err = fault.Fields{{Name: "file", Key: "catalogue.too_large", Args: []any{"megabytes", MaxFile >> 20}}}
	}
	return source, remarks, err
}

// ofSurveyJS tells a file of SurveyJS from a definition: it has elements where
// a definition has questions.
func ofSurveyJS(body []byte) bool {
	var file struct {
		Elements json.RawMessage `json:"elements"`
		Pages    []struct {
			Elements  json.RawMessage `json:"elements"`
			Questions json.RawMessage `json:"questions"`
		} `json:"pages"`
	}
	if err := json.Unmarshal(body, &file); err != nil {
		return false
	}
	elements := file.Elements != nil
	for _, page := range file.Pages {
		if page.Questions != nil {
			return false
		}
		elements = elements || page.Elements != nil
	}
	return elements
}
