package main

import (
	"context"
	"flag"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
)

// cmdDraftShare lets the person's other computers have a draft, or a group; or
// ends that.
func cmdDraftShare(f *flag.FlagSet) action {
	off, group := f.Bool("off", false, ""), f.String("group", "", "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		shared, err := s.set.Desk.GroupDrafts(ctx)
		if err != nil && !civic.Is(err, civic.Unauthenticated) {
			return err
		}
		x, ok := shared[id]
		switch together := ok && !x.Ended; {
		case *off && together:
			return s.groupDeed(ctx, how, func() (map[string]any, error) {
				err := s.set.Desk.EndGroupSharing(ctx, id)
				if err == nil {
					s.note(s.T("drafts.unshare_group_toast"))
				}
				return map[string]any{"id": id, "shared": false}, err
			})
		case *group != "":
			g, err := s.groupOf(ctx, *group)
			if err != nil {
				return err
			}
			return s.groupDeed(ctx, how, func() (map[string]any, error) {
				err := s.set.Desk.ShareInGroup(ctx, id, g.ID)
				if err == nil {
					s.note(s.T("drafts.share_group_toast", "group", g.Name))
				}
				return map[string]any{"id": id, "shared": true, "group": g.ID}, err
			})
		}
		if err := s.set.Desk.ShareDraft(ctx, id, !*off); err != nil {
			return err
		}
		text := "drafts.shared_toast"
		if *off {
			text = "drafts.unshared_toast"
		}
		s.printf("%s\n", s.T(text))
		return s.document(map[string]any{"id": id, "shared": !*off})
	}
}

type markDoc struct {
	Person  civic.ID  `json:"person"`
	Name    string    `json:"name"`
	Office  string    `json:"office,omitempty"`
	Me      bool      `json:"me,omitempty"`
	Seen    time.Time `json:"seen,omitzero"`
	SeenNow bool      `json:"seenNow"` // the text as it stands
	Joined  time.Time `json:"joined,omitzero"`
	Stale   bool      `json:"stale,omitempty"` // joined a former text

	Confirmed time.Time `json:"confirmed,omitzero"`
	Agreed    bool      `json:"agreed,omitempty"` // confirmed the text as it stands
}

type askDoc struct {
	By    string    `json:"by"`
	To    civic.ID  `json:"to"`
	At    time.Time `json:"at"`
	Stale bool      `json:"stale,omitempty"` // the text has changed since
}

// cmdDraftMarks tells who of the group has seen a draft and who joined it.
func cmdDraftMarks(ctx context.Context, s *session, words []string) error {
	d, err := s.oneDraft(ctx, words)
	if err != nil {
		return err
	}
	all, err := s.set.Desk.DraftMarks(ctx, d.ID)
	if err != nil {
		return err
	}
	out := []markDoc{}
	for _, m := range all {
		out = append(out, markDoc{m.Person, m.Name, m.Office, m.Me, m.Seen, m.SeenNow, m.Joined, m.Stale, m.Confirmed, m.Agreed})
		line := m.Name
		switch {
		case m.SeenNow:
			line += ", " + s.T("together.seen_now", "when", s.when(m.Seen))
		case !m.Seen.IsZero():
			line += ", " + s.T("together.seen_before", "when", s.when(m.Seen))
		}
		if !m.Joined.IsZero() {
			line += ", " + s.T("sponsor.one") + " " + s.when(m.Joined)
		}
		if m.Stale {
			line += " (" + s.T("sponsor.stale") + ")"
		}
		if !m.Confirmed.IsZero() {
			line += ", " + s.T("together.confirmed_at", "when", s.when(m.Confirmed))
		}
		if !m.Confirmed.IsZero() && !m.Agreed {
			line += " (" + s.T("sponsor.stale") + ")"
		}
		s.printf("%s\n", line)
	}
	doc := map[string]any{"id": d.ID, "marks": out}
	if a := d.Ask; a != nil {
		stale := a.Text != civic.TextHash(*d.Plain)
		doc["ask"] = askDoc{a.Name, a.To, a.At, stale}
		s.printf("%s\n", s.T("together.asks_note", "name", a.Name, "when", s.when(a.At)))
		if stale {
			s.printf("%s\n", s.T("together.asks_changed"))
		}
	}
	if len(out) > 0 {
		s.printf("%s\n", s.T("sponsor.note"))
	}
	return s.document(doc)
}

// cmdDraftJoin joins a group's draft, or takes that back.
func cmdDraftJoin(on bool) func(*flag.FlagSet) action {
	return func(f *flag.FlagSet) action {
		how := sends(f)
		return func(ctx context.Context, s *session, words []string) error {
			id, err := oneID(words)
			if err != nil {
				return err
			}
			return s.groupDeed(ctx, how, func() (map[string]any, error) {
				err := s.set.Desk.JoinDraft(ctx, id, on)
				if err == nil && on {
					s.note(s.T("sponsor.note"))
				}
				return map[string]any{"id": id, "joined": on}, err
			})
		}
	}
}

func cmdDraftAsk(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		if len(words) != 2 {
			return misused("ctl.group.ask_args")
		}
		id, err := idOf(words[0])
		if err != nil {
			return err
		}
		shared, err := s.set.Desk.GroupDrafts(ctx)
		if err != nil {
			return err
		}
		if x, ok := shared[id]; !ok || x.Ended {
			return misused("ctl.group.not_shared")
		}
		g, err := s.groupOf(ctx, string(shared[id].Group))
		if err != nil {
			return err
		}
		to, err := s.memberOf(g, words[1])
		if err != nil {
			return err
		}
		return s.groupDeed(ctx, how, func() (map[string]any, error) {
			return map[string]any{"id": id, "to": to}, s.set.Desk.AskConfirmation(ctx, id, to)
		})
	}
}

func cmdDraftConfirm(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		return s.groupDeed(ctx, how, func() (map[string]any, error) {
			return map[string]any{"id": id}, s.set.Desk.ConfirmDraft(ctx, id)
		})
	}
}

// outDoc is how a group's draft was published.
type outDoc struct {
	Act  civic.ID  `json:"act"`
	By   string    `json:"by"`
	At   time.Time `json:"at,omitzero"`
	Here bool      `json:"here"` // the act can be read on this desk
}

func outOf(o *desk.GroupOut) *outDoc {
	if o == nil {
		return nil
	}
	return &outDoc{o.Act, o.Name, o.At, o.Here}
}

// shutDoc is what of a draft is not the person's to do.
type shutDoc struct {
	Why     desk.BarReason `json:"why,omitempty"`
	Publish bool           `json:"publish"`
	File    bool           `json:"file"`
	Join    bool           `json:"join"`
	Author  string         `json:"author,omitempty"` // who alone publishes it
}

func shutOf(b desk.Bar) *shutDoc {
	if b == (desk.Bar{}) {
		return nil
	}
	return &shutDoc{b.Why, b.Publish, b.File, b.Support, b.Name}
}

// inGroup says in which group a draft is, and who last changed it or published it.
func (s *session) inGroup(x desk.GroupDraft) string {
	switch {
	case x.Returning:
		return s.T("group.returning")
	case x.Out != nil && x.Out.Here:
		return x.Name + " · " + s.T("group.out", "name", x.Out.Name)
	case x.Out != nil:
		return x.Name + " · " + s.T("group.leaving", "name", x.Out.Name)
	case x.ByName != "":
		return x.Name + " · " + s.T("drafts.changed_by", "name", x.ByName)
	}
	return x.Name
}
