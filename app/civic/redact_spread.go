package civic

import (
	"context"
	"encoding/json"
	"slices"
)

// redactAct decides a redaction within one act and its former texts. Every
// wording that a chosen clause has there becomes known by its hash.
func redactAct(ctx context.Context, w World, rec Record, r Redaction) (Decision, error) {
	below, err := w.Children(ctx, rec.ID)
	if err != nil {
		return Decision{}, err
	}
	// A wording names a clause wherever it stands, so in these the ids alone
	// choose: another clause that says the same is found by Spread.
	chosen := keySet(r.Keys())
	var effects []Effect
	note := RedactionNote{Reason: r.Reason, At: r.At}
	for _, x := range append([]Record{rec}, below...) {
		if x.Kind != KindAct && x.Kind != KindRevision {
			continue
		}
		e, hit, found, err := obscureRecord(x, chosen, note)
		if err != nil {
			return Decision{}, err
		}
		if !found {
			continue
		}
		effects = append(effects, e)
		for _, c := range hit {
			if m := TextMark(c.Text); m != "" && c.Text != Obscured && !slices.Contains(r.Texts, m) {
				r.Texts = append(r.Texts, m)
			}
		}
	}
	if len(effects) == 0 {
		return refuse(ReasonGone), nil // obscured already, or not of this act
	}
	return Decision{Effects: effects, Redaction: &r}, nil
}

// obscuredAlready tells whether all the clauses stand in the act or its former
// texts, without their words.
func obscuredAlready(ctx context.Context, w World, rec Record, clauses []ID) (bool, error) {
	below, err := w.Children(ctx, rec.ID)
	if err != nil {
		return false, err
	}
	without := map[ID]bool{}
	for _, x := range append([]Record{rec}, below...) {
		if x.Kind != KindAct && x.Kind != KindRevision {
			continue
		}
		var body struct {
			Clauses []Clause `json:"clauses"`
			Content Content  `json:"content"` // of a former text
		}
		if err := json.Unmarshal(x.Body, &body); err != nil {
			return false, WrapError(Damaged, "redact.look", err)
		}
		for _, c := range append(body.Clauses, body.Content.Clauses...) {
			without[c.ID] = without[c.ID] || c.Text == Obscured
		}
	}
	for _, id := range clauses {
		if !without[id] {
			return false, nil
		}
	}
	return len(clauses) > 0, nil
}

// noticesOf tells the desks that may have the record, or have copied from it,
// unless they are told already: of the whole list's line, which knows more.
func noticesOf(ctx context.Context, w World, rec Record, r Redaction) ([]Effect, error) {
	channels := map[Channel]bool{rec.Channel: true, noticeChannel(rec): true}
	var out []Effect
	for _, e := range notices(channels, r) {
		switch _, err := w.Record(ctx, e.ID); {
		case Is(err, NotFound):
			out = append(out, e)
		case err != nil:
			return nil, err
		}
	}
	return out, nil
}

// notices are the words to the desks in each of the channels.
func notices(channels map[Channel]bool, r Redaction) []Effect {
	r.Channels = nil // whoever reads one channel need not know of another
	var out []Effect
	for _, ch := range sortedChannels(channels) {
		out = append(out, Effect{Kind: KindRedaction, ID: DerivedID("redaction", string(r.ID), string(ch)), Channel: ch, Fields: fieldsOf(r)})
	}
	return out
}

// Finder is a World that can find what a redaction must reach: the central's.
type Finder interface {
	World
	// Holding gives the live records that have one of the keys.
	Holding(ctx context.Context, keys []string) ([]Record, error)
}

// maxSpread bounds how often a redaction is widened by what it found.
const maxSpread = 8

// Spread settles a redaction: the effects that take it out of every record of
// the central, wherever a clause was copied to, and a word to the desks in each
// channel where it was. It widens r by the ids of clauses that say the same, so
// that what came from those is reached too.
func Spread(ctx context.Context, f Finder, r Redaction) (Redaction, []Effect, error) {
	var effects []Effect
	for _, id := range r.Acts {
		rec, err := f.Record(ctx, id)
		if Is(err, NotFound) {
			continue
		}
		if err != nil {
			return r, nil, err
		}
		d, err := takeOut(ctx, f, rec)
		if err != nil {
			return r, nil, err
		}
		effects = append(effects, d.Effects...)
	}
	held, wider, err := reach(ctx, f, r)
	if err != nil {
		return r, nil, err
	}
	// The channels of a line of the list: there may be nothing to take out, and
	// desks that had the words before a restore took them away from here.
	channels := map[Channel]bool{}
	for _, ch := range r.Channels {
		channels[ch] = true
	}
	listed := keySet(wider.Keys())
	for _, rec := range held {
		e, _, found, err := obscureRecord(rec, listed, RedactionNote{Reason: r.Reason, At: r.At})
		if err != nil {
			return r, nil, err
		}
		if found {
			effects = append(effects, e)
			channels[rec.Channel] = true
			channels[noticeChannel(rec)] = true
		}
	}
	wider.Channels = sortedChannels(channels)
	return wider, append(effects, notices(channels, wider)...), nil
}

// reach finds the records that hold what r lists, widening it until nothing is
// added.
func reach(ctx context.Context, f Finder, r Redaction) ([]Record, Redaction, error) {
	var held []Record
	seen, asked := map[ID]bool{}, map[string]bool{}
	r.Clauses = slices.Clone(r.Clauses)
	for range maxSpread {
		var keys []string
		for _, k := range r.Keys() {
			if !asked[k] {
				asked[k] = true
				keys = append(keys, k)
			}
		}
		if len(keys) == 0 {
			break
		}
		found, err := f.Holding(ctx, keys)
		if err != nil {
			return nil, r, err
		}
		listed := keySet(keys)
		for _, rec := range found {
			if !seen[rec.ID] {
				seen[rec.ID] = true
				held = append(held, rec)
			}
			_, hit, _, err := ObscureJSON(rec.Body, listed)
			if err != nil {
				return nil, r, WrapError(Damaged, "redact.reach", err)
			}
			for _, c := range hit {
				if !slices.Contains(r.Clauses, c.ID) {
					r.Clauses = append(r.Clauses, c.ID)
				}
			}
		}
	}
	return held, r, nil
}

// noticeChannel is where every desk that may have copied from the record learns
// of a redaction, also one that does not keep the record's own channel.
func noticeChannel(r Record) Channel {
	switch r.Channel.Family() {
	case "acts", "talk", "public":
		return PublicNational
	case "councillors":
		return PeopleCouncillors
	}
	return ""
}

func keySet(keys []string) Listing {
	set := make(map[string]bool, len(keys))
	for _, k := range keys {
		set[k] = true
	}
	return func(key string) bool { return set[key] }
}

// ListingOf is the listing of some redactions.
func ListingOf(all ...Redaction) Listing {
	var keys []string
	for _, r := range all {
		keys = append(keys, r.Keys()...)
	}
	return keySet(keys)
}

func sortedChannels(set map[Channel]bool) []Channel {
	out := make([]Channel, 0, len(set))
	for ch := range set {
		if ch != "" {
			out = append(out, ch)
		}
	}
	slices.Sort(out)
	return out
}
