package civic

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Obscured stands in a clause where moderation took the words out.
const Obscured = "[oscurato]"

// RedactReason is the closed list for which a passage may be obscured.
type RedactReason string

// The reasons of a redaction.
const (
	RedactPersonalData RedactReason = "personal_data"
	RedactSensitive    RedactReason = "sensitive" // health, minors, judicial matters
	RedactSecrecy      RedactReason = "secrecy"   // what an office must keep to itself
	RedactLanguage     RedactReason = "language"
	RedactOrder        RedactReason = "order" // of an authority
)

// RedactReasons lists them in the order of screens.
func RedactReasons() []RedactReason {
	return []RedactReason{RedactPersonalData, RedactSensitive, RedactSecrecy, RedactLanguage, RedactOrder}
}

// Valid tells whether r is in the closed list.
func (r RedactReason) Valid() bool { return slices.Contains(RedactReasons(), r) }

// RedactArgs are the arguments of "act.redact": which clauses of the act, of its
// present or a former text, and which of its attachments. They carry no words.
type RedactArgs struct {
	Act         ID           `json:"act"`
	Clauses     []ID         `json:"clauses,omitempty"`
	Attachments []string     `json:"attachments,omitempty"` // by hash
	Reason      RedactReason `json:"reason"`
}

// Redaction is what must be read nowhere any more, by ids and hashes: a line of
// the list that outlives a restore, and the body of a record "redaction" in each
// channel that held the words, so that desks take them out of what they keep.
type Redaction struct {
	ID          ID           `json:"id"` // of the command
	Clauses     []ID         `json:"clauses,omitempty"`
	Texts       []string     `json:"texts,omitempty"` // TextMark of each wording
	Acts        []ID         `json:"acts,omitempty"`  // whose publication was undone
	Attachments []string     `json:"attachments,omitempty"`
	Reason      RedactReason `json:"reason,omitempty"`
	At          time.Time    `json:"at"`
	// Channels, in the list alone, are where desks were told: they are told there
	// again by a database that was put back from a former day.
	Channels []Channel `json:"channels,omitempty"`
}

// RedactionNote is what an act says of its last redaction.
type RedactionNote struct {
	Reason RedactReason `json:"reason"`
	At     time.Time    `json:"at"`
}

// Listing tells whether a key is in the list of redactions.
type Listing func(key string) bool

// ClauseKey is the key of a clause in the list.
func ClauseKey(id ID) string { return "c:" + string(id) }

// TextKey is of a wording, by its TextMark.
func TextKey(mark string) string { return "t:" + mark }

// ActKey is of a whole act.
func ActKey(id ID) string { return "a:" + string(id) }

// FileKey is of an attachment, by its hash.
func FileKey(hash string) string { return "b:" + hash }

// Keys lists the keys of a redaction.
func (r Redaction) Keys() []string {
	out := make([]string, 0, len(r.Clauses)+len(r.Texts)+len(r.Acts)+len(r.Attachments))
	for _, id := range r.Clauses {
		out = append(out, ClauseKey(id))
	}
	for _, t := range r.Texts {
		out = append(out, TextKey(t))
	}
	for _, id := range r.Acts {
		out = append(out, ActKey(id))
	}
	for _, h := range r.Attachments {
		out = append(out, FileKey(h))
	}
	return out
}

// minMark is how many letters and digits a wording needs to be known by itself:
// shorter ones stand by chance in many acts.
const minMark = 24

// TextMark is the hash by which the same wording is known wherever it was
// copied to: of its letters and digits alone, in lower case. Empty for wordings
// that are too short to tell anything.
func TextMark(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
			n++
		}
	}
	if n < minMark {
		return ""
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// Keys lists the keys under which a clause may be listed: its id, those of the
// clauses that it came from, its wording.
func (c Clause) Keys() []string {
	out := make([]string, 0, len(c.Origins)+2)
	out = append(out, ClauseKey(c.ID))
	for _, o := range c.Origins {
		out = append(out, ClauseKey(o))
	}
	if m := TextMark(c.Text); m != "" && c.Text != Obscured {
		out = append(out, TextKey(m))
	}
	return out
}

// Listed tells whether the clause must not be read any more.
func (c Clause) Listed(in Listing) bool { return slices.ContainsFunc(c.Keys(), in) }

// maxOpenerKept is the longest opener that stays on an obscured clause: a
// number, a usual cue.
const maxOpenerKept = 48

// obscured is the clause without its words; id, section and label stay, so that
// the numbering stands.
func (c Clause) obscured() Clause {
	c.Text = Obscured
	if len(c.Opener) > maxOpenerKept {
		c.Opener = ""
	}
	return c
}

// Split gives the origins of a piece that is cut off from the clause.
func (c Clause) Split() []ID { return UniteOrigins(c, Clause{}) }

// UniteOrigins gives the origins of what is made of two clauses: all that either
// came from, and the clauses themselves.
func UniteOrigins(a, b Clause) []ID {
	var out []ID
	for _, c := range []Clause{a, b} {
		for _, id := range append([]ID{c.ID}, c.Origins...) {
			if id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out[:min(len(out), MaxList)]
}

// decideRedact obscures clauses in the act and its former texts, under the
// rights of a return. What came from them elsewhere is the central's to find.
func decideRedact(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a RedactArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	const op = "act.redact"
	switch {
	case !a.Reason.Valid():
		return Decision{}, NewError(Invalid, op, "invalid.reason")
	case len(a.Clauses)+len(a.Attachments) == 0:
		return Decision{}, NewError(Invalid, op, "invalid.clause_id")
	case len(a.Clauses) > MaxClauses, len(a.Attachments) > MaxList:
		return Decision{}, NewError(TooLarge, op, "invalid.too_many", "field", "clause")
	}
	rec, act, refused, err := moderated(ctx, w, c.Author, a.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	d, err := redactAct(ctx, w, rec, Redaction{
		ID: c.ID, Clauses: a.Clauses, Attachments: a.Attachments, Reason: a.Reason, At: now,
	})
	if err == nil && d.Refusal != nil && c.Again {
		// The list outlived a restore that forgot this command: what it asks for is so.
		if done, lookErr := obscuredAlready(ctx, w, rec, a.Clauses); lookErr != nil || done {
			d = Decision{}
			// Desks that had not heard of it hear now.
			d.Effects, err = noticesOf(ctx, w, rec, Redaction{
				ID: c.ID, Clauses: a.Clauses, Attachments: a.Attachments, Reason: a.Reason, At: now,
			})
			err = errors.Join(lookErr, err)
		}
	}
	if err != nil || d.Refusal != nil {
		return d, err
	}
	note := Case{About: rec.ID, Body: act.Body, Reason: ReturnReason(a.Reason), By: c.Author, At: now}
	d.Effects = append(d.Effects, Effect{
		Kind: KindCase, ID: DerivedID("case", string(c.ID)), Channel: DeskChannel(RegionScope(act.Region)), Fields: fieldsOf(note),
	})
	return d, nil
}
