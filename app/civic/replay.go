package civic

import (
	"context"
	"time"
)

// Drawing is how a waiting command shows on the screen before its receipt.
type Drawing string

// The drawings.
const (
	Drawn     Drawing = "drawn"     // its effects are in the overlay
	Undrawn   Drawing = "undrawn"   // this copy lacks what the rule needs
	Doubtful  Drawing = "doubtful"  // the rule would refuse it here; the central decides
	BaseMoved Drawing = "basemoved" // the confirmed text stays, marked as waiting
)

// Overlay is what waiting commands add to the confirmed copy.
type Overlay struct {
	Records  []Record // Deleted ones hide what is confirmed
	By       map[ID][]ID
	Commands map[ID]CommandDrawing
}

// CommandDrawing is the drawing of one command, with the refusal that the
// central would give where one can tell.
type CommandDrawing struct {
	Drawing Drawing
	Reason  Reason
}

// Replay draws the waiting commands, in their order, upon the confirmed copy.
// It never makes a copy of a text: where the base has moved the confirmed text
// is drawn and only a receipt of conflict makes a second one.
func Replay(ctx context.Context, confirmed World, waiting []Command, now time.Time) (Overlay, error) {
	l := &layer{base: confirmed, records: map[ID]Record{}}
	out := Overlay{By: map[ID][]ID{}, Commands: make(map[ID]CommandDrawing, len(waiting))}
	for _, c := range waiting {
		d, err := Decide(ctx, l, c, now)
		switch {
		case Is(err, Unknown), Is(err, Damaged):
			// What this copy lacks, or holds in a form that it cannot read, must
			// not keep a page from being applied.
			out.Commands[c.ID] = CommandDrawing{Drawing: Undrawn}
			continue
		case err != nil:
			return Overlay{}, err
		case d.Refusal != nil && d.Refusal.Reason == ReasonConflict:
			out.Commands[c.ID] = CommandDrawing{Drawing: BaseMoved, Reason: ReasonConflict}
			if id := Concerns(c); id != "" {
				out.By[id] = append(out.By[id], c.ID)
			}
			continue
		case d.Refusal != nil:
			out.Commands[c.ID] = CommandDrawing{Drawing: Doubtful, Reason: d.Refusal.Reason}
			continue
		}
		for _, e := range d.Effects {
			if err := l.apply(ctx, e, c.Author, now); err != nil {
				return Overlay{}, err
			}
			out.By[e.ID] = append(out.By[e.ID], c.ID)
		}
		out.Commands[c.ID] = CommandDrawing{Drawing: Drawn}
	}
	for _, id := range l.order {
		out.Records = append(out.Records, l.records[id])
	}
	return out, nil
}

// Concerns gives the record that a command is about, where it names one.
func Concerns(c Command) ID {
	if groupRule(c.Name) != nil {
		return groupConcerns(c)
	}
	var a struct {
		ID     ID `json:"id"`
		Act    ID `json:"act"`
		Post   ID `json:"post"`
		Thread ID `json:"thread"`
		Clause ID `json:"clause"`
	}
	if c.Decode(&a) != nil {
		return ""
	}
	switch c.Name {
	case CmdPublish, CmdOpenThread, CmdPost, CmdEditEvent, CmdDropEvent, CmdSealDraft, CmdDropDraft, CmdKey, CmdDropKey:
		return a.ID
	case CmdOpenCall, CmdEditCall, CmdCloseCall, CmdWithdrawCall, CmdReturnCall, CmdBringCall:
		return a.ID
	case CmdEditPost, CmdWithdrawPost:
		return a.Post
	case CmdWithdrawTalk:
		return a.Thread
	case CmdCommitment:
		return CommitmentID(a.Act, a.Clause)
	case CmdSponsor:
		return SponsorshipID(c.Author, a.Act)
	case CmdRead:
		return ReadID(c.Author, a.Thread)
	}
	return a.Act
}

// layer is a world with changes drawn upon another one.
type layer struct {
	base    World
	records map[ID]Record
	order   []ID
}

func (l *layer) Record(ctx context.Context, id ID) (Record, error) {
	if r, ok := l.records[id]; ok {
		if r.Deleted {
			return Record{}, NewError(NotFound, "replay.record", "")
		}
		return r, nil
	}
	return l.base.Record(ctx, id)
}

func (l *layer) Children(ctx context.Context, parent ID) ([]Record, error) {
	base, err := l.base.Children(ctx, parent)
	if err != nil {
		return nil, err
	}
	var out []Record
	for _, r := range base {
		if _, drawn := l.records[r.ID]; !drawn {
			out = append(out, r)
		}
	}
	for _, id := range l.order {
		if r := l.records[id]; !r.Deleted && r.Parent() == parent {
			out = append(out, r)
		}
	}
	return out, nil
}

func (l *layer) Actor(ctx context.Context, person ID) (Actor, error) {
	return l.base.Actor(ctx, person)
}

func (l *layer) apply(ctx context.Context, e Effect, author ID, now time.Time) error {
	var prev *Record
	r, err := l.Record(ctx, e.ID)
	switch {
	case err == nil:
		prev = &r
	case !Is(err, NotFound) && !Is(err, Unknown):
		return err
	}
	if prev == nil && e.Remove {
		return nil
	}
	next, err := e.Apply(prev, author, now)
	if err != nil {
		return err
	}
	if _, drawn := l.records[e.ID]; !drawn {
		l.order = append(l.order, e.ID)
	}
	l.records[e.ID] = next
	return nil
}
