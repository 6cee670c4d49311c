package printout

import (
	"bytes"
	"fmt"
	"html/template"

	"aktsom/internal/draft"
)

// page is the printed page. It needs nothing beside itself.
const page = `<!DOCTYPE html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} {{.Version}}</title>
<style>
body { font: 1rem/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid; padding: .5rem 0; break-inside: avoid; }
dt { font-weight: bold; } dd { margin: 0 0 .3rem 1rem; white-space: pre-line; } code { overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
<p>{{.ID}} {{.Version}}</p>
{{range .Lines}}<section>
<h2>{{.Number}} {{.ID}} <small>({{.Kind}})</small></h2>
{{range .Languages}}<div lang="{{.Language}}"><p><strong>{{.Text}}</strong></p>
{{with .Help}}<p>{{.}}</p>{{end}}{{with .Why}}<p>{{.}}</p>{{end}}
{{with .Answers}}<ul>{{range .}}<li>{{.}}</li>{{end}}</ul>{{end}}
{{with .Accept}}<p>{{.}}</p>{{end}}{{range .Advice}}<p>{{.}}</p>{{end}}</div>
{{end}}<dl>
{{with .When}}<dt>Asked when</dt><dd><code>{{.}}</code></dd>{{end}}
{{with .Required}}<dt>Required</dt><dd><code>{{.}}</code></dd>{{end}}
{{with .Scoring}}<dt>Scoring</dt><dd>{{.}}</dd>{{end}}
{{with .Evidence}}<dt>Evidence</dt><dd>{{.}}</dd>{{end}}
{{with .Rules}}<dt>Rules</dt><dd><code>{{.}}</code></dd>{{end}}
</dl>
</section>
{{end}}</body>
</html>
`

// Page writes one HTML page of the whole questionnaire, every language in
// turn, without scripts.
func Page(d *draft.Definition) ([]byte, error) {
	layout, err := template.New("page").Parse(page)
	if err != nil {
		return nil, fmt.Errorf("read layout: %w", err)
	}
	language := "en"
	if len(d.Languages) > 0 {
		language = d.Languages[0]
	}
	var b bytes.Buffer
	err = layout.Execute(&b, map[string]any{
		"Language": language, "Title": d.Title.In(language), "ID": d.ID, "Version": d.Version, "Lines": Lines(d),
	})
	if err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return b.Bytes(), nil
}
