package civic

import (
	"context"
	"time"
)

// decideUndo takes a publication back. Within UndoWindow of its acceptance, by
// the central's clock, that is a redaction of the whole act: it is listed, so
// that no restore brings it back. Later it is a withdrawal. The wording is not
// listed: it is the author's, who may publish it again.
func decideUndo(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a ActArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, act, refused, err := shownAct(ctx, w, c.Author, a.Act)
	if refused != nil && refused.Reason == ReasonReturned {
		refused = nil
	}
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if rec.Author != c.Author {
		return refuse(ReasonNotYours), nil
	}
	d, err := takeOut(ctx, w, rec)
	if err != nil {
		return d, err
	}
	if d.Params = map[string]string{ParamAs: AsWithdrawal}; now.Before(act.Published.Add(UndoWindow)) {
		d.Params[ParamAs] = AsUndo
		d.Redaction = &Redaction{ID: c.ID, Acts: []ID{rec.ID}, At: now}
	}
	return d, nil
}

// How an undo ended, in the parameters of its receipt.
const (
	ParamAs      = "as"
	AsUndo       = "undo"
	AsWithdrawal = "withdrawal"
)

// ThreadArgs are the arguments of "thread.withdraw".
type ThreadArgs struct {
	Thread ID `json:"thread"`
}

// One's own conversation can be taken back, title and all, while nobody else
// has written in it.
func decideWithdrawThread(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a ThreadArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, refused, err := shownThread(ctx, w, a.Thread)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if rec.Author != c.Author {
		ok, err := mayReadFor(ctx, w, c.Author, rec.Channel)
		if err != nil || !ok {
			return refuse(ReasonGone), err
		}
		return refuse(ReasonNotYours), nil
	}
	posts, err := w.Children(ctx, rec.ID)
	if err != nil {
		return Decision{}, err
	}
	effects := []Effect{{Kind: KindThread, ID: rec.ID, Channel: rec.Channel, Remove: true, Erase: true}}
	for _, p := range posts {
		if p.Author != c.Author {
			return refuse(ReasonAnswered), nil
		}
		effects = append(effects, Effect{Kind: p.Kind, ID: p.ID, Channel: p.Channel, Remove: true, Erase: true})
	}
	return Decision{Effects: effects}, nil
}
