package storetest

import (
	"errors"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

func centralPeople(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	who := s.person("giulia@esempio.it", valchiara)
	if _, err := s.AddPerson(s.ctx(), central.NewPerson{Email: " Giulia@Esempio.it ", Name: "Giulia"}); !civic.Is(err, civic.Conflict) {
		t.Fatalf("the same address twice: %v", err)
	}
	for _, bad := range []string{"", "no", "a b@c", "Nome <a@b.it>"} {
		if _, err := s.AddPerson(s.ctx(), central.NewPerson{Email: bad, Name: "Giulia"}); !civic.Is(err, civic.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	a, err := s.AccountByEmail(s.ctx(), "GIULIA@esempio.it")
	s.check(err)
	if a.Person != who.Person {
		t.Fatalf("%+v", a)
	}
	s.check(s.SetPassword(s.ctx(), who.Person, "nuova"))
	invited := civic.Invitation{TokenHash: "h1", Email: "Nuova@esempio.it", Name: "Nuova", Mandate: new(civic.Mandate)}
	*invited.Mandate = mandateIn(fontelieta)
	s.check(s.Invite(s.ctx(), invited))
	id, err := s.Accept(s.ctx(), "h1", "Nome Scelto", "hash")
	s.check(err)
	actor, err := s.Actor(s.ctx(), id)
	s.check(err)
	if !actor.CouncillorOf(fontelieta) || actor.Name != "Nome Scelto" {
		t.Fatalf("%+v", actor)
	}
	name, err := civic.DecodeBody[civic.PublicName](s.live(civic.NameID(id)))
	s.check(err)
	if name.Office != "consigliere, Comune di esempio" {
		t.Fatalf("%+v", name)
	}
	if _, err := s.Accept(s.ctx(), "h1", "Altro", "hash"); !civic.Is(err, civic.NotFound) {
		t.Fatalf("accepted twice: %v", err)
	}
	s.check(s.Invite(s.ctx(), civic.Invitation{TokenHash: "h2", Email: "tardi@esempio.it"}))
	s.pass(31 * 24 * time.Hour)
	if _, err := s.Accept(s.ctx(), "h2", "Tardi", "hash"); !civic.Is(err, civic.NotFound) {
		t.Fatalf("accepted too late: %v", err)
	}
	all, err := s.People(s.ctx())
	s.check(err)
	if len(all) != 2 {
		t.Fatalf("%d accounts", len(all))
	}
	role := civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll}
	s.check(s.Grant(s.ctx(), "giulia@esempio.it", role))
	s.check(s.Revoke(s.ctx(), "giulia@esempio.it", role))
	if actor, err := s.Actor(s.ctx(), who.Person); err != nil || len(actor.Roles) != 0 {
		t.Fatalf("%+v, %v", actor, err)
	}
	if err := s.Grant(s.ctx(), "giulia@esempio.it", civic.Role{Name: "re", Scope: "all"}); !civic.Is(err, civic.Invalid) {
		t.Fatalf("an unknown role: %v", err)
	}
}

// An invitation that came too late leaves no name behind.
func centralLateInvitation(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	for _, token := range []string{"h1", "h2"} {
		s.check(s.Invite(s.ctx(), civic.Invitation{TokenHash: token, Email: "nuova@esempio.it"}))
	}
	late, err := s.Invitation(s.ctx(), "h2")
	s.check(err)
	_, err = s.Accept(s.ctx(), "h1", "Prima", "hash")
	s.check(err)
	if _, err := s.Accept(s.ctx(), "h2", "Seconda", "hash"); !civic.Is(err, civic.Conflict) {
		t.Fatalf("two accounts of one address: %v", err)
	}
	s.gone(civic.NameID(late.Person))
	if rec, err := s.record(late.Person); !civic.Is(err, civic.NotFound) {
		t.Fatalf("%+v, %v", rec, err)
	}
	s.check(s.Check(s.ctx()))
}

func centralSessions(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	ok := func(want bool) {
		t.Helper()
		if got, err := s.DeviceOK(s.ctx(), f.giulia.Device); err != nil || got != want {
			t.Fatalf("%v, %v; want %v", got, err, want)
		}
	}
	ok(false)
	desk := civic.Device{ID: f.giulia.Device, Person: f.giulia.Person, Name: "Terminale"}
	s.check(s.TouchDevice(s.ctx(), desk))
	ok(true)
	stolen := desk
	stolen.Person = f.marco.Person
	if err := s.TouchDevice(s.ctx(), stolen); !civic.Is(err, civic.Conflict) {
		t.Fatalf("another's device: %v", err)
	}
	session := civic.Session{
		ID: s.id(), Person: f.giulia.Person, Device: desk.ID, Client: "desk", Scopes: []string{"openid"},
		AuthTime: s.now(), Current: "b", Former: "a", Expires: s.now().Add(time.Hour),
	}
	s.check(s.PutSession(s.ctx(), session))
	for _, token := range []string{"a", "b"} {
		got, err := s.SessionByToken(s.ctx(), token)
		s.check(err)
		if got.ID != session.ID || !got.AuthTime.Equal(session.AuthTime) || got.Scopes[0] != "openid" {
			t.Fatalf("%+v", got)
		}
	}
	for _, token := range []string{"", "c"} {
		if _, err := s.SessionByToken(s.ctx(), token); !civic.Is(err, civic.NotFound) {
			t.Fatalf("token %q: %v", token, err)
		}
	}
	s.check(s.Disable(s.ctx(), "giulia@esempio.it", true))
	ok(false)
	if _, err := s.SessionByToken(s.ctx(), "b"); !civic.Is(err, civic.NotFound) {
		t.Fatalf("a closed account keeps its session: %v", err)
	}
	s.check(s.Disable(s.ctx(), "giulia@esempio.it", false))
	ok(true)
	if err := s.RevokeDevice(s.ctx(), f.marco.Person, desk.ID); !civic.Is(err, civic.NotFound) {
		t.Fatalf("revoked by another: %v", err)
	}
	s.check(s.RevokeDevice(s.ctx(), f.giulia.Person, desk.ID))
	ok(false)
	if err := s.TouchDevice(s.ctx(), desk); !civic.Is(err, civic.Forbidden) {
		t.Fatalf("a revoked device came back: %v", err)
	}
	s.check(errors.Join(
		s.PutSigningKey(s.ctx(), civic.SigningKey{ID: "k1", Private: []byte{1}, Created: s.now()}),
		s.PutSigningKey(s.ctx(), civic.SigningKey{ID: "k2", Private: []byte{2}, Created: s.now().Add(time.Second)}),
	))
	keys, err := s.SigningKeys(s.ctx())
	s.check(err)
	if len(keys) != 2 || keys[0].ID != "k2" || keys[1].Private[0] != 1 {
		t.Fatalf("%+v", keys)
	}
}

func centralLibrary(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.published(f.giulia, valchiara, "Pensiline fotovoltaiche nei parcheggi")
	s.published(f.marco, fontelieta, "Pedibus per la scuola primaria")
	s.accept(f.giulia, s.command(f.giulia, civic.CmdPublish, civic.PublishArgs{
		ID: s.id(), Content: s.content(valchiara, "Riservata ai consiglieri"), Visibility: civic.Councillors,
	}))
	find := func(who civic.ID, q civic.ActQuery) civic.ActResult {
		t.Helper()
		caller := f.luca
		caller.Person = who
		res, err := s.Search(s.ctx(), caller, q)
		s.check(err)
		return res
	}
	for _, row := range []struct {
		name string
		who  civic.ID
		q    civic.ActQuery
		want int
	}{
		{"everything, anyone", "", civic.ActQuery{}, 2},
		{"everything, councillor", f.marco.Person, civic.ActQuery{}, 3},
		{"restricted word, anyone", "", civic.ActQuery{Text: "riservata"}, 0},
		{"restricted word, councillor", f.marco.Person, civic.ActQuery{Text: "riservata"}, 1},
		{"stem", "", civic.ActQuery{Text: "pensilina"}, 2},
		{"subject first", "", civic.ActQuery{Text: "parcheggio"}, 2},
		{"prefix", "", civic.ActQuery{Text: "pedi"}, 1},
		{"body", "", civic.ActQuery{Bodies: []civic.BodyCode{valchiara}}, 1},
		{"theme", "", civic.ActQuery{Themes: []civic.Theme{"energy"}}, 2},
		{"other theme", "", civic.ActQuery{Themes: []civic.Theme{"water"}}, 0},
		{"kind", "", civic.ActQuery{Kinds: []civic.ActKind{civic.Question}}, 0},
		{"since", "", civic.ActQuery{Since: "2025-03-02"}, 0},
		{"until", "", civic.ActQuery{Until: "2025-03-01"}, 2},
		{"outcome", "", civic.ActQuery{Outcomes: []civic.Outcome{civic.Approved}}, 0},
		{"author", "", civic.ActQuery{Author: f.giulia.Person}, 1},
		{"hostile", "", civic.ActQuery{Text: `" OR found MATCH * ) -- `}, 0},
	} {
		if got := find(row.who, row.q); got.Total != row.want || len(got.Hits) != row.want {
			t.Errorf("%s: %d of %d, want %d", row.name, len(got.Hits), got.Total, row.want)
		}
	}
	s.accept(f.giulia, s.command(f.giulia, civic.CmdActEvent, civic.ActEventArgs{ID: s.id(), Event: civic.ActEvent{
		Act: act, Type: civic.OutcomeEvent, Date: "2025-03-09", Outcome: civic.Approved,
	}}))
	res := find("", civic.ActQuery{Text: "pensiline parcheggi", Facets: true, Outcomes: []civic.Outcome{civic.Approved}})
	if res.Total != 1 || res.Hits[0].ID != act || res.Hits[0].Outcome != civic.Approved || res.Hits[0].Excerpt == "" {
		t.Fatalf("%+v", res)
	}
	if got := res.Facets["theme"]; len(got) != 1 || got[0] != (civic.FacetCount{Value: "energy", Count: 1}) {
		t.Fatalf("%+v", res.Facets)
	}
	s.accept(f.anna, s.command(f.anna, civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: civic.ReturnDuplicate}))
	if got := find(f.marco.Person, civic.ActQuery{Text: "pensiline"}); got.Total != 2 {
		t.Fatalf("a returned act is found: %+v", got.Hits)
	}
	s.accept(f.anna, s.command(f.anna, civic.CmdReinstate, civic.ActArgs{Act: act}))
	if got := find("", civic.ActQuery{Text: "fotovoltaiche", Outcomes: []civic.Outcome{civic.Approved}}); got.Total != 1 {
		t.Fatalf("a reinstated act is not found: %+v", got.Hits)
	}
	s.uses(f, act, find)
}

// uses looks for an act by what became of it elsewhere; what the reader may not
// see says nothing of it.
func (s *stage) uses(f folk, act civic.ID, find func(civic.ID, civic.ActQuery) civic.ActResult) {
	s.t.Helper()
	passed := civic.ActQuery{Uses: []civic.Use{civic.UsePassed}}
	reuse := func(parent civic.ID, v civic.Visibility) civic.ID {
		c := s.content(fontelieta, "Pensiline anche da noi")
		c.Lineage = &civic.Lineage{Parent: parent, Mode: civic.Adapted}
		id, licence := s.id(), ""
		if v == civic.Everyone {
			licence = civic.LicenceCCBY
		}
		s.accept(f.marco, s.command(f.marco, civic.CmdPublish, civic.PublishArgs{ID: id, Content: c, Visibility: v, Licence: licence}))
		s.accept(f.marco, s.command(f.marco, civic.CmdActEvent, civic.ActEventArgs{ID: s.id(), Event: civic.ActEvent{
			Act: id, Type: civic.OutcomeEvent, Date: "2025-03-09", Outcome: civic.Approved,
		}}))
		return id
	}
	reuse(act, civic.Councillors)
	if got := find("", passed); got.Total != 0 {
		s.t.Fatalf("an approval that is not for all is told: %+v", got.Hits)
	}
	if got := find(f.marco.Person, passed); got.Total != 1 || got.Hits[0].ID != act {
		s.t.Fatalf("approved elsewhere: %+v", got)
	}
	reuse(act, civic.Everyone)
	got := find("", civic.ActQuery{Uses: []civic.Use{civic.UsePassed, civic.UseDecided}, Facets: true, Useful: true})
	if got.Total != 1 || got.Hits[0].ID != act || len(got.Facets["use"]) < 2 {
		s.t.Fatalf("approved elsewhere, for all: %+v", got)
	}
	if got := find("", civic.ActQuery{Reused: true, Text: "pensiline"}); got.Total < 2 {
		s.t.Fatalf("the most reused: %+v", got)
	}
}

// An act without a date counts by the day of its publication.
func centralUndated(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	who := s.people().giulia
	content, undated := s.content(valchiara, "Pensiline"), s.id()
	content.Date = ""
	s.accept(who, s.publish(who, undated, content))
	s.published(who, valchiara, "Panchine")
	s.pass(time.Hour)
	list, err := s.PublicActs(s.ctx(), 10)
	s.check(err)
	if len(list) != 2 || list[0].ID != undated || list[0].Date != civic.DateOf(s.now()) {
		t.Fatalf("%+v", list)
	}
}

func centralPublic(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.published(f.giulia, valchiara, "Pensiline")
	hidden := func() {
		t.Helper()
		if _, err := s.PublicAct(s.ctx(), act); !civic.Is(err, civic.NotFound) {
			t.Fatalf("shown: %v", err)
		}
		if list, err := s.PublicActs(s.ctx(), 10); err != nil || len(list) != 0 {
			t.Fatalf("listed: %v, %v", list, err)
		}
	}
	s.pass(9 * time.Minute)
	hidden()
	s.pass(time.Minute)
	v, err := s.PublicAct(s.ctx(), act)
	s.check(err)
	if v.Author != "Persona di esempio" || v.Outcome != civic.Pending || len(v.Threads) != 0 {
		t.Fatalf("%+v", v)
	}
	if list, err := s.PublicActs(s.ctx(), 10); err != nil || len(list) != 1 {
		t.Fatalf("listed: %v, %v", list, err)
	}
	s.accept(f.anna, s.command(f.anna, civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: civic.ReturnMistake}))
	hidden()
	act = s.id()
	s.accept(f.giulia, s.command(f.giulia, civic.CmdPublish, civic.PublishArgs{
		ID: act, Content: s.content(valchiara, "Riservata"), Visibility: civic.Councillors,
	}))
	s.pass(time.Hour)
	hidden()
}
