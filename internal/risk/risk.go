// Package risk is the list of high-risk product categories: data with source
// and date, and the rules that find a category by its CPV code.
//
// The categories are those of the Norwegian high-risk list kept by DFØ
// (anskaffelser.no, «høyrisikolisten»). The list is not complete by its own
// words: a product that is not on it must never be called free of risk.
package risk

import "strings"

// Category is one category of the high-risk list.
type Category struct {
	ID       string   // stands in a procurement and in conditions
	CPV      []string // prefixes of CPV 2008 codes that belong to it
	Headline string   // key of its name in package message
}

// categories, in the order of the list. The CPV prefixes are divisions and,
// where only a part of a division belongs, groups.
var categories = []Category{
	{"textiles", []string{"18", "19", "395"}, "risk.textiles"},
	{"ict", []string{"302", "32", "48"}, "risk.ict"},
	{"medical", []string{"33"}, "risk.medical"},
	{"food", []string{"03", "15", "55"}, "risk.food"},
	{"furniture", []string{"391", "315"}, "risk.furniture"},
	{"construction", []string{"44", "14", "034", "0933", "45"}, "risk.construction"},
	{"vehicles", []string{"34", "314"}, "risk.vehicles"},
	{"office", []string{"301", "22", "314"}, "risk.office"},
	{"toys", []string{"37"}, "risk.toys"},
}

// Categories lists the categories in the order of the list.
func Categories() []Category { return append([]Category(nil), categories...) }

// Find returns the category with the id.
func Find(id string) (Category, bool) {
	for _, c := range categories {
		if c.ID == id {
			return c, true
		}
	}
	return Category{}, false
}

// ByCPV returns the categories of a CPV code: those with the longest matching
// prefix, so that 03410000 (wood) is construction and not food.
func ByCPV(code string) []Category {
	var found []Category
	longest := 0
	for _, c := range categories {
		for _, prefix := range c.CPV {
			switch {
			case !strings.HasPrefix(code, prefix) || len(prefix) < longest:
			case len(prefix) > longest:
				found, longest = []Category{c}, len(prefix)
			default:
				found = append(found, c)
			}
		}
	}
	return found
}
