package main

import (
	"context"
	"flag"
	"slices"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// cmdDraftKind makes an act of another kind of a draft, or for another body. What
// was written stays; formula, addressees and closing become those of the kind
// where they still were the former one's.
func cmdDraftKind(f *flag.FlagSet) action {
	kind, subkind, body := f.String("kind", "", ""), f.String("subkind", "", ""), f.String("body", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		d, err := s.oneDraft(ctx, words)
		if err != nil {
			return err
		}
		c := *d.Plain
		next, sub := c.Kind, c.Subkind
		if *kind != "" {
			next, sub = civic.ActKind(*kind), ""
		}
		if err := oneOf(string(next), civic.ActKinds()); err != nil {
			return err
		}
		if *subkind != "" {
			sub = *subkind
		}
		if known := drafting.Subkinds(next, ""); *subkind != "" && len(known) > 0 &&
			!slices.ContainsFunc(known, func(k string) bool { return civic.SameSubkind(k, sub) }) {
			return oneOf(sub, known)
		}
		was, err := s.seatOf(ctx, c.Body)
		if err != nil {
			return err
		}
		to := was
		if *body != "" {
			code, err := civic.ParseBodyCode(*body)
			if err != nil {
				return err
			}
			if to, err = s.seatOf(ctx, code); err != nil {
				return err
			}
			c.Body, c.BodyName, c.Region, c.Level, c.Organ = code, to.Name, to.Region, to.Level, ""
		}
		c = drafting.Recast(c, was, next, sub, to)
		if d, err = s.set.Desk.SaveDraft(ctx, d.ID, d.Revision, c); err != nil {
			return err
		}
		s.printf("%s\n", s.T("drafts.saved", "when", s.when(d.Updated)))
		return s.document(map[string]any{"id": d.ID, "revision": d.Revision, "kind": next, "subkind": sub})
	}
}

// seatOf is a body as the person's mandate there says it, else as the gazetteer or
// the library do; the zero body for no code.
func (s *session) seatOf(ctx context.Context, code civic.BodyCode) (civic.Body, error) {
	if code == "" {
		return civic.Body{}, nil
	}
	actor, err := s.set.Desk.Actor(ctx)
	if err != nil && !civic.Is(err, civic.Unauthenticated) && !civic.Is(err, civic.Unknown) {
		return civic.Body{}, err
	}
	if m, ok := actor.MandateIn(code); ok {
		return civic.Body{Name: m.BodyName, Level: m.Level, Region: m.Region}, nil
	}
	return s.bodyOf(ctx, code)
}
