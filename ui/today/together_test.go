package today_test

import (
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
)

// working is busy with the texts of a group.
func working() *desktop {
	d := busy()
	text := &civic.Content{Kind: civic.Motion, Subject: "Piste ciclabili sul viale"}
	d.drafts = append(
		d.drafts,
		civic.Draft{ID: "c1", State: civic.DraftOpen, Plain: text, Ask: &civic.Ask{Name: "Berto Neri", To: "p"}},
		civic.Draft{ID: "c2", State: civic.DraftOpen, Plain: &civic.Content{Kind: civic.Motion, Subject: "Chiesta ad altri"}, Ask: &civic.Ask{Name: "Berto Neri", To: "q"}},
	)
	joined := func(me bool) desk.GroupDraft {
		x := desk.GroupDraft{Group: "g1", Name: "Mobilità", Joined: 1}
		if me {
			x.Mine = desk.DraftMark{Me: true, Joined: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
		}
		return x
	}
	d.joint, d.views = map[civic.ID]desk.GroupDraft{"c1": joined(false), "c2": joined(false)}, map[civic.ID]civic.ActView{}
	put := func(id civic.ID, subject string, x desk.GroupDraft, change func(*civic.ActView)) {
		d.drafts = append(d.drafts, civic.Draft{ID: id, State: civic.DraftSubmitted, Act: "act-" + id})
		d.joint[id] = x
		v := civic.ActView{Record: civic.Record{ID: "act-" + id, Author: "q"}}
		v.Act.Subject = subject
		change(&v)
		d.views[v.Record.ID] = v
	}
	put("o1", "Rastrelliere alla stazione", joined(true), func(*civic.ActView) {})
	put("o2", "Senza di me", joined(false), func(*civic.ActView) {})
	put("o3", "La mia adesione c’è", joined(true), func(v *civic.ActView) { v.Sponsors = []civic.SponsorView{{Person: "p"}} })
	put("o4", "Pubblicata da me", joined(true), func(v *civic.ActView) { v.Record.Author = "p" })
	put("o5", "Già decisa", joined(true), func(v *civic.ActView) { v.Outcome = civic.Approved })
	d.groups = []desk.GroupView{{ID: "g1", Name: "Mobilità", Invitations: []desk.InvitationView{
		{ID: "i1", Code: "AAAA-BBBB-CCCC-DDDD", ByMe: true, Part: civic.PartCollaborator}, {ID: "i2", By: "Berto Neri", Part: civic.PartMember},
	}}}
	return d
}

func TestTextsToConfirmStandFirst(t *testing.T) {
	s := show(t, working())
	s.UntilSees("Da confermare")
	s.Sees("Piste ciclabili sul viale", "Berto Neri ti chiede di confermarla")
	s.SeesNot("Da confermare Chiesta ad altri")
	s.Tap("ti chiede di confermarla")
	if !slices.Equal(s.Routes, []string{"drafts/c1"}) {
		t.Errorf("went to %v", s.Routes)
	}
}

func TestWhatOneHadJoinedAsADraftIsOfferedAsAnAct(t *testing.T) {
	s := show(t, working())
	s.UntilSees("Rastrelliere alla stazione")
	s.SeesNot("Senza di me", "La mia adesione c’è", "Pubblicata da me", "Già decisa")
	s.Tap("Rastrelliere alla stazione")
	if !slices.Equal(s.Routes, []string{"acts/act-o1"}) {
		t.Errorf("went to %v", s.Routes)
	}
}

func TestOwnInvitationsAreAtHandWithoutTheirCode(t *testing.T) {
	s := show(t, working())
	s.UntilSees("Invito in «Mobilità»")
	s.SeesNot("AAAA-BBBB")
	s.Tap("Invito in «Mobilità»")
	if !slices.Equal(s.Routes, []string{"drafts/groups/g1"}) {
		t.Errorf("went to %v", s.Routes)
	}
}
