package civic_test

import (
	"slices"
	"testing"

	"scranno/app/civic"
)

func happened(day civic.Date, t civic.ActEventType, o ...civic.Outcome) civic.ActEvent {
	e := civic.ActEvent{Act: uid("act"), Type: t, Date: day}
	if len(o) > 0 {
		e.Outcome = o[0]
	}
	return e
}

func TestStateComesFromTheEvents(t *testing.T) {
	for _, tc := range []struct {
		name   string
		kind   civic.ActKind
		events []civic.ActEvent
		want   civic.ActState
		since  civic.Date
		odd    []civic.Oddity
	}{
		{"nothing told", civic.Motion, nil, civic.StateUnknown, "", nil},
		{"filed", civic.Motion, []civic.ActEvent{happened("2026-01-10", civic.Filed)}, civic.StateFiled, "2026-01-10", nil},
		{"told out of order", civic.Motion, []civic.ActEvent{
			happened("2026-02-01", civic.Discussed), happened("2026-01-10", civic.Filed), happened("2026-01-20", civic.OnAgenda),
		}, civic.StateDiscussed, "2026-02-01", nil},
		{"all on one day", civic.Motion, []civic.ActEvent{
			happened("2026-02-01", civic.OutcomeEvent, civic.Approved), happened("2026-02-01", civic.Discussed), happened("2026-02-01", civic.AmendedEvent),
		}, civic.StateDecided, "2026-02-01", nil},
		{"postponed and taken up again", civic.Motion, []civic.ActEvent{
			happened("2026-01-10", civic.Filed), happened("2026-02-01", civic.OutcomeEvent, civic.Postponed), happened("2026-03-01", civic.OnAgenda),
		}, civic.StateOnAgenda, "2026-03-01", nil},
		{"answered", civic.Question, []civic.ActEvent{happened("2026-01-10", civic.Filed), happened("2026-02-01", civic.Answered)}, civic.StateAnswered, "2026-02-01", nil},
		{"not answered yet", civic.Question, []civic.ActEvent{
			happened("2026-01-10", civic.Filed), happened("2026-03-01", civic.OutcomeEvent, civic.NotAnswered),
		}, civic.StateFiled, "2026-01-10", nil},
		{"not admitted", civic.Question, []civic.ActEvent{happened("2026-01-10", civic.Filed), happened("2026-01-12", civic.NotAdmitted)}, civic.StateInadmissible, "2026-01-12", nil},
		{"carried out and closed", civic.Motion, []civic.ActEvent{
			happened("2026-02-01", civic.OutcomeEvent, civic.Approved), happened("2026-05-01", civic.CarriedOut), happened("2026-06-01", civic.Closed),
		}, civic.StateClosed, "2026-06-01", nil},
		{"carried out without a vote", civic.Motion, []civic.ActEvent{happened("2026-05-01", civic.CarriedOut)}, civic.StateCarriedOut, "2026-05-01", []civic.Oddity{civic.OddNotApproved}},
		{"discussed before it was filed", civic.Motion, []civic.ActEvent{
			happened("2026-01-05", civic.Discussed), happened("2026-01-10", civic.Filed),
		}, civic.StateFiled, "2026-01-10", []civic.Oddity{civic.OddBeforeFiling}},
		{"on the agenda after the vote", civic.Motion, []civic.ActEvent{
			happened("2026-02-01", civic.OutcomeEvent, civic.Rejected), happened("2026-03-01", civic.OnAgenda),
		}, civic.StateDecided, "2026-02-01", []civic.Oddity{civic.OddAfterEnd}},
		{"voted twice", civic.Motion, []civic.ActEvent{
			happened("2026-02-01", civic.OutcomeEvent, civic.Rejected), happened("2026-03-01", civic.OutcomeEvent, civic.Approved),
		}, civic.StateDecided, "2026-03-01", []civic.Oddity{civic.OddAfterEnd}},
		{"filed twice", civic.Motion, []civic.ActEvent{happened("2026-01-10", civic.Filed), happened("2026-01-11", civic.Filed)}, civic.StateFiled, "2026-01-11", []civic.Oddity{civic.OddTwice}},
		{"a question approved", civic.Question, []civic.ActEvent{happened("2026-01-10", civic.OutcomeEvent, civic.Approved)}, civic.StateDecided, "2026-01-10", []civic.Oddity{civic.OddKind}},
		{"a motion answered", civic.Motion, []civic.ActEvent{happened("2026-01-10", civic.Answered)}, civic.StateAnswered, "2026-01-10", []civic.Oddity{civic.OddKind}},
		{"after closing", civic.Motion, []civic.ActEvent{happened("2026-01-10", civic.Closed), happened("2026-01-11", civic.Discussed)}, civic.StateClosed, "2026-01-10", []civic.Oddity{civic.OddAfterClose}},
		{
			"a question voted", civic.Question,
			[]civic.ActEvent{{Act: uid("act"), Type: civic.OutcomeEvent, Date: "2026-01-10", Outcome: civic.AnsweredOral, Votes: &civic.Votes{For: 3}}},
			civic.StateAnswered, "2026-01-10",
			[]civic.Oddity{civic.OddVoted},
		},
		{
			"admitted after it was discussed", civic.Motion,
			[]civic.ActEvent{happened("2026-01-10", civic.Discussed), happened("2026-01-11", civic.Admitted)},
			civic.StateAdmitted, "2026-01-11",
			[]civic.Oddity{civic.OddOrder},
		},
		{"tomorrow", civic.Motion, []civic.ActEvent{happened("2027-01-10", civic.Discussed)}, civic.StateDiscussed, "2027-01-10", []civic.Oddity{civic.OddFuture}},
		{"answered before the day that the act bears", civic.Interpellation, []civic.ActEvent{happened("2025-12-30", civic.Answered)}, civic.StateAnswered, "2025-12-30", []civic.Oddity{civic.OddBeforeFiling}},
		{"an agenda may lie ahead", civic.Motion, []civic.ActEvent{happened("2027-01-10", civic.OnAgenda)}, civic.StateOnAgenda, "2027-01-10", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := civic.Act{Content: civic.Content{Kind: tc.kind, Date: "2026-01-01"}}
			l := civic.LifeOf(a, tc.events, "2026-11-23")
			var odd []civic.Oddity
			for _, o := range l.Odd {
				odd = append(odd, o.Why)
			}
			if l.State != tc.want || l.Since != tc.since || !slices.Equal(odd, tc.odd) {
				t.Errorf("%s since %s, odd %v; want %s since %s, odd %v", l.State, l.Since, odd, tc.want, tc.since, tc.odd)
			}
		})
	}
}

// TestWhatIsOddIsKnownBeforeItIsTold for who enters it: of the event itself, and of
// the others that its day makes odd.
func TestWhatIsOddIsKnownBeforeItIsTold(t *testing.T) {
	told := []civic.ActEvent{happened("2026-01-10", civic.Discussed), happened("2026-02-01", civic.OutcomeEvent, civic.Approved)}
	for _, tc := range []struct {
		name string
		kind civic.ActKind
		tell civic.ActEvent
		want []civic.Oddity
	}{
		{"as it goes", civic.Motion, happened("2026-03-01", civic.CarriedOut), nil},
		{"an answer to a motion", civic.Motion, happened("2026-02-10", civic.Answered), []civic.Oddity{civic.OddKind}},
		{"a vote on a question", civic.Question, civic.ActEvent{Act: uid("act"), Type: civic.AmendedEvent, Date: "2026-01-20", Votes: &civic.Votes{For: 1}}, []civic.Oddity{civic.OddVoted}},
		{"filed after it was discussed", civic.Motion, happened("2026-01-20", civic.Filed), []civic.Oddity{civic.OddOrder}},
		{"discussed after the vote", civic.Motion, happened("2026-02-02", civic.Discussed), []civic.Oddity{civic.OddAfterEnd}},
		{"once more, the same", civic.Motion, happened("2026-02-01", civic.OutcomeEvent, civic.Approved), []civic.Oddity{civic.OddAfterEnd}},
	} {
		a := civic.Act{Content: civic.Content{Kind: tc.kind, Date: "2026-01-01"}}
		if got := civic.OddWith(a, told, tc.tell, "2026-11-23"); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestAnActBroughtInWithItsOutcomeIsDecided(t *testing.T) {
	for o, want := range map[civic.Outcome]civic.ActState{
		civic.Approved: civic.StateDecided, civic.AnsweredWritten: civic.StateAnswered, civic.Pending: civic.StateUnknown, "": civic.StateUnknown,
	} {
		if l := civic.LifeOf(civic.Act{Declared: o}, nil, ""); l.State != want {
			t.Errorf("%q: %s, want %s", o, l.State, want)
		}
	}
}

func TestOneCorrectsAndTakesBackOnesOwnEvents(t *testing.T) {
	w := newWorld(t)
	author, colleague := w.person("Giulia Conti", valchiara, "08"), w.person("Sara Valli", valchiara, "08")
	stranger := w.person("Luca Neri", fontelieta, "09")
	act, id := uid("act"), uid("event")
	w.run(civic.CmdPublish, author, 0, publish(act))
	add := civic.ActEventArgs{ID: id, Event: happened("2026-02-01", civic.OutcomeEvent, civic.Rejected)}
	add.Event.Votes, add.Event.Note = &civic.Votes{For: 1}, "Da rivedere"
	if r := w.run(civic.CmdActEvent, colleague, 0, add); r != "" {
		t.Fatal(r)
	}
	right := civic.ActEventArgs{ID: id, Event: happened("2026-02-02", civic.OutcomeEvent, civic.Approved)}
	for _, tc := range []struct {
		name string
		who  civic.ID
		base int64
		args civic.ActEventArgs
		want civic.Reason
	}{
		{"the act's author", author, 1, right, civic.ReasonNotYours},
		{"a stranger", stranger, 1, right, civic.ReasonNotYours},
		{"upon an older text", colleague, 0, right, civic.ReasonConflict},
		{"of another act", colleague, 1, civic.ActEventArgs{ID: id, Event: civic.ActEvent{Act: uid("other"), Type: civic.Filed, Date: "2026-01-01"}}, civic.ReasonInvalid},
		{"of no event", colleague, 1, civic.ActEventArgs{ID: act, Event: right.Event}, civic.ReasonGone},
		{"who wrote it", colleague, 1, right, ""},
	} {
		if got := w.run(civic.CmdEditEvent, tc.who, tc.base, tc.args); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
	e, err := civic.DecodeBody[civic.ActEvent](w.records[id])
	if err != nil || e.Outcome != civic.Approved || e.Votes != nil || e.Note != "" {
		t.Errorf("corrected to %+v: %v", e, err)
	}
	drop := civic.DropEventArgs{ID: id}
	if r := w.run(civic.CmdDropEvent, author, 0, drop); r != civic.ReasonNotYours {
		t.Errorf("taken back by another: %q", r)
	}
	if r := w.run(civic.CmdDropEvent, colleague, 0, drop); r != "" || !w.records[id].Deleted {
		t.Errorf("taken back: %q", r)
	}
	if r := w.run(civic.CmdDropEvent, colleague, 0, drop); r != civic.ReasonGone {
		t.Errorf("taken back twice: %q", r)
	}
}

func TestAnEndedMandateMayTakeBackAndNotCorrect(t *testing.T) {
	w := newWorld(t)
	author, colleague := w.person("Giulia Conti", valchiara, "08"), w.person("Sara Valli", valchiara, "08")
	act, id := uid("act"), uid("event")
	w.run(civic.CmdPublish, author, 0, publish(act))
	w.run(civic.CmdActEvent, colleague, 0, civic.ActEventArgs{ID: id, Event: happened("2026-02-01", civic.Discussed)})
	delete(w.records, uid("mandate", "Sara Valli"))
	edit := civic.ActEventArgs{ID: id, Event: happened("2026-02-02", civic.Discussed)}
	if r := w.run(civic.CmdEditEvent, colleague, 1, edit); r != civic.ReasonNotYourCouncil {
		t.Errorf("corrected: %q", r)
	}
	if r := w.run(civic.CmdDropEvent, colleague, 0, civic.DropEventArgs{ID: id}); r != "" {
		t.Errorf("taken back: %q", r)
	}
}

// What is told has happened, and ended as such acts end.
func TestNobodyTellsWhatCannotBe(t *testing.T) {
	w := newWorld(t)
	author := w.person("Giulia Conti", valchiara, "08")
	act, imported := uid("act"), uid("imported")
	w.run(civic.CmdPublish, author, 0, publish(act))
	w.put(civic.KindActEvent, imported, w.records[act].Channel, author, happened("2027-10-01", civic.OutcomeEvent, civic.Convened))
	for i, tc := range []struct {
		name string
		e    civic.ActEvent
		want string
	}{
		{"next year", happened("2027-10-01", civic.Discussed), "invalid.future"},
		{"the day after tomorrow", happened("2026-11-25", civic.Filed), "invalid.future"},
		{"tomorrow, which it is already in the east", happened("2026-11-24", civic.Filed), ""},
		{"on a coming agenda", happened("2027-01-10", civic.OnAgenda), ""},
		{"a motion answered in writing", happened("2026-11-20", civic.OutcomeEvent, civic.AnsweredWritten), "invalid.outcome_kind"},
		{"a motion approved", happened("2026-11-20", civic.OutcomeEvent, civic.Approved), ""},
	} {
		raw, err := civic.CanonicalOf(civic.ActEventArgs{ID: uid("told", tc.name), Event: tc.e})
		if err != nil {
			t.Fatal(err)
		}
		c := civic.Command{ID: uid("c", tc.name), Name: civic.CmdActEvent, Args: raw, Author: author}
		d, err := civic.Decide(t.Context(), w, c, now)
		got := ""
		if d.Refusal != nil {
			got = d.Refusal.Params["detail"]
		}
		if err != nil || got != tc.want || (d.Refusal != nil) != (tc.want != "") {
			t.Errorf("%d %s: %q %v", i, tc.name, got, err)
		}
	}
	e := happened("2027-10-01", civic.OutcomeEvent, civic.Convened)
	e.Note = "Come fu importato"
	edit := civic.ActEventArgs{ID: imported, Event: e}
	if r := w.run(civic.CmdEditEvent, author, w.records[imported].Version, edit); r != "" {
		t.Errorf("what was told before could not stay: %q", r)
	}
	edit.Event.Outcome = civic.AnsweredOral
	if r := w.run(civic.CmdEditEvent, author, w.records[imported].Version, edit); r != civic.ReasonInvalid {
		t.Errorf("corrected to what cannot be: %q", r)
	}
}
