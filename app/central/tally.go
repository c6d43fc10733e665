package central

import (
	"context"

	"scranno/app/civic"
)

// tallyBatch is how many figures are written in one transaction: few enough that
// those who push meanwhile hardly wait.
const tallyBatch = 250

// FlushTallies writes the public figures that moved, none twice within five
// minutes. The background calls it.
func (s *Service) FlushTallies(ctx context.Context) error {
	now := s.now()
	var last civic.ID
	for more := true; more; {
		var due []civic.Tally
		err := s.store.Update(ctx, now, func(l Ledger) (err error) {
			if due, err = l.DueTallies(ctx, last, tallyBatch); err != nil {
				return err
			}
			for _, t := range due {
				if err := s.writeTally(ctx, l, t); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if more = len(due) == tallyBatch; more {
			last = due[len(due)-1].Of
		}
	}
	return nil
}

func (s *Service) writeTally(ctx context.Context, l Ledger, t civic.Tally) error {
	act, err := l.Record(ctx, t.Of)
	if civic.Is(err, civic.NotFound) || err == nil && act.Kind != civic.KindAct {
		return l.ClearTally(ctx, t.Of) // a lineage may name anything
	}
	if err != nil {
		return err
	}
	old, err := l.Record(ctx, civic.TallyID(t.Of))
	switch {
	case civic.Is(err, civic.NotFound):
		if t.Useful == 0 && t.Reuses == 0 {
			return l.ClearTally(ctx, t.Of)
		}
	case err != nil:
		return err
	case s.now().Before(old.Updated.Add(tallyEvery)):
		return nil // it moved a moment ago; the mark stays
	}
	fields, err := fieldsOf(t)
	if err != nil {
		return err
	}
	if t.Reuses == 0 {
		fields["reuses"] = nil // left out when zero: the former figure must go
	}
	effect := civic.Effect{Kind: civic.KindTally, ID: civic.TallyID(t.Of), Channel: act.Channel, Fields: fields}
	if _, err := l.Apply(ctx, "", []civic.Effect{effect}); err != nil {
		return err
	}
	return l.ClearTally(ctx, t.Of)
}
