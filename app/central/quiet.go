package central

import (
	"context"
	"slices"

	"scranno/app/civic"
)

// DeclareQuiet declares an election silence in a territory, or changes the one
// that begins on the same day. Desks hear of it with the territory's public
// channel.
func (s *Service) DeclareQuiet(ctx context.Context, r civic.Region, w civic.QuietWindow) error {
	w.Why = civic.CleanText(w.Why)
	return s.changeQuiet(ctx, r, func(q civic.Quiet) (civic.Quiet, error) { return q.With(w), nil })
}

// EndQuiet takes back the silence that begins on that day. NotFound: there is none.
func (s *Service) EndQuiet(ctx context.Context, r civic.Region, from civic.Date) error {
	return s.changeQuiet(ctx, r, func(q civic.Quiet) (civic.Quiet, error) {
		next := q.Without(from)
		if len(next.Windows) == len(q.Windows) {
			return q, civic.NewError(civic.NotFound, "central.quiet", "")
		}
		return next, nil
	})
}

func (s *Service) changeQuiet(ctx context.Context, r civic.Region, change func(civic.Quiet) (civic.Quiet, error)) error {
	if !slices.Contains(civic.QuietRegions(), r) {
		return civic.NewError(civic.Invalid, "central.quiet", "invalid.region")
	}
	return s.store.Update(ctx, s.now(), func(l Ledger) error {
		q, err := quietOf(ctx, l, r)
		if err != nil {
			return err
		}
		if q, err = change(q); err != nil {
			return err
		}
		if err := q.Validate(); err != nil {
			return err
		}
		fields, err := fieldsOf(q)
		if err != nil {
			return err
		}
		_, err = l.Apply(ctx, "", []civic.Effect{{Kind: civic.KindQuiet, ID: civic.QuietID(r), Channel: civic.PublicChannel(r), Fields: fields}})
		return err
	})
}

// Quiets lists the silences of all territories that have any.
func (s *Service) Quiets(ctx context.Context) (all []civic.Quiet, err error) {
	err = s.store.View(ctx, s.now(), func(w civic.World) error {
		all = nil
		for _, r := range civic.QuietRegions() {
			q, err := quietOf(ctx, w, r)
			if err != nil {
				return err
			}
			if len(q.Windows) > 0 {
				all = append(all, q)
			}
		}
		return nil
	})
	return all, err
}

func quietOf(ctx context.Context, w civic.World, r civic.Region) (civic.Quiet, error) {
	rec, err := w.Record(ctx, civic.QuietID(r))
	if civic.Is(err, civic.NotFound) {
		return civic.Quiet{Region: r, Windows: []civic.QuietWindow{}}, nil
	}
	if err != nil {
		return civic.Quiet{}, err
	}
	return civic.DecodeBody[civic.Quiet](rec)
}
