package today_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
	"scranno/ui/today"
	"scranno/ui/uitest"
)

func (d *desktop) Invitations(context.Context) ([]civic.CallView, error) { return d.calls, nil }

func (d *desktop) CallNotices(context.Context) (desk.CallNotices, error) { return d.notices, nil }

// inviting holds invitations with how each went.
type inviting struct {
	calls   []civic.CallView
	uptake  desk.Uptake
	follows []string
	done    []string
	out     bool // may take invitations out
	taken   []desk.TakenOut
}

func (d *inviting) TakenOut(context.Context) ([]desk.TakenOut, bool, error) {
	return d.taken, d.out, nil
}

func (d *inviting) MayReturnCall(context.Context, civic.ID) (bool, error) { return d.out, nil }

func (d *inviting) ReturnCall(_ context.Context, id civic.ID, r civic.ReturnReason, note string) (civic.Queued, error) {
	d.done = append(d.done, "return "+string(id)+" "+string(r)+" "+note)
	return civic.Queued{}, nil
}

func (d *inviting) ReinstateCall(_ context.Context, id civic.ID) (civic.Queued, error) {
	d.done = append(d.done, "reinstate "+string(id))
	return civic.Queued{}, nil
}

func (d *inviting) Calls(context.Context, civic.CallQuery) ([]civic.CallView, error) {
	return slices.Clone(d.calls), nil
}

func (d *inviting) Uptake(context.Context, civic.CallView) (desk.Uptake, error) { return d.uptake, nil }

func (d *inviting) HideCall(_ context.Context, id civic.ID, on bool) error {
	for i := range d.calls {
		if d.calls[i].ID == id {
			d.calls[i].Hidden = on
		}
	}
	return nil
}

func (d *inviting) EditCall(_ context.Context, id civic.ID, _ int64, until civic.Date, note string) (civic.Queued, error) {
	d.done = append(d.done, "edit "+string(id)+" "+string(until)+" "+note)
	return civic.Queued{}, nil
}

func (d *inviting) CloseCall(_ context.Context, id civic.ID, _ int64, synthesis string) (civic.Queued, error) {
	d.done = append(d.done, "close "+string(id)+" "+synthesis)
	return civic.Queued{}, nil
}

func (d *inviting) WithdrawCall(_ context.Context, id civic.ID) (civic.Queued, error) {
	d.done = append(d.done, "withdraw "+string(id))
	return civic.Queued{}, nil
}

func (d *inviting) FetchAct(context.Context, civic.ID) (civic.ActView, error) {
	d.done = append(d.done, "fetch")
	return civic.ActView{}, nil
}

func (d *inviting) Follow(_ context.Context, what civic.FollowKind, target string) error {
	d.follows = append(d.follows, string(what)+" "+target)
	return nil
}

func (d *inviting) Unfollow(context.Context, civic.FollowKind, string) error {
	d.follows = nil
	return nil
}

func (d *inviting) Following(_ context.Context, what civic.FollowKind, target string) (bool, error) {
	return slices.Contains(d.follows, string(what)+" "+target), nil
}

func call(id civic.ID, t civic.CallType, until civic.Date) civic.CallView {
	return civic.CallView{
		ID: id, Author: "ada", Act: &civic.ActHit{ID: "a1", Subject: "Comunità energetiche", Kind: civic.Motion, BodyName: "Camera"},
		Call: civic.Call{Act: civic.DerivedID("a1"), Type: t, To: civic.NationWide, Until: until, Name: "Ada Neri", Office: "deputata, Camera", Note: "Portatela in Consiglio."},
	}
}

func TestInvitationsAreOneLine(t *testing.T) {
	d := busy()
	s := show(t, d)
	s.UntilSees("Illuminazione")
	s.SeesNot("Inviti")
	d.calls = []civic.CallView{call("c1", civic.CallReuse, "2026-04-30")}
	s.Page.Reload()
	s.UntilSees("Inviti di altri livelli istituzionali", "Comunità energetiche", "Invito al riuso · Ada Neri, deputata, Camera", "fino al 30/04")
	s.Tap("Comunità energetiche")
	d.calls = append(d.calls, call("c2", civic.CallDebate, "2026-03-31"))
	s.Page.Reload()
	s.UntilSees("2 inviti ai Consigli")
	s.Tap("2 inviti ai Consigli")
	if want := []string{"calls/c1", "calls"}; !slices.Equal(s.Routes, want) {
		t.Errorf("went to %v", s.Routes)
	}
}

// While an election silence holds Oggi says so, and the page says of each until
// when and why.
func TestInvitationsAreOnHold(t *testing.T) {
	held := &civic.Silence{Region: "08", QuietWindow: civic.QuietWindow{From: "2026-03-01", To: "2026-04-26", Why: "elezioni regionali"}}
	d := busy()
	d.notices.Silence = held
	s := show(t, d)
	s.UntilSees("Inviti di altri livelli istituzionali", "Periodo elettorale (Emilia-Romagna): inviti sospesi fino al 26 aprile 2026", "Gli atti e le discussioni continuano.")
	s.Tap("Periodo elettorale")
	if want := []string{"calls"}; !slices.Equal(s.Routes, want) {
		t.Errorf("went to %v", s.Routes)
	}
	c := call("c1", civic.CallReuse, "2026-06-30")
	c.Silence = held
	page := &inviting{calls: []civic.CallView{c}}
	s = uitest.NewScreen(t)
	s.Show(today.NewCalls(page, page, s.Host))
	s.UntilSees("Invito al riuso – Sospeso")
	s.Sees("fino al 26 aprile 2026 il servizio non annuncia questo invito", "elezioni regionali", "Apri l’atto")
}

// What comes back from the queue is in its form again.
func TestANewFormOfAnInvitationComesBack(t *testing.T) {
	mine := call("c1", civic.CallDebate, "2026-04-30")
	mine.Mine, mine.Call.Thread = true, civic.DerivedID("t1")
	d := &inviting{calls: []civic.CallView{mine}}
	s := uitest.NewScreen(t)
	s.Host.Keep("call:c1", `{"id":"c1","until":"2026-05-20","text":"Parole salvate."}`)
	s.Show(today.NewCalls(d, d, s.Host))
	s.UntilSees("Parole salvate.", "20/05/2026")
	s.Press("Salva")
	s.Until("it is corrected", func() bool { return len(d.done) == 1 })
	s.Host.Keep("call:c1", `{"id":"c1","text":"SINTESI salvata.","closing":true}`)
	s.Page.Reload()
	s.UntilSees("SINTESI salvata.")
	s.Press("Chiudi e pubblica")
	s.Until("it is closed", func() bool { return len(d.done) == 2 })
	if got := strings.Join(d.done, "|"); got != "edit c1 2026-05-20 Parole salvate.|close c1 SINTESI salvata." {
		t.Error(got)
	}
}

// What was said, how it went, and what one may do with it.
func TestThePageOfInvitations(t *testing.T) {
	past := call("c2", civic.CallDebate, "2026-02-28")
	past.Call.Thread, past.Call.Synthesis, past.Call.Closed = civic.DerivedID("t1"), "Manca il personale.", uitest.Noon
	past.Act = nil
	d := &inviting{
		calls: []civic.CallView{past, call("c1", civic.CallReuse, "2026-04-30")},
		uptake: desk.Uptake{
			Bodies: 2, Approved: 1, Posts: 3, Councils: []string{"Pontelungo", "Valchiara"}, Others: 1,
			Regions: []desk.KinRegion{{Region: "08", Acts: []desk.Kin{
				{ActHit: civic.ActHit{BodyName: "Valchiara", Outcome: civic.Approved}}, {ActHit: civic.ActHit{BodyName: "Pontelungo"}},
			}}},
		},
	}
	s := uitest.NewScreen(t)
	s.Show(today.NewCalls(d, d, s.Host))
	s.UntilSees("Portatela in Consiglio.")
	s.Sees("Da allora ripreso in 2 enti, approvato in 1.", "Emilia-Romagna: Valchiara (approvato), Pontelungo", "Consigli invitati: tutta Italia · fino al 30 aprile 2026", "Chiuso")
	s.SeesNot("Correggi…", "Ritira l’invito", "Manca il personale.")
	s.Press("Segui gli inviti di questa persona")
	s.UntilSees("Non seguire più i suoi inviti")
	s.Press("Non mostrarlo in Oggi")
	s.UntilSees("Mostralo di nuovo in Oggi")
	s.Press("Apri l’atto")
	s.Tap("Un atto che non è su questo computer")
	s.UntilSees("Manca il personale.")
	s.Sees("Nella discussione 3 interventi da 2 Consigli.", "Pontelungo, Valchiara", "e 1 persona che non siede in un Consiglio")
	s.Press("Apri l’atto")
	s.Until("the act is fetched", func() bool { return len(s.Routes) == 2 })
	act := "acts/" + string(civic.DerivedID("a1"))
	if want := []string{act, act}; !slices.Equal(s.Routes, want) || !slices.Contains(d.done, "fetch") || !slices.Equal(d.follows, []string{"author ada"}) {
		t.Errorf("%v, %v, %v", s.Routes, d.done, d.follows)
	}
}

// Who made it corrects it, closes it with a synthesis and takes it back.
func TestOnesOwnInvitation(t *testing.T) {
	mine := call("c1", civic.CallDebate, "2026-04-30")
	mine.Mine, mine.Call.Thread = true, civic.DerivedID("t1")
	d := &inviting{calls: []civic.CallView{mine}}
	s := uitest.NewScreen(t)
	s.Show(today.NewCalls(d, d, s.Host))
	s.UntilSees("Nella discussione non ha ancora risposto nessuno.")
	s.SeesNot("Segui gli inviti di questa persona")
	s.Press("Chiudi con la sintesi…")
	s.Press("Chiudi e pubblica")
	s.UntilSees("serve la sintesi")
	s.Press("Annulla")
	s.Press("Correggi…")
	s.Press("Salva")
	s.Until("it is corrected", func() bool { return len(d.done) == 1 })
	s.Press("Ritira l’invito")
	s.UntilSees("Ciò che altri hanno scritto nella discussione resta.")
	uitest.Press(t, s.Canvas, "Ritira l’invito")
	s.Until("it is withdrawn", func() bool { return len(d.done) == 2 })
	if got := strings.Join(d.done, "|"); got != "edit c1 2026-04-30 Portatela in Consiglio.|withdraw c1" {
		t.Error(got)
	}
}

// A moderator takes somebody's invitation out with a reason, and may undo it; to
// others it is not offered.
func TestAModeratorTakesAnInvitationOut(t *testing.T) {
	d := &inviting{calls: []civic.CallView{call("c1", civic.CallReuse, "2026-04-30")}}
	s := uitest.NewScreen(t)
	s.Show(today.NewCalls(d, d, s.Host))
	s.UntilSees("Portatela in Consiglio.")
	s.SeesNot("Togli l’invito…")
	if s.Run("calls.out") {
		t.Error("offered to who moderates nothing")
	}
	d.out = true
	s.Page.Reload()
	s.UntilSees("Togli l’invito…")
	s.Press("Togli l’invito…")
	s.UntilSees("Un’opinione non è un motivo.")
	s.Press("Togli")
	s.UntilSees("otivo")
	if len(d.done) != 0 {
		t.Fatal("without a reason")
	}
	s.Each(func(o fyne.CanvasObject) {
		if why, ok := o.(*kit.Select); ok {
			why.SetSelectedIndex(0)
		}
	})
	s.Press("Togli")
	s.Until("it is taken out", func() bool { return len(d.done) == 1 })
	if d.done[0] != "return c1 personal_data " {
		t.Error(d.done)
	}
}

// Its author is told on Oggi and reads why on the page; it can be put away or taken
// back, not changed.
func TestAnInvitationThatWasTakenOut(t *testing.T) {
	c := call("c1", civic.CallReuse, "2026-04-30")
	c.Mine, c.Call.Returned = true, &civic.Return{Reason: civic.ReturnPersonalData, Note: "Il telefono nella nota.", At: uitest.Noon}
	d := busy()
	d.notices.Returned = []civic.CallView{c}
	s := show(t, d)
	s.UntilSees("Comunità energetiche", "Un moderatore ha tolto il tuo invito: Contiene dati personali")
	s.Tap("Comunità energetiche")
	if want := []string{"calls/c1"}; !slices.Equal(s.Routes, want) {
		t.Errorf("went to %v", s.Routes)
	}
	page := &inviting{calls: []civic.CallView{c}}
	s = uitest.NewScreen(t)
	s.Show(today.NewCalls(page, page, s.Host))
	s.UntilSees("Invito al riuso – Tolto da un moderatore")
	s.Sees("Un moderatore ha tolto questo invito il 12 marzo 2026. Motivo: Contiene dati personali.", "Il telefono nella nota.", "Ritira l’invito", "Non mostrarlo in Oggi")
	s.SeesNot("Correggi…", "Chiudi con la sintesi…")
}

// What moderators took out stands in a list of its own, from which it is put back.
func TestAModeratorFindsWhatWasTakenOut(t *testing.T) {
	d := &inviting{calls: []civic.CallView{call("c1", civic.CallReuse, "2026-04-30")}}
	s := uitest.NewScreen(t)
	s.Show(today.NewCalls(d, d, s.Host))
	s.UntilSees("Portatela in Consiglio.")
	s.SeesNot("Inviti tolti")
	if s.Run("calls.taken") {
		t.Error("offered to who moderates nothing")
	}
	d.out = true
	s.Page.Reload()
	s.UntilSees("Inviti tolti")
	s.Run("calls.taken")
	s.UntilSees("Nessun invito è fuori.")
	s.SeesNot("Portatela in Consiglio.")
	d.taken = []desk.TakenOut{{
		Case:    civic.Case{About: "c9", Act: "a9", Reason: civic.ReturnPersonalData, Note: "Il telefono nella nota.", At: uitest.Noon},
		Subject: "Comunità energetiche",
	}}
	s.Page.Reload()
	s.UntilSees("Comunità energetiche", "Contiene dati personali · Il telefono nella nota.")
	s.Run("calls.taken")
	s.UntilSees("Portatela in Consiglio.")
	s.Run("calls.taken")
	s.UntilSees("Comunità energetiche", "Contiene dati personali")
	s.Keys(fyne.KeyDown, fyne.KeyReturn)
	s.UntilSees("Un moderatore ha tolto questo invito il 12 marzo 2026")
	s.Press("Rimetti l’invito")
	s.Until("it is put back", func() bool { return slices.Equal(d.done, []string{"reinstate c9"}) })
	s.Run("calls.taken")
	s.UntilSees("Portatela in Consiglio.")
}
