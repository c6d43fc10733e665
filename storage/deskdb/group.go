package deskdb

import (
	"context"
	"encoding/json"
	"maps"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// GroupRecords gives the members, keys and sealed drafts of a group as the
// central last said them; shared drafts that are gone come as deleted ones.
func (s *Store) GroupRecords(ctx context.Context, group civic.ID) ([]civic.Record, error) {
	var out []civic.Record
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = sealedIn(ctx, tx, civic.GroupChannel(group), `'draft', 'group', 'group_member', 'group_key'`)
		return err
	})
	return out, err
}

// DrawnGroups gives what there is of the person's groups but keys and drafts,
// with what waits drawn upon it.
func (s *Store) DrawnGroups(ctx context.Context) ([]civic.Record, error) {
	var out []civic.Record
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = records(ctx, tx, `SELECT `+recordColumns+` FROM live
			WHERE kind IN ('group', 'group_member', 'group_membership', 'group_invitation', 'group_mark') AND shelf = 1
			ORDER BY pending, born, ord`)
		return err
	})
	return out, err
}

// KeepCode keeps the code of an invitation.
func (s *Store) KeepCode(ctx context.Context, c civic.GroupCode) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		return w.putCode(ctx, c)
	})
}

func (w *work) putCode(ctx context.Context, c civic.GroupCode) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.code", err)
	}
	_, err = w.Exec(ctx, `INSERT OR REPLACE INTO group_code (invite, body) VALUES ($1, $2)`, string(c.Invite), string(raw))
	w.note(note{Code: &c})
	return err
}

// Codes lists the codes that are kept.
func (s *Store) Codes(ctx context.Context) ([]civic.GroupCode, error) {
	var out []civic.GroupCode
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = codes(ctx, tx)
		return err
	})
	return out, err
}

func codes(ctx context.Context, tx *sqldb.Tx) ([]civic.GroupCode, error) {
	var out []civic.GroupCode
	var raw []byte
	err := tx.Each(ctx, `SELECT body FROM group_code`, nil, []any{&raw}, func() error {
		var c civic.GroupCode
		err := json.Unmarshal(raw, &c)
		out = append(out, c)
		return civic.WrapError(civic.Damaged, "deskdb.code", err)
	})
	return out, err
}

// DropCodes forgets codes that were used, or are expired.
func (s *Store) DropCodes(ctx context.Context, invites ...civic.ID) error {
	return s.write(ctx, func(w *work) error {
		for _, id := range invites {
			if _, err := w.Exec(ctx, `DELETE FROM group_code WHERE invite = $1`, string(id)); err != nil {
				return err
			}
			w.note(note{Spent: id})
		}
		return nil
	})
}

// circleNote says in the journal which group has a draft: without it, what comes
// from there would be taken for another draft.
type circleNote struct {
	Draft  civic.ID         `json:"draft"`
	Record civic.ID         `json:"record"`
	Group  civic.ID         `json:"group"`
	State  civic.ShareState `json:"state"`
}

// noteShared journals what became of a draft's sharing in a group.
func (w *work) noteShared(ctx context.Context, x civic.SharedDraft) error {
	var n circleNote
	err := w.Get(ctx, `SELECT draft, record, grp, state FROM shared WHERE draft = $1`, []any{string(x.Draft)}, &n.Draft, &n.Record, &n.Group, &n.State)
	if err != nil && !civic.Is(err, civic.NotFound) {
		return err
	}
	now := circleNote{Draft: x.Draft, Record: x.Record, Group: x.Group, State: x.State}
	if now != n && (now.Group != "" || n.Group != "") {
		w.note(note{Circle: &now})
	}
	return nil
}

// groupNotes adds to a snapshot for the journal what it must hold of groups.
func groupNotes(ctx context.Context, tx *sqldb.Tx, notes []note) ([]note, error) {
	kept, err := codes(ctx, tx)
	for i := range kept {
		notes = append(notes, note{Code: &kept[i]})
	}
	if err != nil {
		return notes, err
	}
	rows, err := sharedRows(ctx, tx, `WHERE grp <> ''`)
	for _, x := range rows {
		notes = append(notes, note{Circle: &circleNote{Draft: x.Draft, Record: x.Record, Group: x.Group, State: x.State}})
	}
	return notes, err
}

// mergeGroups brings back the codes and the sharing in groups that only the
// journal has, in the form that it has last.
func (w *work) mergeGroups(ctx context.Context, notes []note) error {
	kept, circles := map[civic.ID]civic.GroupCode{}, map[civic.ID]circleNote{}
	for _, n := range notes {
		switch {
		case n.Code != nil:
			kept[n.Code.Invite] = *n.Code
		case n.Spent != "":
			delete(kept, n.Spent)
		case n.Circle != nil:
			// A record is one draft here: the one that has it last.
			maps.DeleteFunc(circles, func(_ civic.ID, c circleNote) bool { return c.Record == n.Circle.Record })
			circles[n.Circle.Draft] = *n.Circle
		}
	}
	for _, c := range kept {
		if err := w.putCode(ctx, c); err != nil {
			return err
		}
	}
	have, err := sharedRows(ctx, w.Tx, ``)
	if err != nil {
		return err
	}
	for _, x := range have {
		maps.DeleteFunc(circles, func(_ civic.ID, c circleNote) bool { return c.Draft == x.Draft || c.Record == x.Record })
	}
	for _, c := range circles {
		if c.Group == "" {
			continue
		}
		if err := w.putShared(ctx, civic.SharedDraft{Draft: c.Draft, Record: c.Record, Group: c.Group, State: c.State}); err != nil {
			return err
		}
	}
	return nil
}

// errandOf tells whether a command is one that a desk gives by itself in a group.
func errandOf(name civic.CommandName) bool {
	return name == civic.CmdGroupSeal || name == civic.CmdGroupMark || name == civic.CmdGroupKey
}

// unseated tells whether a command is for a group that its person is in no longer,
// and that nothing that is offered again would bring back.
func (w *work) unseated(ctx context.Context, q queued) (bool, error) {
	var a named
	if err := json.Unmarshal(q.Args, &a); err != nil || a.Group == "" {
		return false, nil //nolint:nilerr // of a form that this version cannot read
	}
	var in bool
	err := w.Get(ctx, `SELECT EXISTS (SELECT 1 FROM live WHERE id = $1)
		OR EXISTS (SELECT 1 FROM channel WHERE name = $2 AND complete = 0)
		OR EXISTS (SELECT 1 FROM outbox WHERE name IN ('group.create', 'group.join') AND again = 1 AND state IN ('held', 'waiting', 'sending'))`,
		[]any{string(civic.MembershipID(a.Group, q.Author)), string(civic.UserChannel(q.Author))}, &in)
	return err == nil && !in, err
}

// inGroup tells whether a command concerns a group, and so holds no text that
// could be kept when the group is lost.
func inGroup(name civic.CommandName) bool {
	switch name {
	case civic.CmdGroup, civic.CmdRenameGroup, civic.CmdInvite, civic.CmdUninvite, civic.CmdJoinGroup, civic.CmdLeaveGroup,
		civic.CmdGroupDrop:
		return true
	}
	return errandOf(name)
}

// groupTouches lists the records that a command of a group makes or changes.
func groupTouches(c civic.Command) []touch {
	var a struct {
		Group  civic.ID `json:"group"`
		ID     civic.ID `json:"id"`
		Code   string   `json:"code"`
		Key    civic.ID `json:"key"`
		Draft  civic.ID `json:"draft"`
		Person civic.ID `json:"person"`
	}
	if c.Decode(&a) != nil {
		return nil
	}
	switch c.Name {
	case civic.CmdGroup:
		return []touch{{a.ID, true}}
	case civic.CmdGroupSeal:
		return []touch{{a.ID, c.Base == 0}}
	case civic.CmdRenameGroup, civic.CmdInvite, civic.CmdUninvite, civic.CmdGroupDrop:
		return []touch{{a.ID, false}}
	case civic.CmdJoinGroup:
		return []touch{{civic.InvitationID(a.Code), false}}
	case civic.CmdLeaveGroup:
		return []touch{{civic.MemberID(a.Group, a.Person), false}}
	case civic.CmdGroupKey:
		return []touch{{civic.GroupKeyID(a.Group, a.Person, a.Key), false}}
	case civic.CmdGroupMark:
		return []touch{{civic.GroupMarkID(c.Author, a.Draft), false}}
	}
	return nil
}
