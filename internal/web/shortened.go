package web

import "strings"

// lineLength is how many characters of a longer text stand in a line of a list.
const lineLength = 90

// shortened is a text that fits a line, cut between two words.
func shortened(text string) string {
	whole := []rune(text)
	if len(whole) <= lineLength {
		return text
	}
	cut := string(whole[:lineLength])
	if space := strings.LastIndexByte(cut, ' '); space > 0 {
		cut = cut[:space]
	}
	return cut + " …"
}
