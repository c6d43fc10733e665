package main

import (
	"context"
	"errors"
	"flag"
	"slices"
	"strings"
	"time"

	"scranno/app/civic"
)

const listLimit = 50 // acts in a list, where no other limit is asked for

// narrowing are the flags that narrow a list of acts.
type narrowing struct {
	kinds, levels, regions, bodies, themes, outcomes list
	uses                                             list
	since, sort                                      string
	limit                                            int
}

func (n *narrowing) declare(f *flag.FlagSet) {
	f.Var(&n.kinds, "kind", "")
	f.Var(&n.levels, "level", "")
	f.Var(&n.regions, "region", "")
	f.Var(&n.bodies, "body", "")
	f.Var(&n.themes, "theme", "")
	f.Var(&n.outcomes, "outcome", "")
	f.Var(&n.uses, "use", "")
	f.StringVar(&n.since, "since", "", "")
	f.StringVar(&n.sort, "sort", "", "")
	f.IntVar(&n.limit, "limit", listLimit, "")
}

func (n *narrowing) query(text string) (civic.ActQuery, error) {
	q := civic.ActQuery{Text: text, Since: civic.Date(n.since), Limit: n.limit}
	var errs [9]error
	q.Uses, errs[7] = checked(n.uses, civic.Uses())
	errs[8] = optional(n.sort, []string{"newest", "reused", "useful"})
	q.Newest, q.Reused, q.Useful = n.sort == "newest", n.sort == "reused", n.sort == "useful"
	q.Kinds, errs[0] = checked(n.kinds, civic.ActKinds())
	q.Levels, errs[1] = checked(n.levels, civic.Levels())
	q.Regions, errs[2] = checked(n.regions, civic.Regions())
	q.Themes, errs[3] = checked(n.themes, civic.Themes())
	q.Outcomes, errs[4] = checked(n.outcomes, civic.Outcomes())
	for _, b := range n.bodies {
		code, err := civic.ParseBodyCode(b)
		if err != nil {
			errs[5] = misused("ctl.bad_value", "value", b)
		}
		q.Bodies = append(q.Bodies, code)
	}
	if !q.Since.Valid() {
		errs[6] = misused("ctl.bad_value", "value", n.since)
	}
	if q.Limit < 1 || q.Limit > 10_000 {
		return q, misused("ctl.bad_value", "value", itoa(q.Limit))
	}
	return q, errors.Join(errs[:]...)
}

// checked makes codes of words, and refuses those that are none.
func checked[T ~string](words []string, known []T) ([]T, error) {
	out := make([]T, len(words))
	for i, w := range words {
		if err := oneOf(w, known); err != nil {
			return nil, err
		}
		out[i] = T(w)
	}
	return out, nil
}

type actLine struct {
	ID       civic.ID       `json:"id"`
	Kind     civic.ActKind  `json:"kind"`
	Subject  string         `json:"subject"`
	Body     civic.BodyCode `json:"body"`
	BodyName string         `json:"bodyName"`
	Date     civic.Date     `json:"date"`
	Outcome  civic.Outcome  `json:"outcome"`
	Reuses   int64          `json:"reuses"`
	Passed   int64          `json:"passed"`     // other bodies where what came from it was approved
	Near     int64          `json:"passedNear"` // of those, where it came from it straight
	Useful   int64          `json:"useful"`
	Pending  bool           `json:"pending"`
}

func cmdActs(f *flag.FlagSet) action {
	var n narrowing
	n.declare(f)
	var out dossierFile
	out.declare(f, "dossier")
	return func(ctx context.Context, s *session, words []string) error {
		q, err := n.query(strings.Join(words, " "))
		if err != nil {
			return err
		}
		r, err := s.set.Desk.Acts(ctx, q)
		if err != nil {
			return err
		}
		if out.file != "" {
			ids := make([]civic.ID, len(r.Hits))
			for i, h := range r.Hits {
				ids[i] = h.ID
			}
			if len(ids) < r.Total {
				s.note(s.T("ctl.dossier_part", "n", itoa(len(ids)), "total", itoa(r.Total)))
			}
			return s.writeDossier(ctx, out, ids)
		}
		lines := []actLine{}
		for _, h := range r.Hits {
			lines = append(lines, actLine{h.ID, h.Kind, h.Subject, h.Body, h.BodyName, h.Date, h.Outcome, h.Reuses, h.Passed, h.Near, h.Useful, h.Pending})
			mark := ""
			if h.Pending {
				mark = "  (" + s.T("act.pending") + ")"
			}
			s.printf("%s  %s  %s, %s, %s%s\n    %s\n", h.ID, h.Date, s.T("act.kind."+string(h.Kind)), h.BodyName,
				s.T("act.outcome."+string(h.Outcome)), mark, h.Subject)
		}
		if r.Total == 0 && q.Text != "" {
			s.printf("%s %s\n", s.T("search.none", "query", q.Text), s.T("search.none_do"))
		} else {
			s.printf("%s\n", s.N("search.found", r.Total))
		}
		return s.document(map[string]any{"total": r.Total, "acts": lines})
	}
}

type clauseDoc struct {
	ID      civic.ID      `json:"id"`
	Section civic.Section `json:"section"`
	Opener  string        `json:"opener"`
	Text    string        `json:"text"`
}

type eventDoc struct {
	ID civic.ID `json:"id"`
	civic.ActEvent
	Author  civic.ID `json:"author,omitempty"`
	By      string   `json:"by,omitempty"`
	Version int64    `json:"version"`
	Pending bool     `json:"pending"`
}

// actDoc is an act as scripts read it: its own fields, with the clauses in
// short and what hangs on it.
type actDoc struct {
	ID civic.ID `json:"id"`
	civic.Act
	Clauses   []clauseDoc    `json:"clauses"` // stands before the act's own
	Lineage   *civic.Lineage `json:"lineage"`
	Outcome   civic.Outcome  `json:"outcome"`
	Events    []eventDoc     `json:"events"`
	Sponsors  []sponsorDoc   `json:"sponsors"` // adesioni, no signatures
	Life      lifeDoc        `json:"life"`
	Author    string         `json:"author"`
	AuthorID  civic.ID       `json:"authorId"`
	Version   int64          `json:"version"`
	Pending   bool           `json:"pending"`
	Useful    bool           `json:"useful"`
	Revisions int            `json:"revisions"`
	Threads   []threadLine   `json:"threads"`
}

func newActDoc(v civic.ActView) actDoc {
	d := actDoc{
		Life: lifeOf(v, civic.DateOf(time.Now())),
		ID:   v.Record.ID, Act: v.Act, Clauses: clausesOf(v.Act.Clauses), Lineage: v.Act.Lineage, Outcome: v.Outcome, Events: []eventDoc{},
		Author: v.Author, AuthorID: v.Record.Author, Version: v.Record.Version, Pending: v.Pending, Useful: v.Useful,
		Revisions: len(v.Revisions), Threads: []threadLine{},
	}
	d.Sponsors = sponsorsOf(v)
	for _, e := range v.Events {
		d.Events = append(d.Events, eventDoc{e.ID, e.Event, e.Author, e.By, e.Version, e.Pending})
	}
	for _, t := range v.Threads {
		d.Threads = append(d.Threads, newThreadLine(t))
	}
	return d
}

func clausesOf(all []civic.Clause) []clauseDoc {
	out := []clauseDoc{}
	for _, c := range all {
		out = append(out, clauseDoc{c.ID, c.Section, c.Opener, c.Text})
	}
	return out
}

func cmdActShow(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	v, err := s.set.Desk.Act(ctx, id)
	if err != nil {
		return err
	}
	s.showAct(v)
	return s.document(newActDoc(v))
}

func (s *session) showAct(v civic.ActView) {
	a := v.Act
	s.printf("%s\n%s\n", a.Subject, joined(", ", s.T("act.kind."+string(a.Kind)), a.BodyName, string(a.Date)))
	s.printf("%s: %s\n", s.T("facet.outcome"), s.T("act.outcome."+string(v.Outcome)))
	for _, g := range a.Signatories {
		s.printf("%s: %s\n", s.T("field.signatory"), joined(" ", g.Name, g.Group))
	}
	switch {
	case a.Returned != nil:
		s.printf("%s: %s\n", s.T("act.returned"), s.T("act.return."+string(a.Returned.Reason)))
	case v.Pending:
		s.printf("%s\n", s.T("act.pending"))
	}
	s.printf("\n")
	for _, c := range a.Clauses {
		s.printf("%s\n", strings.TrimSpace(c.Opener+" "+c.Text))
	}
	if len(v.Events) > 0 {
		s.printf("\n%s\n", s.T("act.state."+string(lifeOf(v, civic.DateOf(time.Now())).State)))
	}
	for _, e := range v.Events {
		s.eventLines(e.Event)
		if e.By != "" {
			s.printf("    %s\n", s.T("acts.event_by", "name", e.By, "date", string(civic.DateOf(e.Told))))
		}
	}
	s.sponsors(v)
	for _, o := range lifeOf(v, civic.DateOf(time.Now())).Odd {
		s.printf("%s  %s: %s\n", o.Date, s.T("act.event."+string(o.Type)), s.T("act.odd."+string(o.Why)))
	}
	for _, t := range v.Threads {
		s.printf("\n%s  %s  %s\n", t.ID, t.Thread.Title, s.N("spaces.posts", t.Posts))
	}
}

// joined puts together what is there.
func joined(by string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), by)
}

// actSettled is the document of a command on an act.
type actSettled struct {
	Act civic.ID `json:"act"`
	settled
}

func (s *session) settleAct(ctx context.Context, act civic.ID, how sending, q civic.Queued, err error) error {
	if err != nil {
		return err
	}
	return s.settle(ctx, q, how, func(st settled) any { return actSettled{act, st} })
}

func cmdActUseful(f *flag.FlagSet) action {
	off := f.Bool("off", false, "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		q, err := s.set.Desk.MarkUseful(ctx, id, !*off)
		return s.settleAct(ctx, id, how, q, err)
	}
}

func cmdActRevise(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	d, err := s.set.Desk.ReviseAct(ctx, id)
	if err != nil {
		return err
	}
	s.printf("%s\n", d.ID)
	return s.document(map[string]any{"id": d.ID, "act": id})
}

func cmdActWithdraw(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		q, err := s.set.Desk.WithdrawAct(ctx, id)
		return s.settleAct(ctx, id, how, q, err)
	}
}
