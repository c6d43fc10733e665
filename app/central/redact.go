package central

import (
	"context"
	"slices"

	"scranno/app/civic"
)

// Redacting is what a redaction asks of a transaction.
type Redacting = interface {
	// Holding gives the live records that have one of the keys. Until the
	// transaction ends nobody writes another one.
	Holding(ctx context.Context, keys []string) ([]civic.Record, error)
	// List keeps a redaction for ever.
	List(ctx context.Context, r civic.Redaction) error
	// Listed gives the listing of those of the keys that are in the list; nil
	// where none is.
	Listed(ctx context.Context, keys []string) (civic.Listing, error)
}

// Redactions are the list as a store keeps it.
type Redactions interface {
	// Redactions gives the whole list, the oldest first.
	Redactions(ctx context.Context) ([]civic.Redaction, error)
}

// RedactionList is the list outside the store: what a restore applies before
// anything is served.
type RedactionList interface {
	Lines(ctx context.Context) ([]civic.Redaction, error)
	// Append adds lines; they are on the disk when it gives nil.
	Append(ctx context.Context, lines []civic.Redaction) error
}

// spread settles what a rule decided to take out: everywhere it was copied to.
func (t *trial) spread(ctx context.Context, d *civic.Decision) error {
	wide, effects, err := civic.Spread(ctx, t.l, *d.Redaction)
	if err != nil {
		return err
	}
	for _, e := range d.Effects {
		if e.Kind == civic.KindCase {
			effects = append(effects, e)
		}
	}
	d.Effects = effects
	return t.l.List(ctx, wide)
}

// temper takes out of what a command is about to write what the list has, and
// out of its arguments too: they are kept, and name the files to wait for.
func (t *trial) temper(ctx context.Context, c *civic.Command, d *civic.Decision) error {
	if d.Redaction != nil {
		return t.spread(ctx, d)
	}
	listed, err := obscure(ctx, t.l, d.Effects)
	if err != nil || listed == nil {
		return err
	}
	c.Args, _, _, err = civic.ObscureJSON(c.Args, listed)
	return err
}

// obscure takes what the list has out of effects, and gives what that was by; nil
// where there was nothing.
func obscure(ctx context.Context, l Ledger, effects []civic.Effect) (civic.Listing, error) {
	keys := civic.KeysOf(effects)
	if len(keys) == 0 {
		return nil, nil
	}
	listed, err := l.Listed(ctx, keys)
	if err != nil || listed == nil {
		return nil, err
	}
	_, err = civic.ObscureEffects(effects, listed)
	return listed, err
}

// obscureAct gives an act that is brought in without what the list has.
func obscureAct(ctx context.Context, l Ledger, act civic.Act) (civic.Act, error) {
	fields, err := fieldsOf(act)
	if err != nil {
		return act, err
	}
	effects := []civic.Effect{{Kind: civic.KindAct, Fields: fields}}
	listed, err := obscure(ctx, l, effects)
	if err != nil || listed == nil {
		return act, err
	}
	body, err := civic.CanonicalOf(effects[0].Fields)
	if err != nil {
		return act, err
	}
	return civic.DecodeBody[civic.Act](civic.Record{Body: body})
}

// undone tells whether the command is about an act whose publication was undone.
// Offered again after a restore it is accepted and does nothing: that is how it
// ended before.
func (t *trial) undone(ctx context.Context, c civic.Command) (bool, error) {
	switch c.Name {
	case civic.CmdPublish, civic.CmdRevise, civic.CmdUndo, civic.CmdWithdraw:
	default:
		return false, nil
	}
	listed, err := t.l.Listed(ctx, []string{civic.ActKey(civic.Concerns(c))})
	return listed != nil, err
}

// obscures tells whether pushes may have changed the list.
func obscures(group []*job) bool {
	return slices.ContainsFunc(group, func(j *job) bool {
		return slices.ContainsFunc(j.cmds, func(c civic.Command) bool {
			return c.Name == civic.CmdRedact || c.Name == civic.CmdUndo
		})
	})
}

// afterRedaction writes the list outside the store and drives the words out of
// what was freed. Only then is a redaction acknowledged.
func (s *Service) afterRedaction(ctx context.Context) error {
	if err := s.writeList(ctx); err != nil {
		return err
	}
	if err := s.store.Sweep(ctx); err != nil {
		s.log.WarnContext(ctx, "freed places are swept later", "kind", string(civic.KindOf(err)))
	}
	if s.o.Copies == nil {
		return nil
	}
	if err := s.o.Copies(ctx); err != nil {
		s.log.ErrorContext(ctx, "a copy beside the store could not be mended", "kind", string(civic.KindOf(err)), "error", err)
	}
	return nil
}

// writeList appends to the list outside what only the store has.
func (s *Service) writeList(ctx context.Context) error {
	if s.o.List == nil {
		return nil
	}
	kept, err := s.store.Redactions(ctx)
	if err != nil {
		return err
	}
	lines, err := s.o.List.Lines(ctx)
	if err != nil {
		return err
	}
	if missing := lacking(kept, lines); len(missing) > 0 {
		return s.o.List.Append(ctx, missing)
	}
	return nil
}

// lacking gives those of a list of which another one lacks something.
func lacking(list, in []civic.Redaction) []civic.Redaction {
	has := civic.ListingOf(in...)
	var out []civic.Redaction
	for _, r := range list {
		if slices.ContainsFunc(r.Keys(), func(k string) bool { return !has(k) }) {
			out = append(out, r)
		}
	}
	return out
}

// MendRedactions must run before serving, and upon what is about to be restored:
// it takes out of the store what the list outside has and the store, put back
// from a former day, does not know. It gives how many lines were applied.
func (s *Service) MendRedactions(ctx context.Context) (int, error) {
	if s.o.List == nil {
		return 0, nil
	}
	lines, err := s.o.List.Lines(ctx)
	if err != nil {
		return 0, err
	}
	kept, err := s.store.Redactions(ctx)
	if err != nil {
		return 0, err
	}
	missing := lacking(lines, kept)
	for _, r := range missing {
		err := s.store.Update(ctx, s.now(), func(l Ledger) error {
			wide, effects, err := civic.Spread(ctx, l, r)
			if err != nil {
				return err
			}
			if _, err := l.Apply(ctx, "", effects); err != nil {
				return err
			}
			return l.List(ctx, wide)
		})
		if err != nil {
			return 0, err
		}
	}
	if err := s.writeList(ctx); err != nil || len(missing) == 0 {
		return 0, err
	}
	s.log.WarnContext(ctx, "redactions that the database did not know were applied", "count", len(missing))
	return len(missing), s.store.Sweep(ctx)
}
