package civic

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"
)

// UsefulArgs are the arguments of "act.useful".
type UsefulArgs struct {
	Act ID   `json:"act"`
	On  bool `json:"on"`
}

// Useful is one's own mark on an act, seen by nobody else: the body of a
// record "useful" in user/<id>.
type Useful struct {
	Act ID `json:"act"`
}

// UsefulID is the id of a person's mark on an act.
func UsefulID(person, act ID) ID { return DerivedID("useful", string(person), string(act)) }

// Tally holds an act's public figures: the body of a record "tally", written
// by the central alone.
type Tally struct {
	Of     ID    `json:"of"`
	Useful int64 `json:"useful"`
	Reuses int64 `json:"reuses,omitempty"`
}

// TallyID is the id of an act's tally.
func TallyID(act ID) ID { return DerivedID("tally", string(act)) }

func decideUseful(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a UsefulArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.Act.Valid() {
		return Decision{}, NewError(Invalid, "act.useful", "invalid.id")
	}
	id := UsefulID(c.Author, a.Act)
	if !a.On {
		return Decision{Effects: []Effect{{Kind: KindUseful, ID: id, Channel: UserChannel(c.Author), Remove: true, Erase: true}}}, nil
	}
	if _, _, refused, err := shownAct(ctx, w, c.Author, a.Act); err != nil || refused != nil {
		return refusedBy(refused), err
	}
	return Decision{Effects: []Effect{{
		Kind: KindUseful, ID: id, Channel: UserChannel(c.Author), Fields: fieldsOf(Useful{Act: a.Act}),
	}}}, nil
}

// Span is a closed range of born numbers.
type Span [2]int64

// ReadArgs are the arguments of "read.mark".
type ReadArgs struct {
	Thread ID     `json:"thread"`
	Spans  []Span `json:"spans"`
}

// ReadMark is what of a thread one has read, as ranges of born that unite: the
// body of a record "read" in user/<id>.
type ReadMark struct {
	Thread ID     `json:"thread"`
	Spans  []Span `json:"spans"`
}

// ReadID is the id of a person's read mark on a thread.
func ReadID(person, thread ID) ID { return DerivedID("read", string(person), string(thread)) }

// Unite joins two sets of ranges into the least set of disjoint ones.
func Unite(a, b []Span) []Span {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y Span) int { return cmp.Compare(x[0], y[0]) })
	var out []Span
	for _, s := range all {
		if n := len(out); n > 0 && s[0]-1 <= out[n-1][1] { // the highest number has no next one
			out[n-1][1] = max(out[n-1][1], s[1])
			continue
		}
		out = append(out, s)
	}
	return out
}

// Has tells whether the born number is in one of the ranges.
func (m ReadMark) Has(born int64) bool {
	return slices.ContainsFunc(m.Spans, func(s Span) bool { return s[0] <= born && born <= s[1] })
}

// maxMarkSpans bounds what many commands may add up to; the oldest ranges go.
const maxMarkSpans = 4 * MaxReadSpans

func decideRead(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a ReadArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.Thread.Valid() || len(a.Spans) > MaxReadSpans {
		return Decision{}, NewError(Invalid, "read.mark", "invalid.id")
	}
	for _, s := range a.Spans {
		if s[0] < 0 || s[1] < s[0] {
			return Decision{}, NewError(Invalid, "read.mark", "invalid.range")
		}
	}
	id := ReadID(c.Author, a.Thread)
	mark := ReadMark{Thread: a.Thread, Spans: Unite(nil, a.Spans)}
	rec, err := w.Record(ctx, id)
	switch {
	case err == nil:
		var old ReadMark
		if err := json.Unmarshal(rec.Body, &old); err != nil {
			return Decision{}, WrapError(Damaged, "read.decode", err)
		}
		mark.Spans = Unite(old.Spans, a.Spans)
		if n := len(mark.Spans); n > maxMarkSpans {
			mark.Spans = mark.Spans[n-maxMarkSpans:]
		}
	case !Is(err, NotFound) && !Is(err, Unknown):
		return Decision{}, err
	}
	return Decision{Effects: []Effect{{Kind: KindRead, ID: id, Channel: UserChannel(c.Author), Fields: fieldsOf(mark)}}}, nil
}

// NoticeArgs are the arguments of "notice.accept".
type NoticeArgs struct {
	Version string `json:"version"`
}

// Acceptance is that one has read the privacy notice (informativa, no consent):
// the body of a record "acceptance" in user/<id>.
type Acceptance struct {
	Version string    `json:"version"`
	At      time.Time `json:"at"`
}

func decideNotice(_ context.Context, _ World, c Command, now time.Time) (Decision, error) {
	var a NoticeArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if a.Version == "" {
		return Decision{}, NewError(Invalid, "notice.accept", "invalid.version")
	}
	if err := checkLine("notice.accept", "version", a.Version, MaxName); err != nil {
		return Decision{}, err
	}
	return Decision{Effects: []Effect{{
		Kind: KindAcceptance, ID: DerivedID("acceptance", string(c.Author)), Channel: UserChannel(c.Author),
		Fields: fieldsOf(Acceptance{Version: a.Version, At: now}),
	}}}, nil
}

// mayReadFor asks MayRead on behalf of a signed-in person.
func mayReadFor(ctx context.Context, w World, person ID, ch Channel) (bool, error) {
	actor, err := w.Actor(ctx, person)
	if err != nil {
		return false, err
	}
	return MayRead(ctx, w, &actor, ch)
}
