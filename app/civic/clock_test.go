package civic_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/samples"
)

func filed(day civic.Date) civic.ActEvent { return civic.ActEvent{Type: civic.Filed, Date: day} }

func clockOf(kind civic.ActKind, sub string) civic.ClockInput {
	c := motion("Strade scolastiche")
	c.Kind, c.Subkind = kind, sub
	return civic.ClockInput{Act: uid("act"), Content: c, Events: []civic.ActEvent{filed("2026-03-02")}, Today: "2026-03-10"}
}

func signed(n int) []civic.Signatory {
	out := make([]civic.Signatory, n)
	for i := range out {
		out[i].Name = "Firma " + string(rune('A'+i))
	}
	return out
}

func TestTheLawsClocks(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   civic.ClockInput
		want string
	}{
		{"a question", clockOf(civic.Question, ""), "answer 2026-04-01 running TUEL, art. 43, c. 3"},
		{"an interpellation", clockOf(civic.Interpellation, ""), "answer 2026-04-01 running TUEL, art. 43, c. 3"},
		{"a sitting", clockOf(civic.SessionRequest, ""), "sitting 2026-03-22 running TUEL, art. 39, c. 2"},
		{
			"no confidence", clockOf(civic.Motion, civic.SubkindNoConfidence),
			"debate_after 2026-03-12 running TUEL, art. 52, c. 2; debate_by 2026-04-01 running TUEL, art. 52, c. 2",
		},
		{
			"no confidence as it is written elsewhere", clockOf(civic.Motion, "Di  sfiducia"),
			"debate_after 2026-03-12 running TUEL, art. 52, c. 2; debate_by 2026-04-01 running TUEL, art. 52, c. 2",
		},
		{"a motion", clockOf(civic.Motion, ""), ""},
		{"a petition", clockOf(civic.Petition, ""), ""},
		{"a request for access", clockOf(civic.AccessRequest, ""), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			all, _ := civic.DeadlinesOf(tc.in)
			if got := lineOf(all); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
			for _, region := range []civic.Region{"02", "04", "06", "19", "20", civic.NationWide, civic.Europe, civic.Foreign, civic.ExampleRegion} {
				x := tc.in
				x.Content.Region = region
				if all, _ := civic.DeadlinesOf(x); len(all) > 0 {
					t.Errorf("in region %s: %s", region, lineOf(all))
				}
			}
			for _, level := range []civic.Level{civic.Regional, civic.National, civic.European} {
				for _, body := range []civic.BodyCode{valchiara, "reg:08", "prov:022", "it:camera", "eu:parliament"} {
					x := tc.in
					x.Content.Level, x.Content.Body = level, body
					if all, _ := civic.DeadlinesOf(x); len(all) > 0 {
						t.Errorf("at level %s of %s: %s", level, body, lineOf(all))
					}
				}
			}
			for _, body := range []civic.BodyCode{"ipa:unione_x", "x:prova", "reg:08", "it:senato"} {
				x := tc.in
				x.Content.Body = body
				if all, _ := civic.DeadlinesOf(x); len(all) > 0 {
					t.Errorf("of %s: %s", body, lineOf(all))
				}
			}
			x := tc.in
			x.Events = nil
			if all, _ := civic.DeadlinesOf(x); len(all) > 0 {
				t.Errorf("without a filing: %s", lineOf(all))
			}
		})
	}
}

func TestAProvinceHasTheClocksOfTheLaw(t *testing.T) {
	in := clockOf(civic.Question, "")
	in.Content.Level, in.Content.Body, in.Content.Region = civic.Provincial, "prov:037", "08"
	if all, _ := civic.DeadlinesOf(in); lineOf(all) != "answer 2026-04-01 running TUEL, art. 43, c. 3" {
		t.Error(lineOf(all))
	}
	in.Content.Kind, in.Content.Subkind = civic.Motion, civic.SubkindNoConfidence
	if all, _ := civic.DeadlinesOf(in); len(all) > 0 {
		t.Errorf("no confidence in a province: %s", lineOf(all))
	}
}

// TestTheClocksOfExamplesAreThoseOfTheirSort: their codes do not tell a union or a
// part of a town from a town.
func TestTheClocksOfExamplesAreThoseOfTheirSort(t *testing.T) {
	for name, want := range map[string]int{"Valchiara": 1, "Unione dei Comuni Terre Chiare": 0, "Portosabbia – Municipio II": 0} {
		in := clockOf(civic.Question, "")
		in.Content.BodyName = name
		if all, _ := civic.DeadlinesOf(in); len(all) != want {
			t.Errorf("%s: %s", name, lineOf(all))
		}
	}
	in := clockOf(civic.Question, "")
	in.Content.Level, in.Content.BodyName = civic.Provincial, "Provincia di Valchiara"
	if all, _ := civic.DeadlinesOf(in); len(all) != 1 {
		t.Error("a province of the examples has the clocks of a province")
	}
}

// The codes of real bodies do tell them, whatever they are called.
func TestAUnionAndAPartOfATownHaveNoClocksOfTheLaw(t *testing.T) {
	for _, tc := range []struct {
		code, name string
		want       int
	}{
		{"istat:058091", "Roma", 1},
		{"ipa:ucvr", "Unione dei Comuni Valle Rossa", 0},
		{"x:058091-m02", "Municipio II", 0},
		{"x:058091-m02", "Roma", 0},
	} {
		for _, kind := range []civic.ActKind{civic.Question, civic.SessionRequest} {
			in := clockOf(kind, "")
			in.Content.Body, in.Content.BodyName = civic.BodyCode(tc.code), tc.name
			if all, _ := civic.DeadlinesOf(in); len(all) != tc.want {
				t.Errorf("%s of %s %s: %s", kind, tc.code, tc.name, lineOf(all))
			}
		}
	}
}

func TestWhatHappensMeetsATerm(t *testing.T) {
	answer := func(day civic.Date) civic.ActEvent { return civic.ActEvent{Type: civic.Answered, Date: day} }
	out := func(day civic.Date, o civic.Outcome) civic.ActEvent {
		return civic.ActEvent{Type: civic.OutcomeEvent, Date: day, Outcome: o}
	}
	for _, tc := range []struct {
		name  string
		kind  civic.ActKind
		today civic.Date
		then  []civic.ActEvent
		want  string
	}{
		{"the last day", civic.Question, "2026-04-01", nil, "running"},
		{"the day after", civic.Question, "2026-04-02", nil, "overdue"},
		{"answered on the last day", civic.Question, "2026-05-01", []civic.ActEvent{answer("2026-04-01")}, "met"},
		{"answered late", civic.Question, "2026-05-01", []civic.ActEvent{answer("2026-04-02")}, "late"},
		{"answered by its outcome", civic.Question, "2026-05-01", []civic.ActEvent{out("2026-03-20", civic.AnsweredOral)}, "met"},
		{"not answered, said so", civic.Question, "2026-05-01", []civic.ActEvent{out("2026-04-20", civic.NotAnswered)}, "overdue"},
		{"withdrawn", civic.Question, "2026-05-01", []civic.ActEvent{out("2026-03-20", civic.WithdrawnThere)}, "void"},
		{"not admitted", civic.Question, "2026-05-01", []civic.ActEvent{{Type: civic.NotAdmitted, Date: "2026-03-05"}}, "void"},
		{"only on the agenda", civic.SessionRequest, "2026-03-30", []civic.ActEvent{{Type: civic.OnAgenda, Date: "2026-03-15"}}, "overdue"},
		{"held", civic.SessionRequest, "2026-03-30", []civic.ActEvent{out("2026-03-20", civic.Convened)}, "met"},
		{
			"convened in time for a day beyond it", civic.SessionRequest, "2026-04-30",
			[]civic.ActEvent{{Type: civic.OutcomeEvent, Date: "2026-03-20", Outcome: civic.Convened, Sitting: "2026-04-02"}},
			"late",
		},
		{"not convened", civic.SessionRequest, "2026-03-30", []civic.ActEvent{out("2026-03-25", civic.NotConvened)}, "overdue"},
	} {
		in := clockOf(tc.kind, "")
		in.Today = tc.today
		in.Events = append(tc.then, in.Events...)
		all, _ := civic.DeadlinesOf(in)
		if len(all) != 1 || string(all[0].State) != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, lineOf(all), tc.want)
		}
	}
	early := clockOf(civic.Motion, civic.SubkindNoConfidence)
	early.Events = append(early.Events, civic.ActEvent{Type: civic.Discussed, Date: "2026-03-11"})
	all, _ := civic.DeadlinesOf(early)
	if all[0].State != civic.ClockLate || all[1].State != civic.ClockMet {
		t.Errorf("discussed before the tenth day: %s", lineOf(all))
	}
}

func TestSignaturesThatTheLawAsksFor(t *testing.T) {
	in := clockOf(civic.SessionRequest, "")
	in.Council = civic.CouncilProfile{Body: valchiara, Seats: 16}
	in.Content.Signatories = signed(3)
	all, notes := civic.DeadlinesOf(in)
	if len(all) != 0 || len(notes) != 1 || notes[0].Code != "under_one_fifth" || notes[0].Need != 4 {
		t.Errorf("three of sixteen: %v %v", all, notes)
	}
	in.Content.Signatories = signed(4)
	if all, _ := civic.DeadlinesOf(in); len(all) != 1 {
		t.Error("four of sixteen are a fifth")
	}
	in.Content.Signatories = []civic.Signatory{{Name: "Ada Monti"}}
	in.Council.Offices = []civic.CouncilOffice{{Office: civic.OfficeMayor, Holder: "Ada Monti"}}
	if all, _ := civic.DeadlinesOf(in); len(all) != 1 {
		t.Error("the mayor asks alone")
	}
	no := clockOf(civic.Motion, civic.SubkindNoConfidence)
	no.Council = civic.CouncilProfile{Body: valchiara, Seats: 16}
	no.Content.Signatories = signed(6)
	if all, notes := civic.DeadlinesOf(no); len(all) != 0 || len(notes) != 1 || notes[0].Need != 7 {
		t.Errorf("six of sixteen: %v %v", all, notes)
	}
	no.Content.Signatories = signed(7)
	if all, _ := civic.DeadlinesOf(no); len(all) != 2 {
		t.Error("seven of sixteen are two fifths")
	}
	for _, name := range []string{"Ada Monti", "Monti Ada", "La Sindaca dott.ssa Ada Monti"} {
		no.Council.Offices = []civic.CouncilOffice{{Office: civic.OfficeMayor, Holder: "Ada Monti"}}
		no.Content.Signatories = append(signed(6), civic.Signatory{Name: name})
		if all, notes := civic.DeadlinesOf(no); len(all) != 0 || len(notes) != 1 || notes[0].Have != 6 {
			t.Errorf("the mayor is not counted: %v %v", all, notes)
		}
	}
}

func TestTheCouncilsOwnTerms(t *testing.T) {
	rule := func(n civic.RuleName, days int, source string) civic.CouncilProfile {
		return civic.CouncilProfile{Body: valchiara, Rules: []civic.CouncilRule{{Name: n, Value: days, Source: source}}}
	}
	for _, tc := range []struct {
		name    string
		kind    civic.ActKind
		region  civic.Region
		council civic.CouncilProfile
		want    string
	}{
		{"stricter than the law", civic.Question, "08", rule(civic.RuleAnswerDays, 20, "Reg., art. 31"), "answer 2026-03-22 running Reg., art. 31"},
		{"looser than the law", civic.Question, "08", rule(civic.RuleAnswerDays, 45, "Reg., art. 31"), "answer 2026-04-01 running TUEL, art. 43, c. 3"},
		{"where the law does not hold", civic.Question, "20", rule(civic.RuleAnswerDays, 45, "Reg., art. 31"), "answer 2026-04-16 running Reg., art. 31"},
		{"the general law cited where it does not hold", civic.Question, "20", rule(civic.RuleAnswerDays, 30, "art. 43 d.lgs. 267/2000"), ""},
		{"of motions too", civic.Motion, "08", rule(civic.RuleDebateBy, 60, "Reg., art. 40"), "debate_by 2026-05-01 running Reg., art. 40"},
		{"another body's", civic.Motion, "08", civic.CouncilProfile{Body: fontelieta, Rules: []civic.CouncilRule{{Name: civic.RuleDebateBy, Value: 60, Source: "x"}}}, ""},
	} {
		in := clockOf(tc.kind, "")
		in.Content.Region, in.Council = tc.region, tc.council
		if all, _ := civic.DeadlinesOf(in); lineOf(all) != tc.want {
			t.Errorf("%s: got %s, want %s", tc.name, lineOf(all), tc.want)
		}
	}
}

func TestPointsOfAnApprovedActHaveTheirDays(t *testing.T) {
	in := clockOf(civic.Motion, "")
	in.Today = "2026-06-01"
	in.Points = []civic.CommitmentView{
		{Commitment: civic.Commitment{Clause: "a", State: civic.UnderWay, Due: "2026-05-31"}},
		{Commitment: civic.Commitment{Clause: "b", State: civic.Done, Due: "2026-04-30"}},
		{Commitment: civic.Commitment{Clause: "c", State: civic.ToStart}},
		{Commitment: civic.Commitment{Clause: "d", State: civic.Superseded, Due: "2026-07-01"}},
	}
	if all, _ := civic.DeadlinesOf(in); len(all) > 0 {
		t.Errorf("before the vote: %s", lineOf(all))
	}
	in.Events = append(in.Events, civic.ActEvent{Type: civic.OutcomeEvent, Date: "2026-03-20", Outcome: civic.ApprovedAmended})
	all, _ := civic.DeadlinesOf(in)
	if got := lineOf(all); got != "commitment 2026-04-30 met ; commitment 2026-05-31 overdue ; commitment 2026-07-01 void " {
		t.Error(got)
	}
}

func TestDaysAreCounted(t *testing.T) {
	for _, tc := range []struct {
		from civic.Date
		days int
		want civic.Date
	}{
		{"2026-03-02", 30, "2026-04-01"},
		{"2028-02-10", 20, "2028-03-01"}, // a leap year
		{"2026-12-15", 20, "2027-01-04"},
		{"", 3, ""},
	} {
		if got := tc.from.Plus(tc.days); got != tc.want {
			t.Errorf("%s + %d = %s, want %s", tc.from, tc.days, got, tc.want)
		}
		if tc.from != "" && civic.DaysBetween(tc.from, tc.want) != tc.days {
			t.Errorf("from %s to %s: %d", tc.from, tc.want, civic.DaysBetween(tc.from, tc.want))
		}
	}
}

// The real questions are of the council of an autonomous province, whose law is
// its own: no clock of the general law runs on any of them, whatever is told of
// them and whatever a profile cites.
func TestTheRealQuestionsHaveNoClock(t *testing.T) {
	n := 0
	for _, q := range samples.Questions(t) {
		n++
		day := civic.Date(strings.SplitN(q.Day, "T", 2)[0])
		for _, body := range []civic.BodyCode{"prov:022", "istat:022205"} {
			for level, kinds := range map[civic.Level][]civic.ActKind{
				civic.Provincial: {civic.Question, civic.Interpellation, civic.SessionRequest}, civic.Municipal: {civic.Question},
			} {
				for _, k := range kinds {
					in := civic.ClockInput{
						Act: uid("q"), Today: "2026-11-23", Events: []civic.ActEvent{filed(day)},
						Content: civic.Content{Kind: k, Level: level, Body: body, Region: "04", Subject: q.Subject, Date: day},
						Council: civic.CouncilProfile{Body: body, Rules: []civic.CouncilRule{
							{Name: civic.RuleAnswerDays, Value: 30, Source: "TUEL, art. 43, c. 3", Law: true},
							{Name: civic.RuleSittingDays, Value: 20, Source: "TUEL, art. 39, c. 2", Law: true},
						}},
					}
					if all, notes := civic.DeadlinesOf(in); len(all)+len(notes) > 0 {
						t.Fatalf("line %d, %s: %s %v", n, k, lineOf(all), notes)
					}
				}
			}
		}
	}
	if n < 100 {
		t.Fatalf("%d questions", n)
	}
}

func lineOf(all []civic.Deadline) string {
	var out []string
	for _, d := range all {
		out = append(out, strings.Join([]string{string(d.Kind), string(d.Due), string(d.State), d.Source}, " "))
	}
	return strings.Join(out, "; ")
}
