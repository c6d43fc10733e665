package central

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"scranno/app/civic"
)

// maxAttempts is how often a command may crash its rule before it is refused.
const maxAttempts = 3

// keyTaken is the store's word for an id that was once another thing.
const keyTaken = "id-taken"

// trial is the running of commands inside one transaction.
type trial struct {
	s     *Service
	l     Ledger
	seen  *remembering // l, for rules
	now   time.Time
	epoch string
	began time.Time              // the epoch
	loose []func(l Ledger) error // what a planted bug keeps only after the commit
}

// run answers one command. An error is a failure of the store and ends the
// transaction; everything else is an answer.
func (t *trial) run(ctx context.Context, c civic.Command, attempts int) (a civic.Answer, err error) {
	hash := hashOf(c)
	if civic.Planted(civic.BugBatchKey) {
		asked := c.ID
		c.ID = civic.DerivedID("command", string(c.Device), strconv.FormatInt(c.N, 10))
		defer func() {
			if a.ID = asked; a.Receipt != nil {
				a.Receipt.ID = asked
			}
		}()
	}
	switch r, err := t.l.Receipt(ctx, c.ID); {
	case err == nil && r.Person == c.Author && (r.Hash == hash || censored(c)):
		// What survived a restore stands in the present epoch.
		r.Epoch = t.epoch
		return answered(r), t.l.Quiet(ctx, c)
	case err == nil:
		// The id means something else: told, and not kept, for the id is taken.
		return answered(t.refusal(c, hash, &civic.Refusal{Reason: civic.ReasonMisuse})), t.l.Quiet(ctx, c)
	case !civic.Is(err, civic.NotFound):
		return civic.Answer{}, err
	}
	if c.After != "" {
		r, err := t.l.Receipt(ctx, c.After)
		switch {
		case civic.Is(err, civic.NotFound), err == nil && r.Person != c.Author:
			return civic.Answer{ID: c.ID, State: civic.AnswerDeferred}, t.l.Quiet(ctx, c)
		case err != nil:
			return civic.Answer{}, err
		case r.Outcome == civic.Refused:
			return t.refuse(ctx, c, hash, &civic.Refusal{Reason: civic.ReasonDependent})
		}
	}
	if c.Again {
		gone, err := t.undone(ctx, c)
		if err != nil {
			return civic.Answer{}, err
		}
		if gone {
			r := t.receipt(c, hash)
			c.Args = nil
			return answered(r), t.l.Keep(ctx, c, r)
		}
	}
	if attempts > maxAttempts {
		return t.refuse(ctx, c, hash, &civic.Refusal{Reason: civic.ReasonInternal})
	}
	return t.try(ctx, c, hash, attempts)
}

func (t *trial) try(ctx context.Context, c civic.Command, hash string, attempts int) (civic.Answer, error) {
	var refused *civic.Refusal
	receipt := t.receipt(c, hash)
	err := t.l.Savepoint(ctx, func() error {
		d, err := decide(ctx, t.seen, t.believed(c), t.now)
		if err != nil || d.Refusal != nil {
			refused = d.Refusal
			return err
		}
		if err := t.temper(ctx, &c, &d); err != nil {
			return err
		}
		if refused, err = t.enclosed(ctx, c); err != nil || refused != nil {
			return err
		}
		receipt.Params = d.Params
		if receipt.Effects, err = t.l.Apply(ctx, c.Author, d.Effects); err != nil {
			return err
		}
		t.s.letGo(d.Effects)
		t.seen.wrote(d.Effects)
		if err := t.l.MarkTally(ctx, civic.Tallied(c)); err != nil {
			return err
		}
		if civic.Planted(civic.BugLooseReceipt) {
			t.loose = append(t.loose, func(l Ledger) error { return l.Keep(ctx, c, receipt) })
			return nil
		}
		return t.l.Keep(ctx, c, receipt)
	})
	switch {
	case isOutage(err):
		return civic.Answer{}, err
	case errors.Is(err, errFileAwaited):
		return civic.Answer{ID: c.ID, State: civic.AnswerDeferred, Reason: civic.ReasonAttachment}, t.l.Quiet(ctx, c)
	case isTaken(err):
		return t.refuse(ctx, c, hash, &civic.Refusal{Reason: civic.ReasonDuplicate})
	case err != nil && civic.Planted(civic.BugPoison):
		return civic.Answer{}, err
	case err != nil:
		t.s.log.ErrorContext(ctx, "a rule failed", "command", string(c.Name), "id", string(c.ID), "attempts", attempts, "error", err)
		if attempts >= maxAttempts {
			return t.refuse(ctx, c, hash, &civic.Refusal{Reason: civic.ReasonInternal})
		}
		return civic.Answer{ID: c.ID, State: civic.AnswerDeferred}, nil
	case refused != nil:
		return t.refuse(ctx, c, hash, withheld(refused))
	}
	return answered(receipt), nil
}

// believed takes from a command that it was accepted before where no restore can
// have forgotten it: rules spare such commands what has ended meanwhile, and a
// desk's word alone opens nothing. What was redacted is so by the list too.
func (t *trial) believed(c civic.Command) civic.Command {
	c.Again = c.Again && (c.Name == civic.CmdRedact || t.now.Before(t.began.Add(againFor)))
	return c
}

// withheld says of what the person may not read the same as of what is not
// there. A desk tells them apart for its own person: its copy may be behind.
func withheld(r *civic.Refusal) *civic.Refusal {
	if r.Reason == civic.ReasonNotMember {
		return &civic.Refusal{Reason: civic.ReasonGone}
	}
	return r
}

// refuse keeps a refusal for ever, unless what the command lacks was lost by a
// restore and may itself come back: then it is answered "later", without a
// receipt, for as long as desks offer again.
func (t *trial) refuse(ctx context.Context, c civic.Command, hash string, why *civic.Refusal) (civic.Answer, error) {
	if c.Again && why.Reason.Returnable() {
		if t.now.Before(t.began.Add(againFor)) {
			return civic.Answer{ID: c.ID, State: civic.AnswerLater, Reason: why.Reason}, t.l.Quiet(ctx, c)
		}
		why = &civic.Refusal{Reason: civic.ReasonNotBack, Params: map[string]string{"reason": string(why.Reason)}}
	}
	r := t.refusal(c, hash, why)
	return answered(r), t.l.Keep(ctx, c, r)
}

func (t *trial) receipt(c civic.Command, hash string) civic.Receipt {
	return civic.Receipt{ID: c.ID, Person: c.Author, Hash: hash, Outcome: civic.Accepted, Epoch: t.epoch, At: t.now}
}

func (t *trial) refusal(c civic.Command, hash string, why *civic.Refusal) civic.Receipt {
	r := t.receipt(c, hash)
	r.Outcome, r.Reason, r.Params = civic.Refused, why.Reason, why.Params
	return r
}

func answered(r civic.Receipt) civic.Answer {
	return civic.Answer{ID: r.ID, State: civic.AnswerReceipt, Receipt: &r}
}

// censored tells whether the desk took words out of a command that may have left
// already: its hash is another one then, and its receipt still its own.
func censored(c civic.Command) bool {
	return (c.Name == civic.CmdPublish || c.Name == civic.CmdRevise) && bytes.Contains(c.Args, []byte(civic.Obscured))
}

// decide runs the rule and turns its crash into an error.
func decide(ctx context.Context, w civic.World, c civic.Command, now time.Time) (d civic.Decision, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = civic.WrapError(civic.Internal, "central.decide", fmt.Errorf("the rule panicked: %v", p))
		}
	}()
	return civic.Decide(ctx, w, c, now)
}

// isOutage tells the failures of the store, which pass, from those of a rule. No
// rule gives Forbidden: it is a file that may not be written.
func isOutage(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		civic.Is(err, civic.Busy) || civic.Is(err, civic.Forbidden)
}

// isTaken tells that an effect's id was once another thing. Rules look at what is
// live alone.
func isTaken(err error) bool {
	e, ok := errors.AsType[*civic.Error](err)
	return ok && e.Kind == civic.Conflict && e.Key == keyTaken
}

// hashOf is the command's hash; arguments that have no canonical form are hashed
// as they are, and refused by the rule.
func hashOf(c civic.Command) string {
	if h, err := c.Hash(); err == nil {
		return h
	}
	sum := sha256.New()
	sum.Write([]byte(c.Name))
	sum.Write([]byte{'\n'})
	sum.Write(c.Args)
	return hex.EncodeToString(sum.Sum(nil))
}
