package main

import (
	"cmp"
	"context"
	"flag"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
)

// groupCommands are about groups and the drafts that they have.
func groupCommands() []command {
	return []command{
		{name: "group list", help: "ctl.help.group_list", begin: plainly(cmdGroupList)},
		{name: "group new", args: "NAME [--queue]", help: "ctl.help.group_new", begin: cmdGroupNew},
		{name: "group show", args: "GROUP", help: "ctl.help.group_show", begin: plainly(cmdGroupShow)},
		{name: "group rename", args: "GROUP NAME [--queue]", help: "ctl.help.group_rename", begin: cmdGroupRename},
		{name: "group invite", args: "GROUP [--collaborator] [--cancel INVITATION] [--queue]", help: "ctl.help.group_invite", begin: cmdGroupInvite},
		{name: "group join", args: "[CODE] [--queue]", help: "ctl.help.group_join", begin: cmdGroupJoin},
		{name: "group leave", args: "GROUP [--queue]", help: "ctl.help.group_leave", begin: cmdGroupLeave},
		{name: "group remove", args: "GROUP PERSON [--queue]", help: "ctl.help.group_remove", begin: cmdGroupRemove},
		{name: "draft share", args: "ID [--group GROUP] [--off]", help: "ctl.help.draft_share", begin: cmdDraftShare},
		{name: "draft marks", args: "ID", help: "ctl.help.draft_marks", begin: plainly(cmdDraftMarks)},
		{name: "draft join", args: "ID [--queue]", help: "ctl.help.draft_join", begin: cmdDraftJoin(true)},
		{name: "draft unjoin", args: "ID [--queue]", help: "ctl.help.draft_unjoin", begin: cmdDraftJoin(false)},
		{name: "draft ask", args: "ID PERSON [--queue]", help: "ctl.help.draft_ask", begin: cmdDraftAsk},
		{name: "draft doubts", args: "ID [--decide N --keep first|second|both]", help: "ctl.help.draft_doubts", begin: cmdDraftDoubts},
		{name: "draft confirm", args: "ID [--queue]", help: "ctl.help.draft_confirm", begin: cmdDraftConfirm},
	}
}

type groupDoc struct {
	ID          civic.ID        `json:"id"`
	Name        string          `json:"name"`
	Part        civic.GroupPart `json:"part"`
	Pending     bool            `json:"pending,omitempty"`
	Members     []memberDoc     `json:"members"`
	Invitations []invitationDoc `json:"invitations"`
	Drafts      int             `json:"drafts"`
	Unread      int             `json:"unread,omitempty"` // drafts that cannot be read here yet
	Code        string          `json:"code,omitempty"`   // typed, of a group that is not known yet
}

type memberDoc struct {
	Person civic.ID        `json:"person"`
	Name   string          `json:"name"`
	Office string          `json:"office,omitempty"`
	Part   civic.GroupPart `json:"part"`
	Me     bool            `json:"me,omitempty"`
	Reads  bool            `json:"reads"` // the texts are sealed to them too
	Since  time.Time       `json:"since,omitzero"`
}

type invitationDoc struct {
	ID      civic.ID        `json:"id"`
	Code    string          `json:"code,omitempty"` // where this desk made it
	Part    civic.GroupPart `json:"part"`
	By      string          `json:"by,omitempty"`
	Expires time.Time       `json:"expires,omitzero"`
}

func groupDocOf(g desk.GroupView) groupDoc {
	out := groupDoc{ID: g.ID, Name: g.Name, Part: g.Part, Pending: g.Pending, Drafts: g.Drafts, Unread: g.Unread, Code: g.Code, Members: []memberDoc{}, Invitations: []invitationDoc{}}
	for _, m := range g.Members {
		out.Members = append(out.Members, memberDoc{m.Person, m.Name, m.Office, m.Part, m.Me, m.Believed, m.Since})
	}
	for _, x := range g.Invitations {
		out.Invitations = append(out.Invitations, invitationDoc{x.ID, x.Code, x.Part, x.By, x.Expires})
	}
	return out
}

func cmdGroupList(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	all, err := s.set.Desk.Groups(ctx)
	if err != nil {
		return err
	}
	out := []groupDoc{}
	for _, g := range all {
		out = append(out, groupDocOf(g))
		if g.Pending {
			s.printf("%s  %s  %s\n", g.ID, cmp.Or(g.Name, g.Code), s.T("group.pending"))
			continue
		}
		s.printf("%s  %s  %s, %s\n", g.ID, g.Name, s.N("group.members", len(g.Members)), s.T("group.part."+string(g.Part)))
	}
	if len(out) == 0 {
		s.printf("%s\n", s.T("group.empty"))
	}
	return s.document(map[string]any{"groups": out})
}

// groupOf finds a group by its id, or by a name that only one has.
func (s *session) groupOf(ctx context.Context, word string) (desk.GroupView, error) {
	all, err := s.set.Desk.Groups(ctx)
	if err != nil {
		return desk.GroupView{}, err
	}
	var found []desk.GroupView
	for _, g := range all {
		if string(g.ID) == strings.ToLower(word) {
			return g, nil
		}
		if strings.EqualFold(g.Name, word) {
			found = append(found, g)
		}
	}
	if len(found) != 1 {
		return desk.GroupView{}, misused("ctl.group.unknown", "value", word)
	}
	return found[0], nil
}

// oneGroup is groupOf of the only word.
func (s *session) oneGroup(ctx context.Context, words []string) (desk.GroupView, error) {
	w, err := one(words)
	if err != nil {
		return desk.GroupView{}, err
	}
	return s.groupOf(ctx, w)
}

func cmdGroupShow(ctx context.Context, s *session, words []string) error {
	g, err := s.oneGroup(ctx, words)
	if err != nil {
		return err
	}
	s.printf("%s\n%s\n%s\n", g.ID, g.Name, s.T("group.you."+string(g.Part)))
	for _, m := range g.Members {
		name, reads := m.Name, s.T("group.reads")
		if m.Me {
			name = s.T("group.me", "name", name)
		}
		if !m.Believed {
			reads = s.T("group.reads_not")
		}
		s.printf("  %s  %s, %s, %s\n", m.Person, name, s.T("group.part."+string(m.Part)), reads)
	}
	for _, x := range g.Invitations {
		what := x.Code
		if what == "" {
			what = s.T("group.invited_by", "name", x.By)
		}
		s.printf("  %s  %s, %s\n", x.ID, what, s.T("group.part."+string(x.Part)))
	}
	s.printf("%s\n", s.T("group.sealed"))
	return s.document(groupDocOf(g))
}

func cmdGroupNew(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		name := strings.TrimSpace(strings.Join(words, " "))
		if name == "" {
			return misused("ctl.one_argument")
		}
		return s.groupDeed(ctx, how, func() (map[string]any, error) {
			id, err := s.set.Desk.CreateGroup(ctx, name)
			if err == nil {
				s.note(s.T("group.name_seen") + " " + s.T("group.sealed"))
				s.printf("%s\n", id)
			}
			return map[string]any{"id": id}, err
		})
	}
}

func cmdGroupRename(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		if len(words) < 2 {
			return misused("ctl.group.rename_args")
		}
		g, err := s.groupOf(ctx, words[0])
		if err != nil {
			return err
		}
		return s.groupDeed(ctx, how, func() (map[string]any, error) {
			return map[string]any{"id": g.ID}, s.set.Desk.RenameGroup(ctx, g.ID, strings.Join(words[1:], " "))
		})
	}
}

func cmdGroupInvite(f *flag.FlagSet) action {
	prepares, cancel := f.Bool("collaborator", false, ""), f.String("cancel", "", "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		g, err := s.oneGroup(ctx, words)
		if err != nil {
			return err
		}
		if *cancel != "" {
			id, err := idOf(*cancel)
			if err != nil {
				return err
			}
			return s.groupDeed(ctx, how, func() (map[string]any, error) {
				return map[string]any{"id": g.ID, "invitation": id}, s.set.Desk.CancelInvitation(ctx, g.ID, id)
			})
		}
		part := civic.PartMember
		if *prepares {
			part = civic.PartCollaborator
		}
		return s.groupDeed(ctx, how, func() (map[string]any, error) {
			code, err := s.set.Desk.InviteToGroup(ctx, g.ID, part)
			if err == nil {
				s.note(s.T("group.code_pass"))
				s.printf("%s\n", code)
			}
			return map[string]any{"id": g.ID, "code": code}, err
		})
	}
}

// cmdGroupJoin takes the code as words, or from what is piped in, so that it
// need not stand in a list of processes.
func cmdGroupJoin(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		code := strings.Join(words, "")
		if code == "" {
			var err error
			if code, err = s.input(civic.MaxName); err != nil {
				return err
			}
		}
		return s.groupDeed(ctx, how, func() (map[string]any, error) {
			return map[string]any{}, s.set.Desk.JoinGroup(ctx, code)
		})
	}
}

func cmdGroupLeave(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		g, err := s.oneGroup(ctx, words)
		if err != nil {
			return err
		}
		return s.groupDeed(ctx, how, func() (map[string]any, error) {
			return map[string]any{"id": g.ID}, s.set.Desk.LeaveGroup(ctx, g.ID)
		})
	}
}

func cmdGroupRemove(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		if len(words) != 2 {
			return misused("ctl.group.remove_args")
		}
		g, err := s.groupOf(ctx, words[0])
		if err != nil {
			return err
		}
		who, err := s.memberOf(g, words[1])
		if err != nil {
			return err
		}
		return s.groupDeed(ctx, how, func() (map[string]any, error) {
			return map[string]any{"id": g.ID, "person": who}, s.set.Desk.RemoveFromGroup(ctx, g.ID, who)
		})
	}
}

// memberOf finds a member by their id, or by a name that only one has.
func (s *session) memberOf(g desk.GroupView, word string) (civic.ID, error) {
	var found []civic.ID
	for _, m := range g.Members {
		if string(m.Person) == strings.ToLower(word) {
			return m.Person, nil
		}
		if strings.EqualFold(m.Name, word) {
			found = append(found, m.Person)
		}
	}
	if len(found) != 1 {
		return "", misused("ctl.group.nobody", "value", word)
	}
	return found[0], nil
}

// groupDeed does something about a group, tries one push of what it queued,
// unless told not to, and says what came of it: the document has the state of
// the first thing that the central refused, else of all.
func (s *session) groupDeed(ctx context.Context, how sending, do func() (map[string]any, error)) error {
	before, err := s.refusals(ctx)
	if err != nil {
		return err
	}
	doc, err := do()
	if err != nil {
		return err
	}
	var syncErr error
	if !*how.queue {
		within, cancel := context.WithTimeout(ctx, pushWait)
		_, syncErr = s.set.Desk.Sync(within, nil)
		cancel()
	}
	after, err := s.refusals(ctx)
	if err != nil {
		return err
	}
	state, reason := "accepted", ""
	if *how.queue || syncErr != nil {
		state = "queued"
	}
	for id, why := range after {
		if _, was := before[id]; !was {
			state, reason = "refused", why
		}
	}
	doc["state"], doc["reason"] = state, reason
	if err := s.document(doc); err != nil {
		return err
	}
	switch {
	case state == "accepted":
		s.printf("%s\n", s.T("ctl.accepted"))
		return nil
	case state == "refused":
		s.note(s.T("ctl.refused", "reason", s.T("refusal."+reason)))
		return &exitError{exitRefused}
	case *how.queue:
		s.printf("%s\n", s.T("ctl.queued"))
		return nil
	}
	s.note(s.T("ctl.queued"))
	text, _ := s.message(syncErr)
	s.note(text)
	return &exitError{exitOffline}
}

// refusals gives what the central has refused, with the reasons.
func (s *session) refusals(ctx context.Context) (map[civic.ID]string, error) {
	all, err := s.set.Desk.Outbox(ctx)
	out := map[civic.ID]string{}
	for _, q := range all {
		if q.State == civic.QueueRefused {
			out[q.Command.ID] = string(q.Reason)
		}
	}
	return out, err
}
