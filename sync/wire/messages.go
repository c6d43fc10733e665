package wire

import (
	"encoding/json"
	"time"

	"scranno/app/civic"
)

// FeedRequest asks for what a desk lacks. Without an epoch the desk knows none
// yet.
type FeedRequest struct {
	Epoch string `json:"epoch,omitempty"`
	Wants []Want `json:"channels" maxItems:"2000"`
	Max   int    `json:"max,omitempty" doc:"Bytes that the page should not exceed"`
	// Schema is the newest version of commands that the desk writes: one too old
	// may push, and not pull.
	Schema int   `json:"schema,omitempty"`
	Sealed bool  `json:"sealed,omitempty" doc:"What is sealed is fetched as segments"`
	Heads  bool  `json:"heads,omitempty" doc:"Tell of all channels, to compare counts"`
	Pins   []Pin `json:"pins,omitempty" maxItems:"200" doc:"Acts kept outside the channels"`
}

// Want is civic.Want on the wire.
type Want struct {
	Channel civic.Channel `json:"channel"`
	Tail    int64         `json:"tail"`
	From    int64         `json:"from,omitempty"`
	To      int64         `json:"to,omitempty"`
}

// NewFeedRequest puts the wants into a request.
func NewFeedRequest(epoch string, wants []civic.Want, maxBytes int) FeedRequest {
	r := FeedRequest{Epoch: epoch, Wants: make([]Want, len(wants)), Max: maxBytes}
	for i, w := range wants {
		r.Wants[i] = Want(w)
	}
	return r
}

// Civic gives the wants back; ill-formed ones are an error of kind Invalid.
func (r FeedRequest) Civic() ([]civic.Want, error) {
	if len(r.Wants) > MaxWants {
		return nil, civic.NewError(civic.TooLarge, "wire.feed", "invalid.too_many")
	}
	out := make([]civic.Want, len(r.Wants))
	for i, w := range r.Wants {
		if w.Tail < civic.Unopened || w.From < 0 || w.To < w.From {
			return nil, civic.NewError(civic.Invalid, "wire.feed", "invalid.range")
		}
		out[i] = civic.Want(w)
	}
	return out, nil
}

// PushRequest carries waiting commands, in their order.
type PushRequest struct {
	Epoch    string          `json:"epoch,omitempty"` // that the desk knows
	Device   civic.ID        `json:"device"`
	Schema   int             `json:"schema"`
	Commands []civic.Command `json:"commands" maxItems:"50"`
}

// PushAnswer says of each command, in the same order, what became of it.
type PushAnswer struct {
	Answers []Answer `json:"answers"`
}

// Answer is civic.Answer on the wire.
type Answer struct {
	ID      civic.ID          `json:"id"`
	State   civic.AnswerState `json:"state" enum:"receipt,deferred,later"`
	Receipt *civic.Receipt    `json:"receipt,omitempty"`
	Reason  civic.Reason      `json:"reason,omitempty"`
}

// NewPushAnswer puts the answers into a message.
func NewPushAnswer(answers []civic.Answer) PushAnswer {
	out := PushAnswer{Answers: make([]Answer, len(answers))}
	for i, a := range answers {
		out.Answers[i] = Answer(a)
	}
	return out
}

// Civic gives the answers back. One of an unknown form, or a receipt for
// another command, is an error of kind Offline: it did not come from a central
// that this desk understands.
func (p PushAnswer) Civic() ([]civic.Answer, error) {
	out := make([]civic.Answer, len(p.Answers))
	for i, a := range p.Answers {
		ok := a.ID.Valid()
		switch a.State {
		case civic.AnswerReceipt:
			ok = ok && a.Receipt != nil && a.Receipt.ID == a.ID &&
				(a.Receipt.Outcome == civic.Accepted || a.Receipt.Outcome == civic.Refused)
		case civic.AnswerDeferred, civic.AnswerLater:
		default:
			ok = false
		}
		if !ok {
			return nil, civic.NewError(civic.Offline, "wire.answers", "")
		}
		out[i] = civic.Answer(a)
	}
	return out, nil
}

// ReceiptsAnswer holds a person's own receipts.
type ReceiptsAnswer struct {
	Receipts []civic.Receipt `json:"receipts"`
}

// Decode reads a JSON answer of the central into v. What is not JSON of that
// form, such as a captive portal's page, is an error of kind Offline.
func Decode(data []byte, v any) error {
	return civic.WrapError(civic.Offline, "wire.decode", json.Unmarshal(data, v))
}

// millis is a moment as it travels in a page.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
