package drafting_test

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// full is a motion that lacks nothing.
func full(texts ...string) civic.Content {
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Region: "08", Body: "demo:908001", BodyName: "Valchiara",
		Subject: "Alberi lungo la ciclabile", Addressees: []string{"il Sindaco e la Giunta"}, Themes: []civic.Theme{"environment"},
		Signatories: []civic.Signatory{{Name: "Ada Verdi"}}, Place: "Valchiara", Date: "2026-05-04",
		Clauses: []civic.Clause{{ID: ids(90), Section: civic.Operative, Opener: "1.", Text: "piantare cento alberi;"}},
	}
	for i, t := range texts {
		c.Clauses = append(c.Clauses, civic.Clause{ID: ids(i), Section: civic.Recital, Opener: "premesso che", Text: t})
	}
	return c
}

func codes(found []civic.Finding) []string {
	var out []string
	for _, f := range found {
		out = append(out, f.Code)
	}
	return out
}

func TestAnActThatLacksNothingIsNotSpokenOf(t *testing.T) {
	if found := drafting.Check(full("la ciclabile è senza ombra"), drafting.Context{}); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// What each kind needs (TUEL art. 42 and 43; Regulations of councils).
func TestEachKindHasItsParts(t *testing.T) {
	for _, c := range []struct {
		kind civic.ActKind
		text string
		want string
	}{
		{civic.Motion, "la strada è rotta", "operative_missing"},
		{civic.Question, "la strada è rotta", "questions_missing"},
		{civic.Question, "quando sarà riparata la strada?", ""},
		{civic.Interpellation, "la strada è rotta", "questions_missing"},
		{civic.Bill, "la strada è rotta", "kind_level articles_missing"},
		{civic.AccessRequest, "la strada è rotta", "request_missing"},
		{civic.AccessRequest, "chiede copia del contratto", ""},
		{civic.Petition, "i cittadini chiedono una panchina", ""},
		{civic.Document, "guida", ""},
	} {
		a := full()
		a.Kind, a.Clauses = c.kind, []civic.Clause{{ID: ids(1), Section: civic.Intro, Text: c.text}}
		got := strings.Join(codes(drafting.Check(a, drafting.Context{})), " ")
		if got != c.want {
			t.Errorf("%s, %q: %q, not %q", c.kind, c.text, got, c.want)
		}
	}
}

func TestHeadingIsLookedAt(t *testing.T) {
	found := drafting.Check(civic.Content{Kind: civic.Motion, Clauses: full().Clauses}, drafting.Context{})
	for field, code := range map[string]string{
		"subject": "subject_missing", "body": "body_missing", "addressees": "addressees_missing", "date": "date_missing",
		"place": "place_missing", "signatories": "signatories_missing", "themes": "themes_missing",
	} {
		if !slices.ContainsFunc(found, func(f civic.Finding) bool { return f.Code == code && f.Field == field }) {
			t.Errorf("%s is not told", code)
		}
	}
}

// TestARequestForAccessNeedsNoTheme: it stays out of the library.
func TestARequestForAccessNeedsNoTheme(t *testing.T) {
	found := drafting.Check(civic.Content{Kind: civic.AccessRequest, Clauses: full().Clauses}, drafting.Context{})
	if slices.ContainsFunc(found, func(f civic.Finding) bool { return f.Code == "themes_missing" }) {
		t.Error("a theme is asked")
	}
}

func TestGapsBlock(t *testing.T) {
	for text, gap := range map[string]string{
		"il Comune di [Comune] ha deciso":              "[Comune]",
		"delibera n. ____ del 2024":                    "____",
		"il giorno XX del mese":                        "XX",
		"la somma di XXX euro":                         "XXX",
		"in via ………… numero 3":                         "…………",
		"rete a [importo in euro], come da preventivo": "[importo in euro]",
		"nel XX secolo":                                "",
		"secolo XX e dopo":                             "",
		"vedi [1] e [oscurato]":                        "",
		"la [delibera](https://example.it) del 2020":   "",
		"ha detto: «[il ministro] non verrà»":          "",
		"protocollo [nota UPIPA del 2024]":             "",
		"lettera a) e così via...":                     "",
	} {
		var got civic.Finding
		for _, f := range drafting.Check(full(text), drafting.Context{}) {
			if f.Code == "placeholder" {
				got = f
			}
		}
		if got.Params["text"] != gap {
			t.Errorf("%q: %q, not %q", text, got.Params["text"], gap)
		}
		if gap != "" && (got.Severity != civic.Blocking || text[got.From:got.To] != gap) {
			t.Errorf("%q: %+v", text, got)
		}
	}
	c := full()
	c.Subject, c.Addressees = "Alberi a [quartiere]", []string{"[destinatario]"}
	if got := codes(drafting.Check(c, drafting.Context{})); len(got) != 2 || got[0] != "placeholder" {
		t.Errorf("in the heading: %v", got)
	}
}

// A fifth for a sitting (TUEL art. 39 c. 2), two fifths for no confidence (TUEL
// art. 52 c. 2), and the right of each councillor (TUEL art. 43 c. 1).
func TestSignaturesAgainstTheProfile(t *testing.T) {
	law := civic.CouncilRule{Name: civic.RuleSignatures, Kinds: []civic.ActKind{civic.Motion}, Subkind: civic.SubkindNoConfidence, Value: 2, Of: 5, Source: "TUEL, art. 52, c. 2", Law: true}
	asked := civic.CouncilRule{Name: civic.RuleSignatures, Kinds: []civic.ActKind{civic.SessionRequest}, Value: 1, Of: 5, Source: "TUEL, art. 39, c. 2", Law: true}
	own := civic.CouncilRule{Name: civic.RuleSignatures, Kinds: []civic.ActKind{civic.Question, civic.OrderOfTheDay}, Value: 3, Source: "Regolamento, art. 12"}
	p := civic.CouncilProfile{Seats: 16, Rules: []civic.CouncilRule{law, asked, own}}
	for _, c := range []struct {
		kind    civic.ActKind
		subkind string
		region  civic.Region
		seats   int
		want    string
		need    string
		source  string
	}{
		{civic.Question, "", "08", 16, "signatures_right", "3", own.Source},
		{civic.Question, "", "04", 16, "signatures_few", "3", own.Source}, // the general law does not hold there
		{civic.OrderOfTheDay, "", "08", 16, "signatures_few", "3", own.Source},
		{civic.Motion, civic.SubkindNoConfidence, "08", 16, "signatures_law", "7", law.Source}, // 2/5 of 16 is 6.4
		{civic.Motion, "di sfiducia", "08", 16, "signatures_law", "7", law.Source},
		{civic.SessionRequest, "", "08", 16, "signatures_law", "4", asked.Source}, // 1/5 of 16 is 3.2
		{civic.SessionRequest, "", "08", 0, "seats_missing", "", asked.Source},
		{civic.Motion, "", "08", 16, "", "", ""},
	} {
		a := full()
		a.Kind, a.Subkind, a.Region, p.Seats = c.kind, c.subkind, c.region, c.seats
		var got civic.Finding
		for _, f := range drafting.Check(a, drafting.Context{Council: p}) {
			if strings.HasPrefix(f.Code, "signatures_") || f.Code == "seats_missing" {
				got = f
			}
		}
		if got.Code != c.want || got.Params["need"] != c.need || got.Source != c.source || got.Severity == civic.Blocking {
			t.Errorf("%s %s in %s: %+v", c.kind, c.subkind, c.region, got)
		}
	}
}

// The mayor is not counted among those who propose no confidence (TUEL art. 52
// c. 2) and asks for a sitting alone (art. 39 c. 2).
func TestTheMayorsOwnSignature(t *testing.T) {
	p := civic.CouncilProfile{Seats: 10, Offices: []civic.CouncilOffice{{Office: civic.OfficeMayor, Holder: "Ada Monti"}}, Rules: []civic.CouncilRule{
		{Name: civic.RuleSignatures, Kinds: []civic.ActKind{civic.Motion}, Subkind: civic.SubkindNoConfidence, Value: 2, Of: 5, Source: "TUEL, art. 52, c. 2", Law: true},
		{Name: civic.RuleSignatures, Kinds: []civic.ActKind{civic.SessionRequest}, Value: 1, Of: 5, Source: "TUEL, art. 39, c. 2", Law: true},
	}}
	a := full()
	a.Region, a.Kind, a.Subkind = "08", civic.Motion, civic.SubkindNoConfidence
	a.Signatories = []civic.Signatory{{Name: "Ugo Rossi"}, {Name: "Ida Neri"}, {Name: "Leo Bini"}, {Name: "Monti Ada"}}
	signatures := func() []civic.Finding {
		return slices.DeleteFunc(drafting.Check(a, drafting.Context{Council: p}), func(f civic.Finding) bool { return f.Code != "signatures_law" })
	}
	if got := signatures(); len(got) != 1 || got[0].Params["have"] != "3" || got[0].Params["need"] != "4" {
		t.Errorf("three and the mayor: %+v", got)
	}
	a.Signatories[3].Name = "Ada Montini"
	if got := signatures(); len(got) != 0 {
		t.Errorf("four: %+v", got)
	}
	a.Kind, a.Subkind, a.Signatories = civic.SessionRequest, "", []civic.Signatory{{Name: "Ada Monti"}}
	if got := signatures(); len(got) != 0 {
		t.Errorf("a sitting that the mayor asks for: %+v", got)
	}
}

func TestLimitsAndFormsOfTheProfile(t *testing.T) {
	rule := func(n civic.RuleName, v int, text string) civic.CouncilRule {
		return civic.CouncilRule{Name: n, Value: v, Text: text, Source: "Regolamento, art. 20"}
	}
	a := full("la ciclabile è senza ombra")
	a.Kind = civic.Question
	a.Clauses = append(a.Clauses, civic.Clause{ID: ids(7), Section: civic.Operative, Opener: "2.", Text: "se e quando."})
	p := civic.CouncilProfile{Rules: []civic.CouncilRule{
		rule(civic.RuleTextLimit, 40, ""), rule(civic.RuleQuestions, 1, ""), rule(civic.RuleForm, 0, "per PEC, firmata digitalmente"),
	}}
	found := drafting.Check(a, drafting.Context{Council: p})
	if got := strings.Join(codes(found), " "); got != "text_long questions_many form_rule" {
		t.Errorf("%s", got)
	}
	if found[1].Clause != ids(7) || found[0].Source != "Regolamento, art. 20" {
		t.Errorf("%+v", found)
	}
	p.Rules[0].Value, p.Rules[1].Value = 4000, 2
	if got := codes(drafting.Check(a, drafting.Context{Council: p})); len(got) != 1 {
		t.Errorf("within the limits: %v", got)
	}
}

// TestAnImmediateQuestionAsksOneThing without a rule of the council that says so;
// it warns and no more.
func TestAnImmediateQuestionAsksOneThing(t *testing.T) {
	a := full("la ciclabile è senza ombra")
	a.Kind, a.Subkind = civic.Question, "Risposta immediata"
	if got := codes(drafting.Check(a, drafting.Context{})); len(got) > 0 {
		t.Errorf("one question: %v", got)
	}
	a.Clauses = append(a.Clauses, civic.Clause{ID: ids(7), Section: civic.Operative, Opener: "2.", Text: "se e quando."})
	found := drafting.Check(a, drafting.Context{})
	if len(found) != 1 || found[0].Code != "questions_one" || found[0].Severity != civic.Warning || found[0].Clause != ids(7) {
		t.Errorf("%+v", found)
	}
	a.Subkind = "orale"
	if got := codes(drafting.Check(a, drafting.Context{})); len(got) > 0 {
		t.Errorf("two questions to be answered aloud: %v", got)
	}
}

func TestPapersThatAreNamedAndMissing(t *testing.T) {
	for text, want := range map[string]string{
		"si allega il preventivo":                              "si allega",
		"come dalla planimetria allegata":                      "planimetria allegata",
		"vedi allegato A":                                      "vedi allegato",
		"(allegato 2)":                                         "allegato 2",
		"l’allegato A al regolamento edilizio":                 "",
		"di cui all’allegato II della direttiva 2008/98/CE":    "",
		"secondo la direttiva 2008/98/CE, allegato 1":          "",
		"i compiti allegati alla deliberazione":                "",
		"con la relazione allegata al bilancio di previsione,": "",
	} {
		var got civic.Finding
		for _, f := range drafting.Check(full(text), drafting.Context{}) {
			if f.Code == "attachment_missing" {
				got = f
			}
		}
		if got.Params["text"] != want {
			t.Errorf("%q: %q", text, got.Params["text"])
		}
	}
	a := full("si vedano allegato 1, allegato 2 e allegato 3")
	a.Attachments = []civic.Attachment{{Hash: strings.Repeat("a", 64), Name: "a.pdf", Type: civic.TypePDF, Size: 9}}
	if got := codes(drafting.Check(a, drafting.Context{})); !slices.Equal(got, []string{"attachments_fewer"}) {
		t.Errorf("%v", got)
	}
}

// What a publication would refuse is told while there is time.
func TestWhatPublishingRefusesIsAFinding(t *testing.T) {
	for _, tc := range []struct {
		name  string
		spoil func(c *civic.Content)
		want  string
	}{
		{"a subject of five thousand signs", func(c *civic.Content) { c.Subject = strings.Repeat("a", 5_000) }, "subject_long"},
		{"a clause too long", func(c *civic.Content) { c.Clauses[0].Text = strings.Repeat("a", civic.MaxClause+1) }, "clause_long"},
		{"a place too long", func(c *civic.Content) { c.Place = strings.Repeat("a", civic.MaxLine+1) }, "form"},
		{"too many addressees", func(c *civic.Content) { c.Addressees = slices.Repeat([]string{"il Sindaco"}, civic.MaxList+1) }, "form"},
		{"a sign that nobody sees", func(c *civic.Content) { c.Clauses[0].Text += "\u202e" }, "form"},
		{"two faults", func(c *civic.Content) {
			c.Subject, c.Heading = strings.Repeat("a", 5_000), strings.Repeat("a", civic.MaxLine+1)
		}, "subject_long form"},
		{"beside what is missing", func(c *civic.Content) { c.Body, c.Place = "", strings.Repeat("a", civic.MaxLine+1) }, "body_missing form"},
	} {
		c := full()
		tc.spoil(&c)
		if c.Validate() == nil {
			t.Fatalf("%s would be published", tc.name)
		}
		found := drafting.Check(c, drafting.Context{})
		if got := strings.Join(codes(found), " "); got != tc.want || slices.ContainsFunc(found, func(f civic.Finding) bool { return f.Severity != civic.Blocking }) {
			t.Errorf("%s: %q, not %q", tc.name, got, tc.want)
		}
	}
}
