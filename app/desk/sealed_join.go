package desk

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// sharedForm is a draft as it travels: without what belongs to this desk.
func sharedForm(x civic.Draft) ([]byte, error) {
	x.Revision, x.Updated, x.Sealed, x.Papers, x.Replies = 0, time.Time{}, nil, nil, nil
	return civic.CanonicalOf(x)
}

// sameShared tells whether two drafts travel alike.
func sameShared(a, b civic.Draft) (bool, error) {
	x, err := sharedForm(a)
	if err != nil {
		return false, err
	}
	y, err := sharedForm(b)
	return string(x) == string(y), err
}

// draftIn reads a draft out of a seal.
func draftIn(raw json.RawMessage) (civic.Draft, error) {
	var x civic.Draft
	if err := json.Unmarshal(raw, &x); err != nil {
		return x, civic.WrapError(civic.Damaged, "desk.unseal", err)
	}
	if !x.ID.Valid() || x.Plain == nil {
		return x, civic.NewError(civic.Damaged, "desk.unseal", "")
	}
	return x, nil
}

// withUnknown writes a draft and adds the fields of a former form of it that
// this version does not know.
func withUnknown(former json.RawMessage, x civic.Draft) (json.RawMessage, error) {
	now, err := sharedForm(x)
	if err != nil || former == nil {
		return now, err
	}
	var old struct {
		Plain json.RawMessage `json:"plain"`
	}
	extra, inner := civic.Fields{}, civic.Fields{}
	if json.Unmarshal(former, &extra) != nil || json.Unmarshal(former, &old) != nil {
		return now, nil
	}
	drop(extra, reflect.TypeFor[civic.Draft]())
	if len(old.Plain) > 0 && json.Unmarshal(old.Plain, &inner) == nil && len(inner) > 0 {
		drop(inner, reflect.TypeFor[civic.Content]())
		text, err := civic.CanonicalOf(x.Plain)
		if err != nil {
			return nil, err
		}
		if extra["plain"], err = civic.Merge(text, inner); err != nil {
			return nil, err
		}
	}
	return civic.Merge(now, extra)
}

// drop removes the fields that a type has.
func drop(f civic.Fields, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && name == "" {
			drop(f, field.Type)
			continue
		}
		delete(f, cmp.Or(name, field.Name))
	}
}

// meeting is a draft on two devices: as both knew it, as it is here, as it came.
type meeting struct {
	base, here, came civic.Draft
	mine, theirs     string // names of the devices, in a group of the persons
	published        string // TextHash of the act that both say it became; empty: not known here
	now              time.Time
}

// join makes one draft of the two. A text whose publication was asked for stays
// as it was published: what the other device wrote then stands beside it, as a
// draft of its own.
func (m meeting) join() (out civic.Draft, beside *civic.Draft) {
	out = m.here
	text, doubts := drafting.Merge(*m.base.Plain, *m.here.Plain, *m.came.Plain)
	left := m.left()
	gone := m.came.State == civic.DraftSubmitted && m.base.State != civic.DraftSubmitted
	mine := m.came.Act > m.here.Act
	if m.came.Act == m.here.Act { // of a group: both published it, and one was first
		mine = m.published != "" && m.published == civic.TextHash(*m.here.Plain)
	}
	switch {
	case left && gone && mine, left && !gone:
		if !gone || m.came.Act != m.here.Act { // else its writer has it beside
			if !reflect.DeepEqual(*m.came.Plain, *m.base.Plain) && !reflect.DeepEqual(text, *m.here.Plain) {
				beside = m.beside(out, text)
			}
		}
		out.Doubts = m.doubts(nil)
		return out, beside
	case gone:
		out = m.came
		out.Created, out.Papers, out.Replies = m.here.Created, m.here.Papers, m.here.Replies
		if !reflect.DeepEqual(*m.here.Plain, *m.base.Plain) && !reflect.DeepEqual(text, *m.came.Plain) {
			beside = m.beside(out, text)
		}
		out.Doubts = m.doubts(nil)
		return out, beside
	}
	out.Plain = &text
	out.State = mergeState(m.base.State, m.here.State, m.came.State)
	out.Revises = take(m.base.Revises, m.here.Revises, m.came.Revises)
	out.Base = take(m.base.Base, m.here.Base, m.came.Base)
	out.Act = take(m.base.Act, m.here.Act, m.came.Act)
	out.Protocol = take(m.base.Protocol, m.here.Protocol, m.came.Protocol)
	out.FiledOn = take(m.base.FiledOn, m.here.FiledOn, m.came.FiledOn)
	out.Beside = take(m.base.Beside, m.here.Beside, m.came.Beside)
	out.As = oneAs(m.here.As, m.came.As)
	out.Ask = takeAsk(m.base.Ask, m.here.Ask, m.came.Ask)
	out.Doubts = m.doubts(doubts)
	return out, nil
}

// left tells that the draft was published here, upon the text that both knew.
func (m meeting) left() bool {
	return m.here.State == civic.DraftSubmitted && m.base.State != civic.DraftSubmitted
}

// oneAs gives the id that the act will have: the same one on all desks, once it
// was given.
func oneAs(here, came civic.ID) civic.ID {
	if here == "" || came != "" && came < here {
		return came
	}
	return here
}

// takeAsk takes the changed one of two questions; of two changed ones the later.
func takeAsk(base, here, came *civic.Ask) *civic.Ask {
	switch {
	case reflect.DeepEqual(came, base):
		return here
	case reflect.DeepEqual(here, base), here == nil:
		return came
	case came == nil || here.At.After(came.At) || here.At.Equal(came.At) && here.Done.After(came.Done):
		return here
	}
	return came
}

// beside is the text that was written while the draft was already on its way.
func (m meeting) beside(out civic.Draft, text civic.Content) *civic.Draft {
	words, err := civic.CanonicalOf(text)
	if err != nil {
		return nil
	}
	x := civic.Draft{
		ID: civic.DerivedID("beside", string(out.ID), hashOf(words)), State: civic.DraftOpen, Revision: 1,
		Created: m.now, Updated: m.now, Plain: &text,
		Revises: out.Revises, Base: out.Base, Beside: out.Revises,
	}
	if x.Revises == "" {
		x.Revises, x.Base, x.Beside = out.Act, 1, out.Act
	}
	return &x
}

// mergeState takes the changed one of two states; of two changed ones the one
// that went further.
func mergeState(base, here, came civic.DraftState) civic.DraftState {
	if here == base {
		return came
	}
	if came == base || came == here {
		return here
	}
	rank := []civic.DraftState{civic.DraftOpen, civic.DraftKept, civic.DraftFiled, civic.DraftSubmitted}
	if slices.Index(rank, here) > slices.Index(rank, came) {
		return here
	}
	return came
}

// take gives the changed one of two values; what came wins over what is here.
func take[T comparable](base, here, came T) T {
	if came == base {
		return here
	}
	return came
}

// doubts joins what is still to be looked at on either device, and names the
// devices in the new ones.
func (m meeting) doubts(fresh []civic.Doubt) []civic.Doubt {
	var out []civic.Doubt
	for _, x := range slices.Concat(m.here.Doubts, m.came.Doubts) {
		known := slices.Contains(m.base.Doubts, x)
		if known && (!slices.Contains(m.here.Doubts, x) || !slices.Contains(m.came.Doubts, x)) {
			continue // looked at on one of them
		}
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	name := map[string]string{drafting.SideA: m.mine, drafting.SideB: m.theirs}
	for _, x := range fresh {
		x.From, x.Other, x.At = name[x.From], name[x.Other], m.now
		out = append(out, x)
	}
	return out
}
