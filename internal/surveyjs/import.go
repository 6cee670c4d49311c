package surveyjs

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"aktsom/internal/draft"
	"aktsom/internal/formula"
	"aktsom/internal/questionnaire"
)

// importer builds one draft.
type importer struct {
	def     *draft.Definition
	remarks []draft.Remark
	locale  string // language of texts that name none
	named   map[string]named
	values  map[string]formula.Value // calculated values, by name
	ids     map[string]string        // pointer → id
	taken   map[string]bool
	earlier map[string]bool // ids of the questions that were read
	pages   map[string]bool
	page    *draft.Page
	table   *draft.Question // whose columns are being read
}

// named is what a name of the file stands for here.
type named struct {
	id    string
	kind  formula.Type
	table string // id of the table it is a column of
}

// Import makes a definition of a SurveyJS file. name stands in for a title
// that is missing. The remarks list what did not come through as it was.
func Import(name string, source []byte) (*draft.Definition, []draft.Remark, error) {
	var root map[string]any
	if err := json.Unmarshal(source, &root); err != nil {
		return nil, nil, fmt.Errorf("read file: %w", err)
	}
	im := &importer{
		def: &draft.Definition{Version: "1"}, named: map[string]named{}, values: map[string]formula.Value{}, ids: map[string]string{}, taken: map[string]bool{}, earlier: map[string]bool{}, pages: map[string]bool{},
	}
	o := im.object("", root)
	im.locale = cmp.Or(o.str("locale"), "en")
	im.readLanguages(root)
	im.def.ID = strings.ReplaceAll(questionnaire.IDFrom(name, nil), "_", "-")
	im.def.Title, im.def.Intro = o.text("title"), o.text("description")
	if im.def.Title == nil {
		im.def.Title = im.everywhere(name)
	}
	pages := o.objects("pages")
	if root["elements"] != nil || root["questions"] != nil {
		pages = append([]*object{im.object("", root)}, pages...)
	}
	if len(pages) == 0 {
		return nil, nil, fmt.Errorf("the file has no questions: it needs `pages` or `elements`")
	}
	for _, p := range pages {
		im.name(p, "")
	}
	im.calculatedValues(o)
	for _, p := range pages {
		im.readPage(p, o)
	}
	o.leftOver()
	return im.def, im.remarks, nil
}

// readLanguages finds the languages of all texts.
func (im *importer) readLanguages(root map[string]any) {
	im.def.Languages = []string{im.locale}
	var walk func(value any)
	walk = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for key, item := range v {
				if texts, ok := item.(map[string]any); ok && slices.Contains([]string{"title", "description", "text", "html"}, key) {
					for language := range texts {
						if language != "default" && !slices.Contains(im.def.Languages, language) {
							im.def.Languages = append(im.def.Languages, language)
						}
					}
				}
				walk(item)
			}
		}
	}
	walk(root)
	slices.Sort(im.def.Languages[1:])
}

func (im *importer) everywhere(s string) draft.Text {
	t := draft.Text{}
	for _, language := range im.def.Languages {
		t[language] = s
	}
	return t
}

// elements are the questions and panels of a page or panel.
func (o *object) elements() []*object {
	for _, key := range []string{"elements", "questions"} {
		if o.members[key] != nil {
			return o.objects(key)
		}
	}
	return nil
}

// name gives every question its id and type, before conditions ask.
func (im *importer) name(container *object, table string) {
	columns := map[string]bool{}
	for _, key := range []string{"elements", "questions", "templateElements", "columns"} {
		if _, objects := container.members[key].([]any); !objects {
			continue
		}
		for _, o := range container.objects(key) {
			taken := im.taken
			if table != "" {
				taken = columns
			}
			im.nameOne(o, taken, table)
		}
	}
}

func (im *importer) nameOne(o *object, taken map[string]bool, table string) {
	typ, raw := o.str("type"), o.str("name")
	if typ == "panel" {
		im.ids[o.pointer] = questionnaire.IDFrom(cmp.Or(raw, "panel"), im.taken)
		im.taken[im.ids[o.pointer]] = true
		im.name(o, table)
		return
	}
	id := questionnaire.IDFrom(cmp.Or(raw, "question"), taken)
	taken[id] = true
	im.ids[o.pointer] = id
	what := im.kindOf(o)
	if _, twice := im.named[raw]; !twice {
		im.named[raw] = named{id, what.see, table}
	}
	if id != raw {
		im.remark(o.at("name"), raw, "became the id `"+id+"`")
	}
	if table == "" && what.kind == "table" {
		im.name(o, id)
	}
}

// readPage reads a page; root is the whole file, which may stand for one.
func (im *importer) readPage(o, root *object) {
	name := cmp.Or(o.str("name"), "page")
	im.page = &draft.Page{ID: questionnaire.IDFrom(name, im.pages)}
	im.pages[im.page.ID] = true
	im.def.Pages = append(im.def.Pages, im.page)
	if o.pointer == "" {
		o = root
	} else {
		im.page.Title, im.page.Intro = o.text("title"), o.text("description")
		im.page.When = im.condition(o, "visibleIf")
	}
	if im.page.Title == nil {
		im.page.Title = im.def.Title
	}
	im.read(o.elements(), "")
	if o.pointer != "" {
		o.leftOver()
	}
}

// read reads questions, all of them under a condition.
func (im *importer) read(elements []*object, when string) {
	for _, o := range elements {
		if o.str("type") == "panel" {
			im.panel(o, when)
		} else if q := im.question(o); q != nil {
			q.When = formula.And(when, q.When)
			im.page.Questions = append(im.page.Questions, q)
			im.earlier[q.ID] = true
		}
		o.leftOver()
	}
}

// panel becomes a heading, and a condition of everything in it.
func (im *importer) panel(o *object, when string) {
	when = formula.And(when, im.condition(o, "visibleIf"))
	o.get("name")
	if title := o.text("title"); title != nil {
		im.page.Questions = append(im.page.Questions, &draft.Question{
			ID: im.ids[o.pointer], Kind: "note", When: when, Text: title, Help: o.text("description"),
		})
	}
	im.read(o.elements(), when)
}
