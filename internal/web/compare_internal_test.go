package web

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

var heatColour = regexp.MustCompile(`--heat-(\d)(-text)?: #([0-9a-f]{6});`)

// luminance is how bright a colour is, as WCAG 2.2 counts it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		part, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(part) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestEveryCellOfTheHeatMapCanBeRead(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("../../static/css/compare.css")
	if err != nil {
		t.Fatal(err)
	}
	grounds, texts := map[string]float64{}, map[string]float64{}
	for _, found := range heatColour.FindAllStringSubmatch(string(css), -1) {
		if found[2] == "" {
			grounds[found[1]] = luminance(t, found[3])
		} else {
			texts[found[1]] = luminance(t, found[3])
		}
	}
	if len(grounds) != 5 || len(texts) != 5 {
		t.Fatalf("%d grounds and %d texts for five bands", len(grounds), len(texts))
	}
	darker := 1.0
	for _, band := range []string{"1", "2", "3", "4", "5"} {
		ground, text := grounds[band], texts[band]
		if contrast := (max(ground, text) + 0.05) / (min(ground, text) + 0.05); contrast < 4.5 {
			t.Errorf("band %s has a contrast of %.2f, WCAG AA asks for 4.5", band, contrast)
		}
		if ground >= darker {
			t.Errorf("band %s is not darker than the one below it", band)
		}
		darker = ground
	}
}
