package spelling

import (
	"bytes"
	"strings"
	"unicode"
)

// placeNames lists the words of the names of regions, provinces and
// municipalities in both languages, in lower case.
func placeNames(gazetteer []byte) map[string]struct{} {
	out := map[string]struct{}{}
	for line := range bytes.Lines(gazetteer) {
		f := strings.Split(strings.TrimSpace(string(line)), "\t")
		var names []string
		switch {
		case f[0] == "R" && len(f) > 2, f[0] == "C" && len(f) == 3:
			names = f[2:3]
		case f[0] == "C" && len(f) > 3:
			names = f[2:4]
		case f[0] == "P" && len(f) > 3:
			names = f[3:4]
		}
		for _, n := range names {
			addNames(out, n)
		}
	}
	return out
}

// addNames adds the words of a name, whole and without what is elided before
// them.
func addNames(to map[string]struct{}, name string) {
	for _, w := range strings.FieldsFunc(straight(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		w = strings.ToLower(strings.Trim(w, "'"))
		to[w] = struct{}{}
		if _, rest, ok := strings.Cut(w, "'"); ok && rest != "" {
			to[rest] = struct{}{}
		}
	}
}
