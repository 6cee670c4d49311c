package web

import "strings"

// addressParts is an e-mail address in the pieces that stay whole: each ends
// with a dot or the @.
func addressParts(email string) []string {
	var parts []string
	for rest := email; rest != ""; {
		end := strings.IndexAny(rest, "@.") + 1
		if end == 0 {
			end = len(rest)
		}
		parts, rest = append(parts, rest[:end]), rest[end:]
	}
	return parts
}
