package council

import (
	"context"
	"slices"
	"time"

	"scranno/app/civic"
)

// stillOn is how long after its beginning a sitting is the next one.
const stillOn = 6 * time.Hour

// Sittings lists the sittings by date, the latest first.
func (c *Council) Sittings(ctx context.Context) ([]civic.Sitting, error) {
	return c.o.Store.Sittings(ctx)
}

// Next gives the next sitting, or the one that is on. NotFound: there is none.
func (c *Council) Next(ctx context.Context) (civic.Sitting, error) {
	all, err := c.o.Store.Sittings(ctx)
	if err != nil {
		return civic.Sitting{}, err
	}
	from := c.now().Add(-stillOn)
	for _, s := range slices.Backward(all) {
		if s.At.After(from) {
			return s, nil
		}
	}
	return civic.Sitting{}, civic.NewError(civic.NotFound, "council.next", "")
}

// SittingView is a sitting as one works on it.
type SittingView struct {
	civic.Sitting
	Amend Term // until when amendments are filed
	Now   time.Time
}

// Term is a moment with the rule that it follows from.
type Term struct {
	At     time.Time
	Source string // the article; empty: the person entered it
}

// Sitting gives one sitting. Notes on acts of the library stand where the act's
// present text has the clause.
func (c *Council) Sitting(ctx context.Context, id civic.ID) (SittingView, error) {
	s, err := c.o.Store.Sitting(ctx, id)
	if err != nil {
		return SittingView{}, err
	}
	v := SittingView{Sitting: s, Now: c.now()}
	if v.Amend, err = c.amendTerm(ctx, s); err != nil {
		return v, err
	}
	return v, c.settle(ctx, &v.Sitting)
}

// amendTerm gives what the person entered, else what the council's rules say.
func (c *Council) amendTerm(ctx context.Context, s civic.Sitting) (Term, error) {
	if !s.AmendBy.IsZero() {
		return Term{At: s.AmendBy}, nil
	}
	p, err := c.Profile(ctx, s.Body)
	if err != nil {
		return Term{}, err
	}
	r, ok := p.Rule(civic.RuleAmendHours, civic.Amendment, "")
	if !ok {
		return Term{}, nil
	}
	return Term{At: s.At.Add(-time.Duration(r.Value) * time.Hour), Source: r.Source}, nil
}

// settle finds, for notes on acts, their clauses in the acts' present text.
func (c *Council) settle(ctx context.Context, s *civic.Sitting) error {
	s.Notes = slices.Clone(s.Notes)
	for i := range s.Notes {
		n := &s.Notes[i]
		if n.Paper != "" || n.Clause == "" {
			continue
		}
		text, err := c.clausesOf(ctx, s, n.Item, "")
		if civic.Is(err, civic.NotFound) {
			n.Lost = true
			continue
		}
		if err != nil {
			return err
		}
		anchor(n, text)
	}
	return nil
}

// AddSitting keeps a new sitting. What is not said of the body comes from the
// person's own council.
func (c *Council) AddSitting(ctx context.Context, s civic.Sitting) (civic.Sitting, error) {
	var err error
	if s.ID, err = c.newID(); err != nil {
		return s, err
	}
	if s.Body == "" {
		if s.Body, err = c.Home(ctx); err != nil {
			return s, err
		}
	}
	if err := c.fillBody(ctx, &s); err != nil {
		return s, err
	}
	now := c.now()
	s.Revision, s.Created, s.Updated, s.At = 1, now, now, civic.Stamp(s.At)
	for i := range s.Items {
		if s.Items[i].ID, err = c.newID(); err != nil {
			return s, err
		}
	}
	if err := s.Validate(); err != nil {
		return s, err
	}
	return s, c.after(c.o.Store.AddSitting(ctx, s))
}

// fillBody names the body, and its council as the organ.
func (c *Council) fillBody(ctx context.Context, s *civic.Sitting) error {
	if s.BodyName != "" && s.Organ != "" {
		return nil
	}
	p, err := c.Profile(ctx, s.Body)
	if err != nil {
		return err
	}
	if s.BodyName == "" {
		s.BodyName = p.Name
	}
	if s.Organ == "" {
		s.Organ = organOf(p.Level)
	}
	return nil
}

// organOf is the assembly of a level, as a convocation names it.
func organOf(l civic.Level) string {
	switch l {
	case civic.Provincial:
		return "Consiglio provinciale"
	case civic.Regional:
		return "Consiglio regionale"
	}
	return "Consiglio comunale"
}

// ChangeSitting changes what change says. Nothing is kept of a sitting that would
// not be valid.
func (c *Council) ChangeSitting(ctx context.Context, id civic.ID, change func(*civic.Sitting) error) (civic.Sitting, error) {
	s, err := c.o.Store.ChangeSitting(ctx, id, c.now(), func(s *civic.Sitting) error {
		if err := change(s); err != nil {
			return err
		}
		return s.Validate()
	})
	return s, c.after(err)
}

// Revert puts a sitting back as it was before the last change. Conflict: it has
// changed since.
func (c *Council) Revert(ctx context.Context, was civic.Sitting) (civic.Sitting, error) {
	return c.ChangeSitting(ctx, was.ID, func(s *civic.Sitting) error {
		if s.Revision != was.Revision+1 {
			return civic.NewError(civic.Conflict, "council.revert", "sitting.moved_on")
		}
		now := *s
		*s = was
		s.Revision = now.Revision
		return nil
	})
}

// BinSitting puts a sitting away for thirty days.
func (c *Council) BinSitting(ctx context.Context, id civic.ID) error {
	return c.after(c.o.Store.BinSitting(ctx, id, c.now()))
}

// RestoreSitting takes a sitting back.
func (c *Council) RestoreSitting(ctx context.Context, id civic.ID) error {
	return c.after(c.o.Store.RestoreSitting(ctx, id))
}
