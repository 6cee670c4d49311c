package message

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	xmessage "golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Printer says things in one language. It is safe for many goroutines.
type Printer struct {
	lang    Lang
	say     *i18n.Localizer
	numbers *xmessage.Printer
	of      *sentences
	missing func(Lang, string)
}

// Lang is the language the printer speaks.
func (p *Printer) Lang() Lang { return p.lang }

// Say is the sentence of a key. args are its placeholders, name and value by
// turns; the one called "count" also chooses between singular and plural.
// Numbers among them are written as the language writes them.
func (p *Printer) Say(key string, args ...any) string {
	if len(args)%2 != 0 {
		panic("message: " + key + ": a placeholder has no value")
	}
	if len(args) == 0 {
		return p.SayMap(key, nil)
	}
	values := make(map[string]any, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		values[fmt.Sprint(args[i])] = args[i+1]
	}
	return p.SayMap(key, values)
}

// SayMap is Say for placeholders that come as a map, as those of a fault do.
func (p *Printer) SayMap(key string, values map[string]any) string {
	if sentence, found := p.of.plain[key]; found {
		return sentence
	}
	shown := make(map[string]any, len(values))
	for name, value := range values {
		shown[name] = p.value(value)
	}
	asked := &i18n.LocalizeConfig{MessageID: key, TemplateData: shown}
	if p.of.counted[key] { // one with a single form is said of any number
		asked.PluralCount = values["count"]
	}
	sentence, err := p.say.Localize(asked)
	// Nynorsk borrows from Bokmål what it does not say itself: the library then
	// gives both the sentence and an error.
	if sentence == "" || (err != nil && p.lang != Nynorsk) {
		p.missing(p.lang, key)
		return key
	}
	return sentence
}

func (p *Printer) value(v any) any {
	switch v := v.(type) {
	case int:
		return p.Integer(int64(v))
	case int64:
		return p.Integer(v)
	case float64:
		return p.Number(v, 2)
	default:
		return v
	}
}

// Integer writes a whole number with its thousands apart: 12 500 or 12,500.
func (p *Printer) Integer(n int64) string {
	return p.numbers.Sprint(number.Decimal(n))
}

// Number writes a number with at most so many decimals: 1 234,5 or 1,234.5.
func (p *Printer) Number(f float64, decimals int) string {
	return p.numbers.Sprint(number.Decimal(f, number.MaxFractionDigits(decimals)))
}

// Score writes a score with its one decimal, also when that is a zero: 75,0.
func (p *Printer) Score(f float64) string {
	return p.numbers.Sprint(number.Decimal(f, number.Scale(1)))
}

// Percent writes a share that is given in hundredths: 40 % or 40%.
func (p *Printer) Percent(f float64) string {
	if p.lang == English {
		return p.Number(f, 1) + "%"
	}
	return p.Number(f, 1) + "\u00a0%"
}

// Money writes an amount with its currency before it: NOK 5 000 000.
func (p *Printer) Money(amount float64, currency string) string {
	return currency + "\u00a0" + p.Number(amount, 2)
}

// Size writes a file's size the way its owner's computer does: 1,4 MB.
func (p *Printer) Size(bytes int64) string {
	const unit = 1000
	if bytes < unit {
		return p.Integer(bytes) + "\u00a0B"
	}
	amount, units := float64(bytes)/unit, "kMGT"
	for amount >= 999.5 && len(units) > 1 {
		amount, units = amount/unit, units[1:]
	}
	decimals := 1
	if amount >= 10 {
		decimals = 0
	}
	return p.Number(amount, decimals) + "\u00a0" + units[:1] + "B"
}

// List joins what is enumerated: «a, b og c», "a, b and c".
func (p *Printer) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return p.Say("time.list_and", "first", strings.Join(items[:last], ", "), "last", items[last])
}
