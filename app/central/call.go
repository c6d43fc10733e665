package central

import (
	"context"
	"time"

	"scranno/app/civic"
)

// Invitation is one that an administrator brings in, with who made it and when.
// The thread of a debate is brought in by AddTalk.
type Invitation struct {
	ID, Author civic.ID
	Call       civic.Call
	At         time.Time
}

// AddCall brings an invitation in. Its act is one that everyone may read. Doing it
// again changes nothing.
func (s *Service) AddCall(ctx context.Context, c Invitation) error {
	const op = "central.call"
	c.Call.Note, c.Call.Synthesis = civic.CleanText(c.Call.Note), civic.CleanText(c.Call.Synthesis)
	if !c.ID.Valid() || (c.Call.Type == civic.CallDebate) != (c.Call.Thread != "") {
		return civic.NewError(civic.Invalid, op, "invalid.id")
	}
	if err := c.Call.Validate(); err != nil {
		return err
	}
	err := s.store.View(ctx, s.now(), func(w civic.World) error {
		rec, err := w.Record(ctx, c.Call.Act)
		if err != nil {
			return err
		}
		act, err := civic.DecodeBody[civic.Act](rec)
		if err == nil && (rec.Kind != civic.KindAct || act.Visibility != civic.Everyone || act.Returned != nil) {
			err = civic.NewError(civic.Invalid, op, "invalid.call_act")
		}
		return err
	})
	if err != nil {
		return err
	}
	fields, err := fieldsOf(c.Call)
	if err != nil {
		return err
	}
	return s.writeAt(ctx, c.Author, c.At, []civic.Effect{{Kind: civic.KindCall, ID: c.ID, Channel: c.Call.Home(), Fields: fields}})
}
