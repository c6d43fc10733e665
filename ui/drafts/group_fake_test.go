package drafts

import (
	"context"
	"maps"
	"slices"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/uitest"
)

// fakeCircle is the groups of a desk in memory, and what was asked of them.
type fakeCircle struct {
	groups []desk.GroupView
	of     map[civic.ID]desk.GroupDraft
	marks  map[civic.ID][]desk.DraftMark
	code   string // of the next invitation
	bars   map[civic.ID]desk.Bar
	asked  []string
	saw    int
}

func (f *fakeDesk) circleNote(what string) error {
	return turn0(f, func() error {
		f.circle.asked = append(f.circle.asked, what)
		return nil
	})
}

func (f *fakeDesk) Groups(context.Context) ([]desk.GroupView, error) {
	return turn(f, func() ([]desk.GroupView, error) { return slices.Clone(f.circle.groups), nil })
}

func (f *fakeDesk) CreateGroup(_ context.Context, name string) (civic.ID, error) {
	return turn(f, func() (civic.ID, error) {
		g := desk.GroupView{ID: f.ids(), Name: name, Part: civic.PartOwner, Pending: true}
		f.circle.groups = append(f.circle.groups, g)
		return g.ID, nil
	})
}

func (f *fakeDesk) RenameGroup(_ context.Context, id civic.ID, name string) error {
	return f.circleNote("rename " + name)
}

func (f *fakeDesk) InviteToGroup(_ context.Context, _ civic.ID, part civic.GroupPart) (string, error) {
	return f.circle.code, f.circleNote("invite " + string(part))
}

func (f *fakeDesk) CancelInvitation(_ context.Context, _, invitation civic.ID) error {
	return f.circleNote("uninvite " + string(invitation))
}

func (f *fakeDesk) JoinGroup(_ context.Context, code string) error {
	return f.circleNote("join " + code)
}

func (f *fakeDesk) LeaveGroup(_ context.Context, group civic.ID) error {
	return turn0(f, func() error {
		f.circle.groups = slices.DeleteFunc(f.circle.groups, func(g desk.GroupView) bool { return g.ID == group })
		return nil
	})
}

func (f *fakeDesk) RemoveFromGroup(_ context.Context, _, person civic.ID) error {
	return f.circleNote("remove " + string(person))
}

func (f *fakeDesk) GroupDrafts(context.Context) (map[civic.ID]desk.GroupDraft, error) {
	return turn(f, func() (map[civic.ID]desk.GroupDraft, error) { return maps.Clone(f.circle.of), nil })
}

func (f *fakeDesk) ShareInGroup(_ context.Context, draft, group civic.ID) error {
	return turn0(f, func() error {
		i := slices.IndexFunc(f.circle.groups, func(g desk.GroupView) bool { return g.ID == group })
		f.circle.of[draft] = desk.GroupDraft{Group: group, Name: f.circle.groups[i].Name}
		return nil
	})
}

func (f *fakeDesk) EndGroupSharing(_ context.Context, draft civic.ID) error {
	return turn0(f, func() error {
		delete(f.circle.of, draft)
		return nil
	})
}

func (f *fakeDesk) KeepEnded(_ context.Context, draft civic.ID) error {
	return turn0(f, func() error {
		delete(f.circle.of, draft)
		return nil
	})
}

func (f *fakeDesk) DraftMarks(_ context.Context, draft civic.ID) ([]desk.DraftMark, error) {
	return turn(f, func() ([]desk.DraftMark, error) { return slices.Clone(f.circle.marks[draft]), nil })
}

func (f *fakeDesk) SawDraft(context.Context, civic.ID) error {
	return turn0(f, func() error {
		f.circle.saw++
		return nil
	})
}

func (f *fakeDesk) JoinDraft(_ context.Context, draft civic.ID, on bool) error {
	return turn0(f, func() error {
		list := slices.DeleteFunc(f.circle.marks[draft], func(m desk.DraftMark) bool { return m.Me })
		mine := desk.DraftMark{Person: f.profile.Person, Name: "Anna Bianchi", Me: true}
		if on {
			mine.Joined, mine.SeenNow = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC), true
		}
		f.circle.marks[draft] = append(list, mine)
		return nil
	})
}

func (f *fakeDesk) AskConfirmation(_ context.Context, draft, to civic.ID) error {
	return turn0(f, func() error {
		d, err := f.at(draft)
		if err != nil {
			return err
		}
		d.Ask = &civic.Ask{By: f.profile.Person, Name: "Anna Bianchi", To: to, Text: civic.TextHash(*d.Plain)}
		return nil
	})
}

func (f *fakeDesk) ConfirmDraft(_ context.Context, draft civic.ID) error {
	return turn0(f, func() error {
		d, err := f.at(draft)
		if err == nil {
			d.Ask.Done = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
			x := f.circle.of[draft]
			x.Mine = desk.DraftMark{Person: f.profile.Person, Me: true, Confirmed: d.Ask.Done, Agreed: true}
			f.circle.of[draft] = x
			f.circle.marks[draft] = []desk.DraftMark{x.Mine}
		}
		return err
	})
}

const berto civic.ID = "berto"

// inCircle gives the story's first draft to a group of three.
func (s *story) inCircle(part civic.GroupPart) {
	me := s.d.profile.Person
	s.d.circle.groups = []desk.GroupView{{
		ID: "g1", Name: "Mobilità", Part: part,
		Members: []desk.GroupMemberView{
			{Person: me, Name: "Anna Bianchi", Part: part, Me: true, Believed: true},
			{Person: berto, Name: "Berto Neri", Office: "consigliere, Valchiara", Part: civic.PartMember, Believed: true},
			{Person: "carla", Name: "Carla Verdi", Part: civic.PartCollaborator},
		},
		Invitations: []desk.InvitationView{{ID: "i1", Code: "AAAA-BBBB-CCCC-DDDD", Part: civic.PartMember}, {ID: "i2", By: "Berto Neri", Part: civic.PartMember}},
	}}
	s.d.circle.bars = map[civic.ID]desk.Bar{}
	if len(s.d.drafts) > 0 {
		if part == civic.PartCollaborator {
			s.d.circle.bars[s.d.drafts[0].ID] = desk.Bar{Why: desk.BarPrepares, Publish: true, File: true, Support: true}
		}
		s.d.circle.of[s.d.drafts[0].ID] = desk.GroupDraft{Group: "g1", Name: "Mobilità", Part: part, By: berto, ByName: "Berto Neri"}
	}
	s.p.reload()
	s.until("the groups", func() bool { return len(s.p.groups) == 1 })
}

// sees waits for words on the screen.
func (s *story) sees(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.until("sight of «"+text+"»", func() bool { return uitest.Sees(s.win.Canvas(), text) })
	}
}

func (s *story) seesNot(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if uitest.Sees(s.win.Canvas(), text) {
			s.t.Errorf("«%s» is in sight", text)
		}
	}
}

// tap presses a button of the screen.
func (s *story) tap(label string) {
	s.t.Helper()
	uitest.Press(s.t, s.win.Canvas(), label)
}

// choose taps what holds a text, such as a row or an item of a menu.
func (s *story) choose(text string) {
	s.t.Helper()
	uitest.Tap(s.t, s.win.Canvas(), text)
}

func (f *fakeDesk) Barred(context.Context) (map[civic.ID]desk.Bar, error) {
	return turn(f, func() (map[civic.ID]desk.Bar, error) { return maps.Clone(f.circle.bars), nil })
}

func (f *fakeDesk) Settled(_ context.Context, draft civic.ID, x civic.Doubt) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		d, err := f.at(draft)
		if err != nil {
			return civic.Draft{}, err
		}
		d.Doubts = slices.DeleteFunc(d.Doubts, x.Same)
		return *d, nil
	})
}
