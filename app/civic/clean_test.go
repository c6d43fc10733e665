package civic_test

import (
	"testing"

	"scranno/app/civic"
)

func TestATextTakesNoOrdersForATerminal(t *testing.T) {
	for said, want := range map[string]string{
		"\x1b[31mCiao\x1b[0m":                 "Ciao",
		"a\x1b[1;38;5;208m b":                 "a b",
		"\x1b]0;titolo\x07Ciao":               "Ciao",
		"\x1b]8;;https://x.example\x1b\\Ciao": "Ciao",
		"\x1bCiao":                            "Ciao",
		"articolo [31 maggio]":                "articolo [31 maggio]",
	} {
		if got := civic.CleanText(said); got != want {
			t.Errorf("%q: %q", said, got)
		}
	}
}
