package drafts

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

func TestAnotherKindOnTheSheet(t *testing.T) {
	c := motion("Strade", clause(civic.Recital, "premesso che", "piove;"), clause(civic.Operative, "impegna il Sindaco e la Giunta a:", ""), clause(civic.Operative, "1.", "asfaltare."))
	c.Addressees = []string{"il Sindaco e la Giunta"}
	s := newStory(t, c)
	s.until("the gazetteer", func() bool { return s.p.gaz != nil })
	e := s.open(0)
	e.form.kind.SetSelectedIndex(slices.Index(civic.ActKinds(), civic.Question))
	if got := e.sheet.text(); !strings.Contains(got, "interroga il Sindaco e la Giunta per sapere:") || !strings.Contains(got, "1. asfaltare.") {
		t.Errorf("%s", got)
	}
	if e.content.Subkind != "scritta" || e.form.subkind.Text != "scritta" {
		t.Errorf("%q", e.content.Subkind)
	}
	e.form.kind.SetSelectedIndex(slices.Index(civic.ActKinds(), civic.Motion))
	e.form.subkind.SetText(civic.SubkindNoConfidence)
	if got := e.sheet.text(); !strings.Contains(got, "esprime la sfiducia nei confronti del Sindaco") {
		t.Errorf("%s", got)
	}
	e.form.subkind.SetText("a modo nostro")
	if e.content.Subkind != "a modo nostro" || !strings.Contains(e.sheet.text(), "piove") {
		t.Errorf("%q, %s", e.content.Subkind, e.sheet.text())
	}
}

func TestPointsBelowPoints(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Operative, "1.", ""), clause(civic.Operative, "2.", "altro.")))
	e := s.open(0)
	e.paper.goTo(caret{0, 0})
	s.typeText("asfaltare:\nvia Roma;\nvia Po;\n\nriferire;")
	var got []string
	for _, c := range e.sheet.rows {
		got = append(got, c.Opener+" "+c.Text)
	}
	want := []string{"1. asfaltare:", "a) via Roma;", "b) via Po;", "2. riferire;", "3. altro."}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	e.paper.goTo(caret{3, 0})
	s.run("drafts.nest")
	if got := e.sheet.rows[3].Opener + e.sheet.rows[4].Opener; got != "c)2." {
		t.Errorf("nested: %q", got)
	}
	s.run("drafts.unnest")
	if got := e.sheet.rows[3].Opener + e.sheet.rows[4].Opener; got != "2.3." {
		t.Errorf("and back: %q", got)
	}
}

func TestAGapOfARequestForAccessIsFilledBeforeItIsFiled(t *testing.T) {
	c := motion("Contratto", clause(civic.Operative, "chiede di ottenere:", "il contratto [data]"))
	c.Kind = civic.AccessRequest
	s := newStory(t, c)
	s.open(0)
	s.sees("Resta 1 spazio da riempire prima di depositare.")
}

// A request for access to documents has no way into the library.
func TestARequestForAccessIsNotPublished(t *testing.T) {
	c := motion("Contratto", clause(civic.Operative, "chiede di ottenere:", "il contratto"))
	c.Kind = civic.AccessRequest
	s := newStory(t, c)
	e := s.open(0)
	s.until("the checks", func() bool { return e.findings != nil || !e.save.busy })
	s.sees("si deposita, non si pubblica")
	s.seesNot("Pubblica nella biblioteca…")
	for _, m := range s.p.menu() {
		if m.ChildMenu == nil {
			continue
		}
		for _, i := range m.ChildMenu.Items {
			if i.Label == "Pubblica nella biblioteca…" {
				t.Error("the menu offers it")
			}
		}
	}
	if c, ok := kit.Find(s.p.commands(), "drafts.publish"); !ok || c.Listed() || c.Can() {
		t.Error("the palette offers it")
	}
	if e.bar.publish.Text != "Deposita in Comune…" || e.bar.file.Visible() {
		t.Errorf("the way out is %q", e.bar.publish.Text)
	}
	if k, ok := find(s, "drafts.share"); !ok || k {
		t.Error("it can be shared with other devices")
	}
}

func find(s *story, id string) (can, ok bool) {
	for _, c := range s.p.commands() {
		if c.ID == id {
			return c.Can(), true
		}
	}
	return false, false
}

func TestAPasteFromAWordProcessor(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Operative, "impegna il Sindaco e la Giunta a:", ""), clause(civic.Operative, "1.", "")))
	e := s.open(0)
	e.paper.goTo(caret{1, 0})
	e.paper.paste(s.focused(), "asfaltare via Roma;\r\n2.\triferire\u00a0in Consiglio:\r\na)\tsubito;\r\n")
	if got := drafting.Join(e.sheet.rows); !strings.Contains(got, "2. riferire in Consiglio:\n\na) subito;") {
		t.Errorf("%s", got)
	}
	e.paper.undo()
	if len(e.sheet.rows) != 2 {
		t.Error("one step takes it back")
	}
}
