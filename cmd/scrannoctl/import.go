package main

import (
	"context"
	"flag"

	"scranno/app/civic"
	"scranno/app/desk"
)

// importLine is what became of one file.
type importLine struct {
	File    string   `json:"file"`
	ID      civic.ID `json:"id,omitempty"`
	Subject string   `json:"subject,omitempty"`
	Clauses int      `json:"clauses,omitempty"`
	Guessed []string `json:"guessed,omitempty"` // fields that the file does not say in so many words
	Missing []string `json:"missing,omitempty"`
	Short   bool     `json:"shortened,omitempty"` // only the first part of a very long document is here
	Same    civic.ID `json:"same,omitempty"`      // a draft or an act with the same text
	SameAs  string   `json:"sameFile,omitempty"`  // or a file before it
	Reason  string   `json:"reason,omitempty"`    // why there is no draft of it
}

func cmdDraftImport(f *flag.FlagSet) action {
	kind, body := f.String("kind", "", ""), f.String("body", "", "")
	attach, twice := f.Bool("attach", false, ""), f.Bool("twice", false, "")
	var themes list
	f.Var(&themes, "theme", "")
	return func(ctx context.Context, s *session, words []string) error {
		if len(words) == 0 {
			return misused("ctl.import_none")
		}
		said := civic.Content{Kind: civic.ActKind(*kind)}
		if err := optional(*kind, civic.ActKinds()); err != nil {
			return err
		}
		for _, t := range themes {
			if err := oneOf(t, civic.Themes()); err != nil {
				return err
			}
			said.Themes = append(said.Themes, civic.Theme(t))
		}
		if *body != "" {
			code, err := civic.ParseBodyCode(*body)
			if err != nil {
				return err
			}
			said.Body = code
		}
		return s.importAll(ctx, words, importer{said: said, attach: *attach, twice: *twice})
	}
}

// importer is how files become drafts.
type importer struct {
	said   civic.Content // for all of them, before what they say
	attach bool
	twice  bool // also what is here already
}

func (s *session) importAll(ctx context.Context, paths []string, how importer) error {
	actor, err := s.set.Desk.Actor(ctx)
	if err != nil && !civic.Is(err, civic.Unauthenticated) && !civic.Is(err, civic.Unknown) {
		return err
	}
	known, err := s.set.Bodies()
	if err != nil {
		return err
	}
	var failed error
	lines := []importLine{}
	settled := 0
	err = s.set.Desk.ReadPapers(ctx, paths, func(p desk.Paper) {
		if failed != nil {
			return
		}
		if p.Err == nil {
			if how.said.Kind != "" {
				p.Content.Kind = how.said.Kind
			}
			if how.said.Body != "" {
				p.Content.Body, p.Content.BodyName = how.said.Body, ""
			}
			if len(how.said.Themes) > 0 {
				p.Content.Themes = how.said.Themes
			}
			p.Settle(actor.Mandates, known)
		}
		l, err := s.importOne(ctx, p, how)
		failed = err
		lines = append(lines, l)
		if l.ID != "" || l.Same != "" || l.SameAs != "" {
			settled++
		}
		if l.ID == "" {
			s.printf("%s  %s\n", l.File, l.Reason)
			return
		}
		s.printf("%s  %s\n", l.ID, l.File)
		if l.Short {
			s.note(l.File + "  " + s.T("import.shortened"))
		}
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	if err := s.document(map[string]any{"files": lines}); err != nil {
		return err
	}
	if settled == 0 {
		return &exitError{exitFailed}
	}
	return nil
}

// importOne makes a draft of one paper, unless it could not be read or is here
// already. An error is the desk's own.
func (s *session) importOne(ctx context.Context, p desk.Paper, how importer) (importLine, error) {
	c := p.Content
	l := importLine{File: p.Path, Subject: c.Subject, Clauses: len(c.Clauses), Guessed: p.Guessed}
	if p.Err != nil {
		l.Reason, _ = s.message(p.Err)
		return l, nil
	}
	l.Missing, l.Short = p.Missing(), p.Short
	if t := p.Twin; t != nil {
		l.Same, l.SameAs = t.Draft, t.Path
		if t.Act != "" {
			l.Same = t.Act
		}
		if !how.twice {
			l.Reason = s.T("import.same", "subject", t.Subject)
			return l, nil
		}
	}
	if c.Kind == "" {
		c.Kind = civic.Document
	}
	d, err := s.set.Desk.DraftOfPaper(ctx, p.Path, c, how.attach)
	if civic.Is(err, civic.TooLarge) || civic.Is(err, civic.Invalid) {
		l.Reason, _ = s.message(err)
		return l, nil
	}
	l.ID = d.ID
	return l, err
}
