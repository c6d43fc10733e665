package drafting_test

import (
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func TestTheHeadingOfANewAct(t *testing.T) {
	for name, x := range map[string]struct{ lines, group, want string }{
		"nothing":              {"", "", ""},
		"the group alone":      {"", "Insieme", "Insieme"},
		"the lines alone":      {"Consiglio comunale", "", "Consiglio comunale"},
		"both":                 {"Consiglio comunale di Valchiara\n\n piazza Grande 1 ", "Insieme", "Consiglio comunale di Valchiara\npiazza Grande 1\nInsieme"},
		"the lines name it":    {"Consiglieri di INSIEME", "Insieme", "Consiglieri di INSIEME"},
		"the lines name a one": {"Gruppo consiliare Uniti", "Insieme", "Gruppo consiliare Uniti"},
	} {
		if got := drafting.Heading(civic.CouncilProfile{Heading: x.lines}, x.group); got != x.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestAHeadingOfSeveralLinesGoesThroughAFile(t *testing.T) {
	c := civic.Content{Kind: civic.Motion, Subject: "Strade", Heading: "Consiglio comunale di Valchiara\nInsieme"}
	back, err := drafting.ParseFile(drafting.FormatFile(c), func(int) civic.ID { return civic.DerivedID("x") })
	if err != nil || back.Heading != c.Heading {
		t.Errorf("%q, %v", back.Heading, err)
	}
}
