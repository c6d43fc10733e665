package today_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/today"
	"scranno/ui/uitest"
)

type desktop struct {
	profile civic.Profile
	queue   []civic.Queued
	drafts  []civic.Draft
	spaces  []civic.SpaceHit
	threads map[civic.ID][]civic.ThreadHit
	acts    []civic.ActHit
	calls   []civic.CallView
	notices desk.CallNotices
	groups  []desk.GroupView
	joint   map[civic.ID]desk.GroupDraft
	views   map[civic.ID]civic.ActView
	fail    error // of the next reading
}

func (d *desktop) Profile(context.Context) (civic.Profile, error) {
	err := d.fail
	d.fail = nil
	return d.profile, err
}
func (d *desktop) Outbox(context.Context) ([]civic.Queued, error) { return d.queue, nil }
func (d *desktop) DraftLines(context.Context) ([]civic.Draft, error) {
	return d.drafts, nil
}
func (d *desktop) Spaces(context.Context) ([]civic.SpaceHit, error) { return d.spaces, nil }

func (d *desktop) Threads(_ context.Context, space civic.ID) ([]civic.ThreadHit, error) {
	return d.threads[space], nil
}

func (d *desktop) Acts(_ context.Context, q civic.ActQuery) (civic.ActResult, error) {
	return civic.ActResult{Hits: d.acts[:min(len(d.acts), q.Limit)], Total: len(d.acts)}, nil
}

func (d *desktop) Groups(context.Context) ([]desk.GroupView, error) { return d.groups, nil }

func (d *desktop) GroupDrafts(context.Context) (map[civic.ID]desk.GroupDraft, error) {
	return d.joint, nil
}

func (d *desktop) Act(_ context.Context, id civic.ID) (civic.ActView, error) {
	v, ok := d.views[id]
	if !ok {
		return v, civic.NewError(civic.NotFound, "test", "")
	}
	return v, nil
}

func busy() *desktop {
	return &desktop{
		profile: civic.Profile{Central: "https://c.example.it", Person: "p"},
		queue: []civic.Queued{
			{Command: civic.Command{ID: "q1", Name: civic.CmdPublish}, State: civic.QueueRefused, Subject: "Piste ciclabili"},
			{Command: civic.Command{ID: "q2", Name: civic.CmdRead}, State: civic.QueueWaiting},
		},
		drafts: []civic.Draft{
			{ID: "d1", State: civic.DraftOpen, Plain: &civic.Content{Kind: civic.Motion, Subject: "Palestra comunale"}},
			{ID: "d2", State: civic.DraftOpen, Plain: &civic.Content{Kind: civic.Motion}},
			{ID: "d3", State: civic.DraftSubmitted, Plain: &civic.Content{Kind: civic.Motion, Subject: "Già partita"}},
		},
		spaces: []civic.SpaceHit{{ID: "s1", Unread: 2}, {ID: "s2"}},
		threads: map[civic.ID][]civic.ThreadHit{
			"s1": {
				{ID: "t1", Thread: civic.Thread{Title: "Mensa scolastica"}, Unread: 2},
				{ID: "t2", Thread: civic.Thread{Title: "Già letta"}},
			},
			"s2": {{ID: "t3", Thread: civic.Thread{Title: "Senza novità"}, Unread: 1}},
		},
		acts: []civic.ActHit{
			{
				ID: "a1", Subject: "Illuminazione delle rotatorie", Kind: civic.Motion, BodyName: "Borgo Lieto",
				Date: "2026-03-10", Outcome: civic.Approved,
			},
		},
	}
}

func show(t *testing.T, d *desktop) *uitest.Screen {
	s := uitest.NewScreen(t)
	s.Show(today.New(d, nil, s.Host))
	return s
}

func TestNothingYetSaysHowToBegin(t *testing.T) {
	d := &desktop{}
	s := show(t, d)
	s.UntilSees("Qui vedrai che cosa c’è di nuovo.", "Non sei collegato a nessun servizio")
	s.Press("Nuova bozza")
	if !slices.Equal(s.Routes, []string{"drafts/new"}) {
		t.Errorf("went to %v", s.Routes)
	}
	d.profile.Central = "https://c.example.it"
	s.Page.Reload()
	s.UntilSees("La prima sincronizzazione porta qui gli atti")
}

func TestWhatWaitsIsUnreadIsAtHandAndIsNew(t *testing.T) {
	s := show(t, busy())
	s.UntilSees("giovedì 12 marzo 2026")
	s.Sees("In uscita", "Piste ciclabili", "non accettato", "Mensa scolastica", "2 interventi da leggere",
		"Palestra comunale", "Illuminazione delle rotatorie", "Borgo Lieto", "10/03")
	s.SeesNot("Già partita", "Già letta", "Senza novità", "Segno di lettura")
}

func TestEachRowOpensItsPlace(t *testing.T) {
	s := show(t, busy())
	s.UntilSees("Illuminazione")
	for _, row := range []string{"Piste ciclabili", "Mensa scolastica", "Palestra comunale", "Illuminazione"} {
		s.Tap(row)
	}
	want := []string{"outbox", "spaces/thread/t1", "drafts/d1", "acts/a1"}
	if !slices.Equal(s.Routes, want) {
		t.Errorf("went to %v, not %v", s.Routes, want)
	}
}

func TestTheKeyboardPassesOverHeadings(t *testing.T) {
	s := show(t, busy())
	s.UntilSees("Illuminazione")
	s.Page.Focus()
	s.Keys(fyne.KeyHome, fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	if want := []string{"outbox", "spaces/thread/t1"}; !slices.Equal(s.Routes, want) {
		t.Errorf("went to %v, not %v", s.Routes, want)
	}
}

func TestReloadKeepsTheRowWhateverComesAboveIt(t *testing.T) {
	d := busy()
	s := show(t, d)
	s.UntilSees("Illuminazione")
	s.Page.Focus()
	s.Keys(fyne.KeyEnd)
	d.queue = append(d.queue, civic.Queued{Command: civic.Command{ID: "q3", Name: civic.CmdPost}, State: civic.QueueWaiting, Subject: "Nuova in coda"})
	s.Page.Reload()
	s.UntilSees("Nuova in coda")
	s.Keys(fyne.KeyReturn)
	if want := []string{"acts/a1"}; !slices.Equal(s.Routes, want) {
		t.Errorf("went to %v, not %v", s.Routes, want)
	}
}

func TestOnlySomeOfManyAreShown(t *testing.T) {
	d := busy()
	for range 30 {
		d.drafts = append(d.drafts, d.drafts[0])
		d.acts = append(d.acts, d.acts[0])
		d.threads["s1"] = append(d.threads["s1"], d.threads["s1"][0])
	}
	s := show(t, d)
	s.UntilSees("Mensa scolastica")
	s.Page.Focus()
	s.Keys(fyne.KeyHome)
	// One in the outbox, eight conversations, five drafts, twelve acts.
	for range 25 {
		s.Keys(fyne.KeyDown)
	}
	s.Keys(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	if want := []string{"acts/a1", "acts/a1"}; !slices.Equal(s.Routes, want) {
		t.Errorf("the last row opens %v", s.Routes)
	}
}

func TestATroubleIsToldAndGoesAway(t *testing.T) {
	d := busy()
	d.fail = civic.NewError(civic.Damaged, "test", "")
	s := show(t, d)
	s.Until("the trouble", func() bool { return uitest.Button(s.Canvas, "Riprova") != nil })
	if strings.Contains(uitest.Words(s.Canvas), "Piste") {
		t.Error("rows under a trouble")
	}
	s.Press("Riprova")
	s.UntilSees("Piste ciclabili")
}

func TestADraftWithoutSubjectHasAName(t *testing.T) {
	s := show(t, busy())
	s.UntilSees("Palestra comunale")
	s.Sees("Senza oggetto")
}
