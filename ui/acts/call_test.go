package acts

import (
	"context"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/ui/uitest"
)

func (f *fakeDesk) InvitesTo(context.Context) ([]civic.Region, error) {
	return []civic.Region{civic.NationWide, "08"}, nil
}

func (f *fakeDesk) SilenceIn(_ context.Context, to civic.Region) (civic.Silence, bool, error) {
	defer f.lock()()
	s, on := civic.SilentOn(f.quiets, "2026-03-12", to)
	return s, on, nil
}

func (f *fakeDesk) OpenCall(_ context.Context, a civic.OpenCallArgs) (civic.Queued, error) {
	return f.note("call %s %s %s %s %q %q", a.Type, a.To, a.Until, a.Act, a.Title, a.Note)
}

// called puts invitations upon an act of the library.
func (s *stage) called(act civic.ID, all ...civic.CallView) {
	v := s.d.views[act]
	v.Calls = all
	s.d.views[act] = v
}

func invitation(t civic.CallType, until civic.Date) civic.CallView {
	return civic.CallView{ID: civic.DerivedID("call", string(t)), Call: civic.Call{
		Type: t, To: civic.NationWide, Until: until, Name: "Ada Neri", Office: "deputata, Camera", Note: "Perché conta.", Thread: "t1",
	}}
}

// An invitation stands above its act while it is open, and says where to go.
func TestAnInvitationStandsAboveItsAct(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.called(actID(0), invitation(civic.CallReuse, "2026-04-30"), invitation(civic.CallDebate, "2026-03-31"))
	s.read(actID(0))
	seen := uitest.Words(s.h.Window.Canvas())
	for _, want := range []string{
		"Invito al riuso di Ada Neri (deputata, Camera), fino al 30 aprile 2026.", "Invito al dibattito di Ada Neri", "Adatta al mio Comune", "Vai alla discussione",
	} {
		if !strings.Contains(strings.Join(strings.Fields(seen), " "), want) {
			t.Errorf("not in sight: %s\n%s", want, seen)
		}
	}
	uitest.Press(t, s.h.Window.Canvas(), "Vai alla discussione")
	if s.p.reader.tab != tabTalk || s.p.reader.talk.thread != "t1" {
		t.Errorf("at %s, thread %q", s.p.reader.tab, s.p.reader.talk.thread)
	}
}

// Past its day nothing asks for an answer; a synthesis is pointed to.
func TestAnInvitationThatIsOver(t *testing.T) {
	s := newStage(t, library(1), wide())
	done := invitation(civic.CallDebate, "2026-02-28")
	done.Call.Synthesis, done.Call.Closed = "Manca il personale.", now()
	s.called(actID(0), invitation(civic.CallReuse, "2026-03-19"), done)
	s.read(actID(0))
	c := s.h.Window.Canvas()
	if uitest.Sees(c, "Invito al riuso") || !uitest.Sees(c, "Il dibattito aperto da Ada Neri (deputata, Camera) si è chiuso") {
		t.Errorf("in sight: %s", uitest.Words(c))
	}
}

// While an election silence holds, invitations are not shown on the act but in one
// line that says until when; who invites is told that it will wait.
func TestInvitationsOnHold(t *testing.T) {
	s := newStage(t, library(1), wide())
	held := &civic.Silence{Region: "08", QuietWindow: civic.QuietWindow{From: "2026-03-01", To: "2026-04-26"}}
	one, two := invitation(civic.CallReuse, "2026-06-30"), invitation(civic.CallDebate, "2026-06-30")
	one.Silence, two.Silence = held, held
	s.called(actID(0), one, two)
	s.read(actID(0))
	c := s.h.Window.Canvas()
	if !uitest.Sees(c, "Periodo elettorale (Emilia-Romagna): gli inviti su questo atto sono sospesi fino al 26 aprile 2026.") || uitest.Sees(c, "Ada Neri") {
		t.Errorf("in sight: %s", uitest.Words(c))
	}
	s.d.quiets = []civic.Quiet{{Region: "08", Windows: []civic.QuietWindow{held.QuietWindow}}}
	f := newCallForm(s.p, s.p.reader.known.view, []civic.Region{civic.NationWide, "08"})
	if !f.silence.Hidden {
		t.Error("of others' silence nothing is said")
	}
	f.whom.SetSelectedIndex(1)
	s.until(func() bool { return !f.silence.Hidden })
	f.whom.SetSelectedIndex(0)
	s.until(func() bool { return f.silence.Hidden })
}

// What comes back from the queue is in its form again, word for word.
func TestAnInvitationComesBack(t *testing.T) {
	s := newStage(t, library(1), wide())
	raw, err := civic.CanonicalOf(civic.OpenCallArgs{
		Act: actID(0), Type: civic.CallDebate, To: "08", Until: "2026-06-30", Note: "Perché conta.", Title: "Che cosa manca?",
	})
	if err != nil {
		t.Fatal(err)
	}
	s.h.Keep("invite:"+string(actID(0)), string(raw))
	s.read(actID(0))
	c := s.h.Window.Canvas()
	s.until(func() bool { return uitest.Sees(c, "Perché conta.") })
	for _, words := range []string{"Che cosa manca?", "30/06/2026", "Invito al dibattito", "Emilia-Romagna"} {
		if !uitest.Sees(c, words) {
			t.Errorf("%q is lost: %s", words, uitest.Words(c))
		}
	}
	if _, again := s.h.Take("invite:" + string(actID(0))); again {
		t.Error("it comes back for ever")
	}
}

// Who may invite says to which councils, until when and why; a debate has a title.
func TestInviting(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.read(actID(0))
	if s.can("acts.invite") {
		t.Fatal("offered to who may not")
	}
	s.d.can.Invite = true
	s.p.reload()
	s.until(func() bool { return s.can("acts.invite") })
	f := newCallForm(s.p, s.p.reader.known.view, []civic.Region{civic.NationWide, "08"})
	if wrong := f.submit(); wrong == "" {
		t.Error("taken without a day")
	}
	f.until.SetText("30/04/2026")
	if wrong := f.submit(); !strings.Contains(wrong, "perché inviti") {
		t.Errorf("without a word: %q", wrong)
	}
	f.note.SetText("Perché conta.")
	f.until.SetText("30/04/2025")
	if wrong := f.submit(); !strings.Contains(wrong, "ultimo giorno") {
		t.Errorf("in the past: %q", wrong)
	}
	f.until.SetText("30/04/2026")
	f.kind.SetSelectedIndex(1)
	f.whom.SetSelectedIndex(1)
	if wrong := f.submit(); !strings.Contains(wrong, "titolo") {
		t.Errorf("a debate without a title: %q", wrong)
	}
	f.title.SetText("Che cosa manca?")
	if wrong := f.submit(); wrong != "" {
		t.Fatal(wrong)
	}
	want := `call debate 08 2026-04-30 ` + string(actID(0)) + ` "Che cosa manca?" "Perché conta."`
	s.until(func() bool { return slices.Contains(s.d.done, want) })
}
