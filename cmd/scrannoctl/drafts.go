package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// clauseIDs makes the ids of clauses. Where the system gives no randomness an
// id is empty, and the draft is refused as ill-formed.
func clauseIDs(int) civic.ID {
	id, err := civic.NewID(time.Now(), rand.Reader)
	if err != nil {
		return ""
	}
	return id
}

func cmdDraftNew(f *flag.FlagSet) action {
	kind, from := f.String("kind", "", ""), f.String("from", "", "")
	subject, body := f.String("subject", "", ""), f.String("body", "", "")
	subkind, pattern := f.String("subkind", "", ""), f.Bool("template", true, "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		var c civic.Content
		var err error
		if isDocument(*from) {
			c = civic.Content{Kind: civic.ActKind(*kind), Subject: *subject, Body: civic.BodyCode(*body)}
			return s.draftOfDocument(ctx, c, *from)
		}
		if *from != "" {
			if c, err = s.readText(ctx, *from); err != nil {
				return err
			}
		}
		for _, set := range []struct {
			to    *string
			value string
		}{{(*string)(&c.Kind), *kind}, {&c.Subkind, *subkind}, {&c.Subject, *subject}, {(*string)(&c.Body), *body}} {
			if set.value != "" {
				*set.to = set.value
			}
		}
		if c.Kind == "" {
			return misused("ctl.kind")
		}
		if err := oneOf(string(c.Kind), civic.ActKinds()); err != nil {
			return err
		}
		if known := drafting.Subkinds(c.Kind, ""); *subkind != "" && len(known) > 0 &&
			!slices.ContainsFunc(known, func(k string) bool { return civic.SameSubkind(k, *subkind) }) {
			return oneOf(*subkind, known)
		}
		blank := len(c.Clauses) == 0 && !*pattern
		if c, err = s.complete(ctx, c); err != nil {
			return err
		}
		if blank {
			c.Clauses = nil
		}
		if c.Heading == "" {
			if c.Heading, err = s.set.Desk.Heading(ctx, c.Body); err != nil {
				return err
			}
		}
		d, err := s.set.Desk.NewDraft(ctx, c)
		if err != nil {
			return err
		}
		s.printf("%s\n", d.ID)
		return s.document(map[string]any{"id": d.ID})
	}
}

// readText reads a draft's text file, or any other text as a document: in the
// code page that it is in, with its head and its foot.
func (s *session) readText(ctx context.Context, path string) (civic.Content, error) {
	c, err := s.readDraft(path)
	if path == "-" || err == nil && (c.Kind != "" || c.Subject != "") || civic.Is(err, civic.TooLarge) {
		return c, err
	}
	if e, ok := errors.AsType[*civic.Error](err); ok && e.Key != "invalid.encoding" || err != nil && !ok {
		return c, err
	}
	p, perr := s.paper(ctx, path)
	if e, ok := errors.AsType[*civic.Error](perr); ok && e.Key == "attach.kind" && err == nil {
		return c, nil // a text file without an ending that says so
	}
	return p.Content, perr
}

// readDraft reads a draft's text file; "-" is what is piped in.
func (s *session) readDraft(path string) (civic.Content, error) {
	in := s.in
	if path != "-" {
		f, err := openFile(path)
		if err != nil {
			return civic.Content{}, err
		}
		defer func() { _ = f.Close() }() // only read
		in = f
	}
	text, err := (&session{in: in}).input(civic.MaxArgs)
	if err != nil {
		return civic.Content{}, err
	}
	return drafting.ParseFile(text, clauseIDs)
}

// complete adds what a text file does not say: the body where the person has
// one mandate, and what goes with the body.
func (s *session) complete(ctx context.Context, c civic.Content) (civic.Content, error) {
	actor, err := s.set.Desk.Actor(ctx)
	if err != nil && !civic.Is(err, civic.Unauthenticated) && !civic.Is(err, civic.Unknown) {
		return c, err
	}
	if c.Body == "" && len(actor.Mandates) == 1 {
		c.Body = actor.Mandates[0].Body
	}
	if c.Body == "" {
		return s.withTemplate(c, civic.Body{}), nil
	}
	code, err := civic.ParseBodyCode(string(c.Body))
	if err != nil {
		return c, err
	}
	c.Body = code
	var body civic.Body
	if m, ok := actor.MandateIn(code); ok {
		body = civic.Body{Name: m.BodyName, Level: m.Level, Region: m.Region}
		if c.Organ == "" {
			c.Organ = m.Organ
		}
	} else if body, err = s.bodyOf(ctx, code); err != nil {
		return c, err
	}
	c.BodyName, c.Region = body.Name, body.Region
	if c.Level == "" {
		c.Level = body.Level
	}
	return s.withTemplate(c, body), nil
}

// bodyOf finds a body in the gazetteer, else in the library: acts say what their
// body is. The zero body where neither knows it.
func (s *session) bodyOf(ctx context.Context, code civic.BodyCode) (civic.Body, error) {
	known, err := s.set.Bodies()
	if err != nil {
		return civic.Body{}, err
	}
	body, err := known.Body(code)
	if !civic.Is(err, civic.NotFound) {
		return body, err
	}
	r, err := s.set.Desk.Acts(ctx, civic.ActQuery{Bodies: []civic.BodyCode{code}, Limit: 1})
	if err != nil || len(r.Hits) == 0 {
		return civic.Body{}, err
	}
	return civic.Body{Name: r.Hits[0].BodyName, Level: r.Hits[0].Level, Region: r.Hits[0].Region}, nil
}

// withTemplate gives a draft without a text the outline of its kind.
func (s *session) withTemplate(c civic.Content, b civic.Body) civic.Content {
	if len(c.Clauses) == 0 {
		c.Clauses = drafting.Template(c.Kind, c.Subkind, b, clauseIDs)
	}
	if len(c.Addressees) == 0 {
		c.Addressees = drafting.Addressees(c.Kind, b)
	}
	return c
}

type draftLine struct {
	ID      civic.ID         `json:"id"`
	Kind    civic.ActKind    `json:"kind"`
	Subject string           `json:"subject"`
	State   civic.DraftState `json:"state"`
	Act     civic.ID         `json:"act,omitempty"`
	Updated time.Time        `json:"updated"`
	Shared  civic.ShareState `json:"shared,omitempty"` // with the person's other devices
	Sealed  bool             `json:"sealed,omitempty"` // it cannot be read here
	Doubts  int              `json:"doubts,omitempty"` // of merges, to be looked at
	Group   civic.ID         `json:"group,omitempty"`  // that has it too
	By      string           `json:"by,omitempty"`     // who of the group last changed it
	Out     *outDoc          `json:"out,omitempty"`    // how it was published
	Shut    *shutDoc         `json:"shut,omitempty"`   // what is not the person's to do
}

func cmdDraftList(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	all, err := s.set.Desk.Drafts(ctx)
	if err != nil {
		return err
	}
	shared, err := s.set.Desk.Shared(ctx)
	if err != nil {
		return err
	}
	together, err := s.set.Desk.GroupDrafts(ctx)
	if err != nil && !civic.Is(err, civic.Unauthenticated) {
		return err
	}
	bars, err := s.set.Desk.Barred(ctx)
	if err != nil {
		return err
	}
	lines := []draftLine{}
	for _, d := range all {
		l := draftLine{ID: d.ID, State: d.State, Act: d.Act, Updated: d.Updated, Shared: shared[d.ID].State, Sealed: d.Plain == nil}
		if d.Plain != nil {
			l.Kind, l.Subject = d.Plain.Kind, d.Plain.Subject
			l.Doubts = len(civic.Standing(d.Doubts, d.Plain.Clauses))
		}
		if x, ok := together[d.ID]; ok && !x.Ended {
			l.Group, l.By, l.Out = x.Group, x.ByName, outOf(x.Out)
		}
		l.Shut = shutOf(bars[d.ID])
		lines = append(lines, l)
		subject := l.Subject
		if subject == "" {
			subject = s.T("drafts.untitled")
		}
		if l.Sealed {
			s.printf("%s  %s  %s\n", l.ID, s.when(l.Updated), s.T("drafts.unreadable"))
			continue
		}
		s.printf("%s  %s  %s\n    %s\n", l.ID, s.T("act.kind."+string(l.Kind)), s.when(l.Updated), subject)
		if l.Group != "" {
			s.printf("    %s\n", s.inGroup(together[d.ID]))
		}
	}
	if len(lines) == 0 {
		s.printf("%s\n", s.T("drafts.empty"))
	}
	return s.document(map[string]any{"drafts": lines})
}

// openDraft gives a draft whose text can be read on this device.
func (s *session) openDraft(ctx context.Context, id civic.ID) (civic.Draft, error) {
	d, err := s.set.Desk.Draft(ctx, id)
	if err == nil && d.Plain == nil {
		err = civic.NewError(civic.Unknown, "terminal.draft", "")
	}
	return d, err
}

// oneDraft is openDraft of the one draft that the words name.
func (s *session) oneDraft(ctx context.Context, words []string) (civic.Draft, error) {
	id, err := oneID(words)
	if err != nil {
		return civic.Draft{}, err
	}
	return s.openDraft(ctx, id)
}

func cmdDraftShow(ctx context.Context, s *session, words []string) error {
	d, err := s.oneDraft(ctx, words)
	if err != nil {
		return err
	}
	s.printf("%s\n", strings.TrimSuffix(drafting.FormatFile(*d.Plain), "\n"))
	return s.document(struct {
		ID       civic.ID         `json:"id"`
		State    civic.DraftState `json:"state"`
		Revision int64            `json:"revision"`
		civic.Content
		Clauses []clauseDoc `json:"clauses"`
	}{d.ID, d.State, d.Revision, *d.Plain, clausesOf(d.Plain.Clauses)})
}

func cmdDraftEdit(f *flag.FlagSet) action {
	from := f.String("from", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		d, err := s.oneDraft(ctx, words)
		if err != nil {
			return err
		}
		path := *from
		if path == "" {
			dir, err := os.MkdirTemp("", "scranno-")
			if err != nil {
				return civic.WrapError(civic.Internal, "terminal.edit", err)
			}
			defer func() { _ = os.RemoveAll(dir) }() // a copy of what the store has
			path = filepath.Join(dir, "atto.txt")
			if err := s.edit(ctx, path, drafting.FormatFile(*d.Plain)); err != nil {
				return err
			}
		}
		c, err := s.readDraft(path)
		if err != nil {
			return err
		}
		if c, err = s.complete(ctx, overwritten(*d.Plain, c)); err != nil {
			return err
		}
		if d, err = s.set.Desk.SaveDraft(ctx, d.ID, d.Revision, c); err != nil {
			return err
		}
		s.printf("%s\n", s.T("drafts.saved", "when", s.when(d.Updated)))
		return s.document(map[string]any{"id": d.ID, "revision": d.Revision})
	}
}

// edit lets the person's own editor change a text.
func (s *session) edit(ctx context.Context, path, text string) error {
	editor := strings.Fields(os.Getenv("EDITOR"))
	if len(editor) == 0 {
		return misused("ctl.no_editor")
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return civic.WrapError(civic.Internal, "terminal.edit", err)
	}
	cmd := exec.CommandContext(ctx, editor[0], append(editor[1:], path)...) //nolint:gosec // the person's own choice
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, s.errs, s.errs
	return civic.WrapError(civic.Internal, "terminal.edit", cmd.Run())
}

// overwritten gives a text that was edited as a file what such a file cannot
// hold, and keeps the ids of the clauses: lineage and merging stand on them.
func overwritten(old, edited civic.Content) civic.Content {
	edited.Lineage, edited.Organ, edited.Source = old.Lineage, old.Organ, old.Source
	if edited.Kind == "" {
		edited.Kind = old.Kind
	}
	if edited.Body == "" {
		edited.Body = old.Body
	}
	if edited.Term == "" {
		edited.Term = old.Term
	}
	edited.Clauses = drafting.Realign(old.Clauses, edited.Clauses)
	return edited
}

type findingDoc struct {
	Code     string         `json:"code"`
	Severity civic.Severity `json:"severity"`
	Clause   civic.ID       `json:"clause,omitempty"`
	From     int            `json:"from,omitempty"`
	To       int            `json:"to,omitempty"`
	Field    string         `json:"field,omitempty"`
	Message  string         `json:"message"`
	Source   string         `json:"source,omitempty"`
}

func cmdDraftCheck(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	found, err := s.set.Desk.CheckDraft(ctx, id)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		s.printf("%s\n", s.T("ctl.nothing_missing"))
	}
	return s.findings(found)
}

// findings prints what a check saw.
func (s *session) findings(found []civic.Finding) error {
	out := []findingDoc{}
	for _, f := range found {
		params := []string{}
		for k, v := range f.Params {
			params = append(params, k, v)
		}
		d := findingDoc{f.Code, f.Severity, f.Clause, f.From, f.To, f.Field, s.T("finding."+f.Code, params...), f.Source}
		out = append(out, d)
		line := d.Message
		if d.Source != "" {
			line += " [" + d.Source + "]"
		}
		s.printf("%s  %s\n", s.T("finding.severity."+string(d.Severity)), line)
	}
	return s.document(map[string]any{"findings": out})
}

func cmdDraftDelete(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	if err := s.set.Desk.DeleteDraft(ctx, id); err != nil {
		return err
	}
	s.printf("%s\n", s.T("drafts.deleted"))
	return s.document(map[string]any{"id": id})
}

func cmdDraftSubmit(f *flag.FlagSet) action {
	visibility := f.String("visibility", string(civic.Councillors), "")
	after := f.Bool("after-filing", false, "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		out := civic.SubmitHow{Visibility: civic.Visibility(*visibility)}
		switch out.Visibility {
		case civic.OnlyMe:
			if _, err := s.set.Desk.Submit(ctx, id, out); err != nil {
				return err
			}
			return s.keptForMe(id)
		case civic.GroupOnly:
			if _, err := s.set.Desk.Submit(ctx, id, out); err != nil {
				return err
			}
			return s.keptFor(id, "drafts.kept_group_toast")
		case civic.Everyone:
			out.Licence = civic.LicenceCCBY
		case civic.Councillors:
		default:
			return oneOf(*visibility, []civic.Visibility{civic.OnlyMe, civic.GroupOnly, civic.Councillors, civic.Everyone})
		}
		out.Hold = *after
		q, err := s.set.Desk.Submit(ctx, id, out)
		if err != nil {
			return err
		}
		if out.Licence != "" {
			s.note(s.T("publish.licence"))
		}
		if out.Hold {
			return s.held(civic.Concerns(q.Command), id, q)
		}
		if d, err := s.set.Desk.Draft(ctx, id); err == nil && d.FiledOn != "" && d.Revises == "" {
			s.note(s.T("ctl.filed_tell", "id", string(id)))
		}
		return s.settleAct(ctx, civic.Concerns(q.Command), how, q, nil)
	}
}

// held says that a publication waits for the filing of its draft.
func (s *session) held(act, draft civic.ID, q civic.Queued) error {
	s.printf("%s\n", s.T("ctl.held", "id", string(draft)))
	return s.document(actSettled{act, settled{Command: q.Command.ID, State: "queued"}})
}
