package desk

import (
	"context"
	"encoding/json"
	"slices"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// ended marks a draft that another device took out of the exchange: its text
// stays here. After a restore of the central it is put back there.
func (t *tending) ended(ctx context.Context, r civic.Record) error {
	row := t.rows[r.ID]
	if row == nil || row.Group != t.group() || row.State != civic.ShareOn || row.Over == 0 {
		return nil
	}
	if row.Epoch != t.profile.Epoch && r.Version <= row.Over {
		return t.bringBack(ctx, row)
	}
	row.State, row.Files = civic.ShareEnded, nil
	if _, err := t.d.o.Store.DropSeals(ctx, row.Record); err != nil {
		return err
	}
	return t.d.o.Store.SaveShared(ctx, *row)
}

// bringBack has a draft begin anew at a central that was put back to before it.
func (t *tending) bringBack(ctx context.Context, row *civic.SharedDraft) error {
	row.Over, row.Seen, row.Epoch, row.Ring = 0, 0, t.profile.Epoch, ""
	if _, err := t.d.o.Store.DropSeals(ctx, row.Record); err != nil {
		return err
	}
	return t.d.o.Store.SaveShared(ctx, *row)
}

// forgotten tells whether a draft was met at this central before it was put back,
// and has not so much as a trace there now: its whole group was forgotten.
func (t *tending) forgotten(row *civic.SharedDraft, records []civic.Record) bool {
	return row.Over > 0 && row.Epoch != t.profile.Epoch &&
		!slices.ContainsFunc(records, func(r civic.Record) bool { return r.ID == row.Record })
}

// meet takes in what the central has of one draft.
func (t *tending) meet(ctx context.Context, r civic.Record) error {
	row, err := t.rowOf(ctx, r.ID)
	if err != nil || row != nil && row.Group != t.group() {
		return err // one that is shared elsewhere is not taken from here
	}
	if row != nil && (row.State == civic.ShareOff || row.Over == r.Version && row.Epoch == t.profile.Epoch && !row.Unread && !row.Foreign) {
		return nil
	}
	body, err := civic.DecodeBody[civic.SealedBody](r)
	if err != nil {
		return nil //nolint:nilerr // of a form that this version cannot read: left alone
	}
	hash := hashOf(body.Data)
	if row != nil && row.Hash == hash { // the central was put back, and has what was here
		row.Over, row.Epoch = r.Version, t.profile.Epoch
		return t.d.o.Store.SaveShared(ctx, *row)
	}
	if row != nil && row.SentHash != "" && row.SentHash == hash {
		t.came(row, r, hash, row.SentAs)
		row.Base, row.Sent, row.SentHash = row.Sent, nil, ""
		return t.d.o.Store.SaveShared(ctx, *row)
	}
	text, err := unseal(body.Data, t.open, t.believed)
	if err == nil && (text.ID != r.ID || text.Group != t.group() || text.Mark != nil) {
		err = civic.NewError(civic.Forbidden, "desk.unseal", "")
	}
	if err != nil {
		return t.shut(ctx, row, civic.Is(err, civic.Forbidden))
	}
	if err := t.adoptRevoked(ctx, text); err != nil {
		return err
	}
	came, err := draftIn(text.Draft)
	if err != nil {
		return t.shut(ctx, row, false)
	}
	if row == nil {
		if row, err = t.rowFor(ctx, r.ID, came.ID, text.by); err != nil || row == nil {
			return err
		}
	}
	if slices.Contains(row.Line, hash) || row.Hash != hash && text.Version < row.Seen && row.Epoch == t.profile.Epoch {
		// Older than what was seen here: never taken in. What is here goes on top.
		row.Old = row.Old || row.Epoch == t.profile.Epoch && row.Over != r.Version
		if row.Epoch != t.profile.Epoch { // put back: what the others write upon it is new
			row.Seen = text.Version
		}
		row.Over, row.Epoch, row.Ring = r.Version, t.profile.Epoch, ""
		return t.d.o.Store.SaveShared(ctx, *row)
	}
	return t.take(ctx, row, arrival{r, hash, text, came})
}

// came notes which version was met.
func (t *tending) came(row *civic.SharedDraft, r civic.Record, hash string, version int64) {
	if row.Epoch == t.profile.Epoch {
		version = max(row.Seen, version)
	} // else the central was put back, and numbers go on from what it has
	row.Over, row.Seen, row.Hash, row.Epoch = r.Version, version, hash, t.profile.Epoch
	row.Line = append(row.Line, hash)
	if n := len(row.Line); n > mostLine {
		row.Line = row.Line[n-mostLine:]
	}
	row.Unread, row.Foreign = false, false
}

// shut marks a draft whose newest version cannot be opened here: this device
// writes nothing over it.
func (t *tending) shut(ctx context.Context, row *civic.SharedDraft, foreign bool) error {
	if row == nil || row.Unread == !foreign && row.Foreign == foreign {
		return nil
	}
	row.Unread, row.Foreign = !foreign, foreign
	return t.d.o.Store.SaveShared(ctx, *row)
}

// adoptRevoked believes another own device on which keys are gone. In a group
// nobody speaks for the others that way.
func (t *tending) adoptRevoked(ctx context.Context, text sealedText) error {
	if t.circle != nil {
		return nil
	}
	for _, id := range text.Revoked {
		k, ok := t.believed[id]
		if !ok || k.Revoked || id == t.own.id {
			continue
		}
		if err := t.d.disown(ctx, t.believed, id); err != nil {
			return err
		}
		t.to = recipients(t.believed)
	}
	return nil
}

// rowFor begins to remember a draft that came; nil where another record has that
// draft already.
func (t *tending) rowFor(ctx context.Context, record, draft, by civic.ID) (*civic.SharedDraft, error) {
	if t.circle != nil {
		return t.groupRow(ctx, record, draft, by)
	}
	for _, x := range t.rows {
		if x.Draft != draft {
			continue
		}
		if x.State == civic.ShareOn {
			return nil, nil
		}
		return t.moveRow(x, record), nil
	}
	return t.newRow(draft, record), ctx.Err()
}

func (t *tending) newRow(draft, record civic.ID) *civic.SharedDraft {
	row := &civic.SharedDraft{Draft: draft, Record: record, Group: t.group(), State: civic.ShareOn}
	t.rows[record] = row
	return row
}

// moveRow has a draft go on under another record. What was known elsewhere is
// not what those here stand on.
func (t *tending) moveRow(x *civic.SharedDraft, record civic.ID) *civic.SharedDraft {
	delete(t.rows, x.Record)
	x.Record, x.State, x.Over, x.Seen, x.Sent, x.SentHash, x.Hash = record, civic.ShareOn, 0, 0, nil, "", ""
	if x.Group != t.group() {
		*x = civic.SharedDraft{Draft: x.Draft, Record: record, Group: t.group(), State: civic.ShareOn}
	}
	t.rows[record] = x
	return x
}

// mostMerges bounds how often a merge is made anew because one writes meanwhile.
const mostMerges = 20

// arrival is a version of a draft that was opened.
type arrival struct {
	rec  civic.Record
	hash string
	text sealedText
	came civic.Draft
}

// take joins what came with what is here.
func (t *tending) take(ctx context.Context, row *civic.SharedDraft, a arrival) error {
	base, err := baseOf(row, a.text, a.came)
	if err != nil {
		return err
	}
	astray := strayed(row, a.text)
	next := *row
	t.came(&next, a.rec, a.hash, a.text.Version)
	next.Line = lineOf(next.Line, a.text.Line)
	unknown := unknownOf(row, a)
	next.Past = lineOf(row.Past, a.text.Past)
	next.Base, next.Sent, next.SentHash, next.Ring = a.text.Draft, nil, "", t.ringNamed(a.text.Keys)
	next.By, next.At = a.text.Who, a.text.At
	next.Old = false
	next.Files = t.filesOf(row, a)
	for range mostMerges {
		here, err := t.d.o.Store.Draft(ctx, row.Draft)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return err
		}
		out, beside := a.came, (*civic.Draft)(nil)
		if err == nil && here.Plain != nil {
			if astray || passedOver(row, a.text) {
				base = apart(here, a.came)
			}
			m := meeting{base: base, here: here, came: a.came, mine: t.name(), theirs: t.nameOf(a.text), now: t.d.now()}
			if m.published, err = t.published(ctx, here, a.came); err != nil {
				return err
			}
			out, beside = m.join()
			if m.left() {
				next.Past = lineOf(next.Past, unknown)
			}
		}
		out.ID, out.Updated, out.Sealed = row.Draft, t.d.now(), nil
		same, err := sameShared(out, here)
		if err != nil {
			return err
		}
		if same && beside == nil {
			err = t.d.o.Store.SaveShared(ctx, next)
		} else {
			err = t.d.o.Store.TakeShared(ctx, out, here.Revision, next, beside)
		}
		if civic.Is(err, civic.Conflict) {
			continue
		}
		if err != nil {
			return err
		}
		*row = next
		t.d.changed()
		_, err = t.d.o.Store.DropSeals(ctx, row.Record) // what waits was written upon the former text
		return err
	}
	return civic.NewError(civic.Busy, "desk.unseal", "")
}

// baseOf finds the text that both sides stand on: what was sealed here last,
// where the other device has seen that, else what was met before.
func baseOf(row *civic.SharedDraft, text sealedText, came civic.Draft) (civic.Draft, error) {
	raw := row.Base
	if row.SentHash != "" && slices.Contains(text.Line, row.SentHash) {
		raw = row.Sent
	}
	if raw == nil { // never met: nothing is known to have been taken out
		empty := came
		empty.Plain, empty.Doubts = &civic.Content{Kind: came.Plain.Kind, Level: came.Plain.Level}, nil
		empty.As, empty.Ask = "", nil
		return empty, nil
	}
	var base civic.Draft
	if err := json.Unmarshal(raw, &base); err != nil {
		return base, civic.WrapError(civic.Damaged, "desk.shared", err)
	}
	if base.Plain == nil {
		base.Plain = &civic.Content{}
	}
	return base, nil
}

// strayed tells that what came does not stand on what was met here last: a central
// that was put back forgot that. How a line of descent begins may be forgotten too;
// then it tells as long as it holds anything that was met here before.
func strayed(row *civic.SharedDraft, text sealedText) bool {
	knows := func(h string) bool { return slices.Contains(text.Line, h) }
	if row.Base == nil || row.Hash == "" || knows(row.Hash) || row.SentHash != "" && knows(row.SentHash) {
		return false
	}
	return len(text.Line) < mostLine || slices.ContainsFunc(row.Line, knows)
}

// apart is what two forms of a draft stand on when nothing else is known: what
// they have in common. Whatever one of them alone says stays.
func apart(here, came civic.Draft) civic.Draft {
	text := drafting.Common(*here.Plain, *came.Plain)
	out := civic.Draft{ID: came.ID, State: civic.DraftOpen, Plain: &text}
	if here.State == came.State {
		out.State = here.State
	}
	return out
}

// passedOver tells that the draft was published without knowing what was met or
// sealed here last: it was not taken out of the text, it came too late for it.
func passedOver(row *civic.SharedDraft, text sealedText) bool {
	return row.Base != nil && (slices.Contains(text.Past, row.Hash) || row.SentHash != "" && slices.Contains(text.Past, row.SentHash))
}

// unknownOf lists the version that came and those that it descends from which were
// never met here.
func unknownOf(row *civic.SharedDraft, a arrival) []string {
	var out []string
	for _, h := range append(slices.Clone(a.text.Line), a.hash) {
		if h != row.Hash && h != row.SentHash && !slices.Contains(row.Line, h) {
			out = append(out, h)
		}
	}
	return out
}

func lineOf(mine, theirs []string) []string {
	var out []string
	for _, h := range slices.Concat(theirs, mine) {
		if !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	if n := len(out); n > mostLine {
		out = out[n-mostLine:]
	}
	return out
}

func ringOf(keys []civic.ID) string {
	keys = slices.Clone(keys)
	slices.Sort(keys)
	var all []byte
	for _, k := range keys {
		all = append(append(all, k...), '\n')
	}
	return hashOf(all)
}

// name is how those who share a draft know whose changes are from here.
func (t *tending) name() string {
	if t.circle != nil {
		return t.circle.members[t.profile.Person].Name
	}
	if k := t.believed[t.own.id]; k.Key.Name != "" {
		return k.Key.Name
	}
	return t.d.o.DeviceName
}
