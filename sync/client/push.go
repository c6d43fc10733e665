package client

import (
	"context"
	"errors"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// The central's words for a number that another command had, and for a desk
// that has not heard of its epoch yet.
const (
	keyNewDevice = "new-device"
	keyEpoch     = "epoch"
)

// envelope is what a push weighs beside its commands, and a command beside its
// arguments.
const envelope = 512

// push sends what waits until nothing waits but what was answered "not yet".
// It gives how many commands got their receipt. A failed request leaves all of
// it waiting; a command that spoils its push is set aside and the others go.
func (r *run) push(ctx context.Context) (int, error) {
	settled := 0
	var spoiled error
	for {
		commands, err := r.c.store.Outgoing(ctx, r.maxPush+len(r.aside))
		if err != nil {
			return settled, err
		}
		var fresh []civic.Command
		for _, c := range commands {
			if !r.aside[c.ID] {
				fresh = append(fresh, c)
			}
		}
		if len(fresh) == 0 {
			return settled, errors.Join(r.unsent(ctx, spoiled), spoiled)
		}
		for _, part := range packed(fresh, r.maxPush) {
			n, err := r.pushPart(ctx, part, &spoiled)
			settled += n
			if err == nil {
				continue
			}
			if civic.Planted(civic.BugDropOn401) && civic.Is(err, civic.Unauthenticated) {
				_, _, err := r.c.store.Answered(ctx, allRefused(part), r.c.now())
				return settled, err
			}
			if stored := r.unsent(ctx, err); stored != nil || !told(err, keyNewDevice) && !told(err, keyEpoch) {
				return settled, errors.Join(err, stored)
			}
			if told(err, keyEpoch) {
				err = r.hello(ctx)
			} else {
				err = r.newDevice(ctx)
			}
			if err != nil {
				return settled, err
			}
			break
		}
	}
}

// pushPart sends some commands. Where the central answers that the request
// itself is no good, it halves them until it finds the one that is not.
func (r *run) pushPart(ctx context.Context, part []civic.Command, spoiled *error) (int, error) {
	n, err := r.send(ctx, part)
	if err == nil || told(err, keyNewDevice) || told(err, keyEpoch) || !kept(err) {
		return n, err
	}
	if len(part) == 1 {
		r.aside[part[0].ID] = true
		*spoiled = err
		r.c.log.Warn("a command does not pass", "kind", string(civic.KindOf(err)))
		return 0, nil
	}
	half := len(part) / 2
	first, err := r.pushPart(ctx, part[:half], spoiled)
	if err != nil {
		return first, err
	}
	second, err := r.pushPart(ctx, part[half:], spoiled)
	return first + second, err
}

func (r *run) send(ctx context.Context, part []civic.Command) (int, error) {
	body := wire.PushRequest{Epoch: r.profile.Epoch, Device: part[0].Device, Schema: part[0].Schema, Commands: part}
	var out wire.PushAnswer
	if err := r.c.askJSON(ctx, r.base, call{path: wire.PathCommands, body: body, signed: true, timeout: pushWait}, &out); err != nil {
		return 0, err
	}
	answers, err := out.Civic()
	if err != nil {
		return 0, err
	}
	asked := make(map[civic.ID]bool, len(part))
	for _, c := range part {
		asked[c.ID] = true
	}
	settled := 0
	for _, a := range answers {
		if !asked[a.ID] {
			return 0, civic.NewError(civic.Offline, "client.answers", "")
		}
		delete(asked, a.ID)
		if a.State == civic.AnswerReceipt {
			settled++
			continue
		}
		r.aside[a.ID] = true
	}
	for id := range asked {
		r.aside[id] = true // not answered: it waits for the next sync
	}
	accepted, refused, err := r.c.store.Answered(ctx, answers, r.c.now())
	r.result.Pushed += accepted
	r.result.Refused += refused
	return settled, err
}

// allRefused is what a planted bug makes of a token that does not hold.
func allRefused(part []civic.Command) []civic.Answer {
	out := make([]civic.Answer, len(part))
	for i, c := range part {
		out[i] = civic.Answer{ID: c.ID, State: civic.AnswerReceipt, Receipt: &civic.Receipt{
			ID: c.ID, Person: c.Author, Outcome: civic.Refused, Reason: civic.ReasonInternal,
		}}
	}
	return out
}

// unsent puts back what was marked as sending and got no answer. A cancelled
// context must not leave it so.
func (r *run) unsent(ctx context.Context, cause error) error {
	return r.c.store.Unsent(context.WithoutCancel(ctx), civic.KindOf(cause), r.c.now())
}

func (r *run) newDevice(ctx context.Context) error {
	if r.devices++; r.devices > maxDevices {
		return civic.NewError(civic.Busy, "client.device", "")
	}
	id, err := civic.NewID(r.c.now(), r.c.rand)
	if err != nil {
		return civic.WrapError(civic.Internal, "client.device", err)
	}
	r.c.log.Info("this profile was copied: it takes a device of its own")
	return r.c.store.NewDevice(ctx, id)
}

// told tells whether the central answered a push with this word.
func told(err error, key string) bool {
	e, ok := errors.AsType[*civic.Error](err)
	return ok && e.Kind == civic.Conflict && e.Key == key
}

// packed splits commands into pushes that the central takes: so many, of one
// device and schema, below the size of a message.
func packed(commands []civic.Command, most int) [][]civic.Command {
	var out [][]civic.Command
	size := 0
	for _, c := range commands {
		weight := len(c.Args) + envelope
		last := len(out) - 1
		if last < 0 || len(out[last]) >= most || size+weight > wire.MaxPushBody-envelope ||
			out[last][0].Device != c.Device || out[last][0].Schema != c.Schema {
			out = append(out, nil)
			last, size = last+1, 0
		}
		out[last] = append(out[last], c)
		size += weight
	}
	return out
}
