package civic

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Quiet are the election silences of a territory: the body of a record "quiet" in
// its public channel, written by who runs the central. While one holds, the
// service tells nobody of invitations there; people's acts and threads go on
// (l. 28/2000, art. 9).
type Quiet struct {
	Region  Region        `json:"region"` // or NationWide: all
	Windows []QuietWindow `json:"windows"`
}

// QuietWindow is one silence, from its first day to its last, both within it.
type QuietWindow struct {
	From Date   `json:"from"`
	To   Date   `json:"to"`
	Why  string `json:"why,omitempty"` // in words, as in "elezioni regionali"
}

// Silence is a window with the territory in which it holds.
type Silence struct {
	Region Region
	QuietWindow
}

// Limits of what is declared.
const (
	MaxQuietDays    = 366
	MaxQuietWindows = 32
)

// QuietID is the id of the record of a territory.
func QuietID(r Region) ID { return DerivedID("quiet", string(r)) }

// QuietRegions lists the territories that may have silences: those whose councils
// can be invited.
func QuietRegions() []Region { return append([]Region{NationWide, ExampleRegion}, Regions()...) }

// Validate checks the windows' own form; they stand in the order of their days.
func (q Quiet) Validate() error {
	const op = "quiet.validate"
	switch {
	case !slices.Contains(QuietRegions(), q.Region):
		return NewError(Invalid, op, "invalid.region")
	case len(q.Windows) > MaxQuietWindows:
		return NewError(TooLarge, op, "invalid.too_many", "field", "date")
	}
	for i, w := range q.Windows {
		if w.From == "" || w.To == "" || !w.From.Valid() || !w.To.Valid() || w.To < w.From || w.From.Plus(MaxQuietDays) < w.To {
			return NewError(Invalid, op, "invalid.quiet")
		}
		if i > 0 && w.From <= q.Windows[i-1].From {
			return NewError(Invalid, op, "invalid.quiet")
		}
		if err := checkLine(op, "why", w.Why, MaxTitle); err != nil {
			return err
		}
	}
	return nil
}

// With is the silences with one more; one that begins on the same day gives way.
func (q Quiet) With(w QuietWindow) Quiet {
	w.Why = strings.TrimSpace(w.Why)
	q = q.Without(w.From)
	q.Windows = append(q.Windows, w)
	slices.SortFunc(q.Windows, func(a, b QuietWindow) int { return strings.Compare(string(a.From), string(b.From)) })
	return q
}

// Without is the silences but the one that begins on that day.
func (q Quiet) Without(from Date) Quiet {
	q.Windows = slices.DeleteFunc(slices.Clone(q.Windows), func(w QuietWindow) bool { return w.From == from })
	return q
}

// SilentOn gives the silence that holds on the day in one of the territories, of
// several the one that ends last. One of the whole country holds in each.
func SilentOn(all []Quiet, day Date, in ...Region) (Silence, bool) {
	var found Silence
	for _, q := range all {
		if q.Region != NationWide && !slices.Contains(in, q.Region) {
			continue
		}
		for _, w := range q.Windows {
			if w.From <= day && day <= w.To && w.To > found.To {
				found = Silence{Region: q.Region, QuietWindow: w}
			}
		}
	}
	return found, found.To != ""
}

// Silenced is SilentOn by what a world knows. What a copy does not hold is no
// silence: the central knows.
func Silenced(ctx context.Context, w World, day Date, in ...Region) (Silence, bool, error) {
	var all []Quiet
	for _, r := range append([]Region{NationWide}, in...) {
		rec, err := w.Record(ctx, QuietID(r))
		if Is(err, NotFound) || Is(err, Unknown) || err == nil && rec.Kind != KindQuiet {
			continue
		}
		if err != nil {
			return Silence{}, false, err
		}
		q, err := DecodeBody[Quiet](rec)
		if err != nil {
			return Silence{}, false, err
		}
		all = append(all, q)
	}
	s, on := SilentOn(all, day, in...)
	return s, on, nil
}

// heldBack refuses an invitation while a silence holds in its territory. What a
// restored central forgot had left before.
func heldBack(ctx context.Context, w World, c Command, to Region, now time.Time) (*Refusal, error) {
	s, on, err := Silenced(ctx, w, DateOf(now.UTC()), to)
	if err != nil || !on || c.Again {
		return nil, err
	}
	return s.Refusal(), nil
}

// Refusal is why an invitation does not leave while the silence holds.
func (s Silence) Refusal() *Refusal {
	return &Refusal{Reason: ReasonQuiet, Params: map[string]string{ParamUntil: string(s.To), ParamRegion: string(s.Region)}}
}

// Parameters of ReasonQuiet: the last day, and the territory.
const (
	ParamUntil  = "until"
	ParamRegion = "region"
)
