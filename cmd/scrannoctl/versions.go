package main

import (
	"context"
	"flag"
	"strconv"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
)

// editorCommands are what one does with the texts of a draft besides writing.
func editorCommands() []command {
	return []command{
		{name: "draft versions", args: "ID", help: "ctl.help.draft_versions", begin: plainly(cmdDraftVersions)},
		{name: "draft keep", args: "ID NAME", help: "ctl.help.draft_keep", begin: plainly(cmdDraftKeep)},
		{name: "draft compare", args: "ID [FROM [TO]]", help: "ctl.help.draft_compare", begin: plainly(cmdDraftCompare)},
		{name: "draft restore", args: "ID VERSION", help: "ctl.help.draft_restore", begin: plainly(cmdDraftRestore)},
		{name: "draft accents", args: "ID", help: "ctl.help.draft_accents", begin: plainly(cmdDraftAccents)},
		{name: "draft renew", args: "ID [--apply]", help: "ctl.help.draft_renew", begin: cmdDraftRenew},
		{name: "draft comments", args: "ID", help: "ctl.help.draft_comments", begin: plainly(cmdDraftComments)},
		{name: "draft comment", args: "ID --on CLAUSE [--words W] TEXT | --resolve|--reopen|--drop COMMENT", help: "ctl.help.draft_comment", begin: cmdDraftComment},
		{name: "act amend", args: "ID --from FILE", help: "ctl.help.act_amend", begin: cmdActAmend},
	}
}

type versionDoc struct {
	Version int64     `json:"version"`
	Name    string    `json:"name,omitempty"`
	Stale   bool      `json:"stale,omitempty"`
	Saved   time.Time `json:"saved"`
}

func cmdDraftVersions(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	if _, err := s.openDraft(ctx, id); err != nil {
		return err
	}
	all, err := s.set.Desk.Versions(ctx, id)
	if err != nil {
		return err
	}
	out := []versionDoc{}
	for _, v := range all {
		out = append(out, versionDoc{v.Num, v.Name, v.Stale, v.Saved})
		name := v.Name
		switch {
		case v.Stale:
			name = s.T("drafts.version.stale")
		case name == "":
			name = s.T("drafts.version.auto")
		}
		s.printf("%d  %s  %s\n", v.Num, s.when(v.Saved), name)
	}
	if len(all) == 0 {
		s.printf("%s\n", s.T("drafts.versions_none"))
	}
	return s.document(map[string]any{"versions": out})
}

func cmdDraftKeep(ctx context.Context, s *session, words []string) error {
	if len(words) < 2 {
		return misused("ctl.one_argument")
	}
	id, err := idOf(words[0])
	if err != nil {
		return err
	}
	v, err := s.set.Desk.NameVersion(ctx, id, strings.Join(words[1:], " "))
	if err != nil {
		return err
	}
	s.printf("%d  %s\n", v.Num, v.Name)
	return s.document(map[string]any{"version": v.Num})
}

func versionOf(word string) (int64, error) {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || n < 0 {
		return 0, misused("ctl.bad_value", "value", word)
	}
	return n, nil
}

// cmdDraftCompare compares a version with another, or with the present text;
// without any, the last version.
func cmdDraftCompare(ctx context.Context, s *session, words []string) error {
	if len(words) == 0 || len(words) > 3 {
		return misused("ctl.one_argument")
	}
	id, err := idOf(words[0])
	if err != nil {
		return err
	}
	sides := [2]int64{0, desk.PresentText}
	for i, w := range words[1:] {
		if sides[i], err = versionOf(w); err != nil {
			return err
		}
	}
	if len(words) == 1 {
		all, err := s.set.Desk.Versions(ctx, id)
		if err != nil {
			return err
		}
		if len(all) > 0 {
			sides[0] = all[0].Num
		}
	}
	c, err := s.set.Desk.CompareVersions(ctx, id, sides[0], sides[1])
	if err != nil {
		return err
	}
	s.printComparison(c)
	return s.document(c)
}

// printComparison writes what differs: [-what went-] and {+what came+}.
func (s *session) printComparison(c drafting.Comparison) {
	if c.Same() {
		s.printf("%s\n", s.T("drafts.compare.same"))
	}
	for _, f := range c.Fields {
		s.printf("%s: %s\n", s.T("field."+f.Field), marked(f.Pieces))
	}
	for _, x := range c.Clauses {
		if x.Change == drafting.Kept {
			continue
		}
		label := x.After.Opener
		if x.Change == drafting.Removed {
			label = x.Before.Opener
		}
		if !drafting.IsPoint(civic.Clause{Opener: label}) {
			label = ""
		}
		s.printf("%s\n", strings.TrimSpace(s.changeName(x.Change)+" "+label+" "+marked(x.Pieces)))
	}
}

func (s *session) changeName(c drafting.Change) string {
	switch c {
	case drafting.Added:
		return s.T("drafts.compare.added")
	case drafting.Removed:
		return s.T("drafts.compare.removed")
	}
	return s.T("drafts.compare.changed")
}

func marked(pieces []drafting.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Change {
		case drafting.Removed:
			b.WriteString("[-" + p.Text + "-]")
		case drafting.Added:
			b.WriteString("{+" + p.Text + "+}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func cmdDraftRestore(ctx context.Context, s *session, words []string) error {
	if len(words) != 2 {
		return misused("ctl.one_argument")
	}
	id, err := idOf(words[0])
	if err != nil {
		return err
	}
	num, err := versionOf(words[1])
	if err != nil {
		return err
	}
	d, err := s.set.Desk.RestoreVersion(ctx, id, num, s.T("drafts.version.before"))
	if err != nil {
		return err
	}
	s.printf("%s\n", s.T("drafts.version.restored"))
	return s.document(map[string]any{"id": d.ID, "revision": d.Revision})
}

// cmdActAmend writes the amendment that makes of an act the text in a file.
func cmdActAmend(f *flag.FlagSet) action {
	from := f.String("from", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		if *from == "" {
			return misused("ctl.no_file", "file", "--from")
		}
		c, err := s.readDraft(*from)
		if err != nil {
			return err
		}
		d, err := s.set.Desk.AmendWith(ctx, id, c.Clauses)
		if err != nil {
			return err
		}
		s.printf("%s\n\n%s\n", d.ID, drafting.Join(d.Plain.Clauses))
		return s.document(map[string]any{"id": d.ID, "subkind": d.Plain.Subkind, "text": drafting.Join(d.Plain.Clauses)})
	}
}

type commentDoc struct {
	ID       civic.ID `json:"id"`
	Clause   civic.ID `json:"clause,omitempty"` // empty: what it was about is gone
	Words    string   `json:"words,omitempty"`
	Text     string   `json:"text"`
	Resolved bool     `json:"resolved,omitempty"`
	Changed  bool     `json:"changed,omitempty"` // the words that it was about are others now
}

func cmdDraftComments(ctx context.Context, s *session, words []string) error {
	d, err := s.oneDraft(ctx, words)
	if err != nil {
		return err
	}
	all, err := s.set.Desk.Comments(ctx, d.ID)
	if err != nil {
		return err
	}
	out := []commentDoc{}
	for _, c := range all {
		at := drafting.PlaceComment(c, d.Plain.Clauses)
		out = append(out, commentDoc{c.ID, at.Clause, c.Quote(), c.Text, c.Resolved, at.Changed})
		state := ""
		switch {
		case c.Resolved:
			state = s.T("comment.resolved") + "  "
		case at.Lost():
			state = s.T("comment.lost") + "  "
		}
		s.printf("%s  %s%s\n    %s\n", c.ID, state, c.Quote(), c.Text)
	}
	if len(all) == 0 {
		s.printf("%s\n", s.T("comment.none"))
	}
	return s.document(map[string]any{"comments": out})
}

func cmdDraftComment(f *flag.FlagSet) action {
	on, quote, text := f.String("on", "", ""), f.String("words", "", ""), f.String("text", "", "")
	resolve, reopen, drop := f.String("resolve", "", ""), f.String("reopen", "", ""), f.String("drop", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		if len(words) < 1 || len(words) > 2 || len(words) == 2 && *text != "" {
			return misused("ctl.comment_how")
		}
		id, err := idOf(words[0])
		if err != nil {
			return err
		}
		if len(words) == 2 {
			*text = words[1]
		}
		for _, x := range []struct {
			id string
			do func(civic.ID) error
		}{
			{*resolve, func(c civic.ID) error { return s.set.Desk.ResolveComment(ctx, id, c, true) }},
			{*reopen, func(c civic.ID) error { return s.set.Desk.ResolveComment(ctx, id, c, false) }},
			{*drop, func(c civic.ID) error { return s.set.Desk.DropComment(ctx, c) }},
		} {
			if x.id == "" {
				continue
			}
			c, err := idOf(x.id)
			if err == nil {
				err = x.do(c)
			}
			if err != nil {
				return err
			}
			return s.document(map[string]any{"id": c})
		}
		if *on == "" {
			return misused("ctl.comment_how")
		}
		return s.comment(ctx, id, remark{on: *on, quote: *quote, text: *text})
	}
}

// clauseOf finds a clause by its id, or by its place from 1.
func clauseOf(list []civic.Clause, on string) (civic.Clause, error) {
	if n, err := strconv.Atoi(on); err == nil && n > 0 && n <= len(list) {
		return list[n-1], nil
	}
	for _, c := range list {
		if string(c.ID) == on {
			return c, nil
		}
	}
	return civic.Clause{}, misused("ctl.comment_clause", "value", on, "count", strconv.Itoa(len(list)))
}

// remark is what one says of a clause, or of some words of it.
type remark struct{ on, quote, text string }

// comment writes a remark; without words of its own they are piped in.
func (s *session) comment(ctx context.Context, draft civic.ID, r remark) error {
	d, err := s.openDraft(ctx, draft)
	if err != nil {
		return err
	}
	c, err := clauseOf(d.Plain.Clauses, r.on)
	if err != nil {
		return err
	}
	at := strings.Index(c.Text, r.quote)
	if at < 0 {
		return misused("ctl.comment_words", "value", r.quote)
	}
	if r.text == "" {
		if r.text, err = s.input(civic.MaxPost); err != nil {
			return err
		}
	}
	x, err := s.set.Desk.AddComment(ctx, draft, c, [2]int{at, at + len(r.quote)}, r.text)
	if err != nil {
		return err
	}
	s.printf("%s\n", x.ID)
	return s.document(map[string]any{"id": x.ID})
}
