package drafting_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func citing(texts ...string) civic.Content {
	c := civic.Content{Kind: civic.Motion, Subject: "Mozione sul TUEL", Region: "08"}
	for i, t := range texts {
		c.Clauses = append(c.Clauses, civic.Clause{ID: ids(i), Section: civic.Recital, Opener: "visto", Text: t})
	}
	return c
}

// A draft's norms are listed where they stand, and what is abrogated is warned of
// and replaced without pretending to know its new article.
func TestNormsOfADraft(t *testing.T) {
	c := citing("l'art. 42 del d.lgs. 267/2000", "l'art. 36, comma 2, del d.lgs. 50/2016 e la l.r. 24/2017")
	list := drafting.Norms(c)
	if len(list) != 4 {
		t.Fatalf("%d norms: %+v", len(list), list)
	}
	if list[0].Clause != "" || list[1].Clause != c.Clauses[0].ID || list[1].Words != "art. 42 del d.lgs. 267/2000" ||
		!strings.HasSuffix(list[1].Link, "2000-08-18;267~art42") || list[3].Name != "Emilia-Romagna" || list[3].Link != "" {
		t.Errorf("%+v", list)
	}
	old := list[2]
	if !old.Abrogated() || old.Since != "2023-07-01" || list[1].Abrogated() {
		t.Errorf("abrogated: %+v", old)
	}
	var warned []civic.Finding
	for _, f := range drafting.Check(c, drafting.Context{}) {
		if f.Code == "norm_abrogated" {
			warned = append(warned, f)
		}
	}
	if len(warned) != 1 || warned[0].Severity != civic.Warning || warned[0].Clause != c.Clauses[1].ID || warned[0].From != old.From {
		t.Errorf("findings %+v", warned)
	}
	text, ok := drafting.ReplaceNorm(c, c.Clauses[1].Text, old)
	if want := "l'art. [articolo da verificare] del d.lgs. 31 marzo 2023, n. 36 e la l.r. 24/2017"; !ok || text != want {
		t.Errorf("%v %q", ok, text)
	}
	c.Clauses[1].Text = text
	blocked := false
	for _, f := range drafting.Check(c, drafting.Context{}) {
		blocked = blocked || f.Code == "placeholder" && f.Severity == civic.Blocking
		if f.Code == "norm_abrogated" {
			t.Error("what replaced it is warned of")
		}
	}
	if !blocked {
		t.Error("the gap does not block a publication")
	}
	if _, ok := drafting.ReplaceNorm(c, text, old); ok {
		t.Error("replaced what is not there")
	}
	c = citing("l'art. 36 del d.lgs. 50/2016")
	if c.Date = "2020-05-01"; drafting.Norms(c)[1].Abrogated() {
		t.Error("in 2020 the code of 2016 was in force")
	}
}
