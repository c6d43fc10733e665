package council

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"scranno/app/civic"
)

// KeepItem writes an item of the agenda: a new one, without an id, at the end.
// Its papers stay as they are.
func (c *Council) KeepItem(ctx context.Context, sitting civic.ID, it civic.SittingItem) (civic.Sitting, civic.ID, error) {
	fresh := it.ID == ""
	if fresh {
		var err error
		if it.ID, err = c.newID(); err != nil {
			return civic.Sitting{}, "", err
		}
	}
	s, err := c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		if fresh {
			if it.Number == "" {
				it.Number = nextNumber(s.Items)
			}
			s.Items = append(s.Items, it)
			return nil
		}
		have := s.Item(it.ID)
		if have == nil {
			return civic.NewError(civic.NotFound, "council.item", "")
		}
		it.Papers = have.Papers
		if it.Outcome != have.Outcome {
			it.Told = false
		}
		*have = it
		return nil
	})
	return s, it.ID, err
}

// nextNumber counts on from the last number.
func nextNumber(items []civic.SittingItem) string {
	for _, it := range slices.Backward(items) {
		if n, err := strconv.Atoi(strings.Trim(it.Number, ".)° ")); err == nil {
			return strconv.Itoa(n + 1)
		}
	}
	return strconv.Itoa(len(items) + 1)
}

// DropItem takes an item off the agenda, with the notes on it.
func (c *Council) DropItem(ctx context.Context, sitting, item civic.ID) (civic.Sitting, error) {
	return c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		if s.Item(item) == nil {
			return civic.NewError(civic.NotFound, "council.item", "")
		}
		s.Items = slices.DeleteFunc(slices.Clone(s.Items), func(x civic.SittingItem) bool { return x.ID == item })
		s.Notes = slices.DeleteFunc(slices.Clone(s.Notes), func(n civic.SittingNote) bool { return n.Item == item })
		return nil
	})
}

// MoveItem moves an item by so many places.
func (c *Council) MoveItem(ctx context.Context, sitting, item civic.ID, by int) (civic.Sitting, error) {
	return c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		from := slices.IndexFunc(s.Items, func(x civic.SittingItem) bool { return x.ID == item })
		to := from + by
		if from < 0 || to < 0 || to >= len(s.Items) {
			return civic.NewError(civic.NotFound, "council.item", "")
		}
		it := s.Items[from]
		s.Items = slices.Insert(slices.Delete(slices.Clone(s.Items), from, from+1), to, it)
		return nil
	})
}

// EventOf gives the event that records the outcome of an item's act, in the words
// of the act's life; the person's consent and the desk's command make it one.
// NotFound: the item has no act of the library, or no outcome.
func (c *Council) EventOf(s civic.Sitting, item civic.ID) (civic.ActEvent, error) {
	it := s.Item(item)
	if it == nil || it.Act == "" || it.Outcome == "" || it.Outcome == civic.NoOutcome || it.Outcome == civic.Pending {
		return civic.ActEvent{}, civic.NewError(civic.NotFound, "council.event", "sitting.no_event")
	}
	e := civic.ActEvent{
		Act: it.Act, Type: civic.OutcomeEvent, Date: civic.DateOf(s.At.In(c.o.Now().Location())), Outcome: it.Outcome, Votes: it.Votes,
	}
	switch it.Outcome {
	case civic.AnsweredWritten, civic.AnsweredOral, civic.AnsweredCommittee:
		e.Type = civic.Answered
	}
	return e, e.Validate()
}

// ToldOutcome notes that the outcome of an item was recorded.
func (c *Council) ToldOutcome(ctx context.Context, sitting, item civic.ID) (civic.Sitting, error) {
	return c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		it := s.Item(item)
		if it == nil {
			return civic.NewError(civic.NotFound, "council.item", "")
		}
		it.Told = true
		return nil
	})
}

// Own is an act or a draft of the person's that may be on an agenda.
type Own struct {
	Act     civic.ID
	Draft   civic.ID
	Kind    civic.ActKind
	Subject string
	Outcome civic.Outcome
}

// mostOwn bounds what is offered.
const mostOwn = 200

// Mine lists the person's own acts and drafts of a body.
func (c *Council) Mine(ctx context.Context, body civic.BodyCode) ([]Own, error) {
	var out []Own
	drafts, err := c.o.Store.DraftLines(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		if d.Plain != nil && d.Plain.Body == body && d.Act == "" && d.Plain.Subject != "" {
			out = append(out, Own{Draft: d.ID, Kind: d.Plain.Kind, Subject: d.Plain.Subject})
		}
	}
	p, err := c.o.Store.Profile(ctx)
	if err != nil || p.Person == "" {
		return out, err
	}
	r, err := c.o.Store.Acts(ctx, civic.ActQuery{Bodies: []civic.BodyCode{body}, Author: p.Person, Newest: true, Limit: mostOwn})
	for _, a := range r.Hits {
		out = append(out, Own{Act: a.ID, Kind: a.Kind, Subject: a.Subject, Outcome: a.Outcome})
	}
	return out, err
}

// sameSubject is the share of common words from which an item is taken for one's
// own act.
const sameSubject = 0.6

// link marks the items of an agenda that are the person's own acts.
func (c *Council) link(ctx context.Context, s *civic.Sitting) error {
	own, err := c.Mine(ctx, s.Body)
	if err != nil {
		return err
	}
	for i := range s.Items {
		it, best := &s.Items[i], 0.0
		for _, o := range own {
			if like := wordsIn(o.Subject, it.Subject); like >= sameSubject && like > best {
				best, it.Act, it.Draft, it.Mine = like, o.Act, o.Draft, true
			}
		}
	}
	return nil
}

// wordList gives the words of a text in lower case.
func wordList(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// wordsIn gives the share of the subject's words, of four letters and more, that
// the item has too; 0 where there are too few to tell.
func wordsIn(subject, item string) float64 {
	have := map[string]bool{}
	for _, w := range wordList(item) {
		have[w] = true
	}
	n, common := 0, 0
	for _, w := range wordList(subject) {
		if len(w) < 4 {
			continue
		}
		if n++; have[w] {
			common++
		}
	}
	if n < 2 {
		return 0
	}
	return float64(common) / float64(n)
}
