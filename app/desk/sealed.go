package desk

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"scranno/app/civic"
)

// nudgeAfter is how long what one types waits for more of it before it goes to
// the other devices.
const nudgeAfter = 10 * time.Second

// ShareDraft lets the person's other devices have a draft too, sealed to the
// keys that were confirmed; or ends that: then each device keeps the copy it has.
func (d *Desk) ShareDraft(ctx context.Context, id civic.ID, on bool) error {
	x, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if !on {
		return d.after(d.unshare(ctx, id))
	}
	if _, err := d.ensureIdentity(ctx, ""); err != nil {
		return err
	}
	if row, err := d.sharedDraft(ctx, id); err != nil || row != nil && row.State == civic.ShareOn {
		return err
	}
	record, err := d.newID() // says nothing of the draft, nor of the act it may become
	if err != nil {
		return err
	}
	if err := d.o.Store.SaveShared(ctx, civic.SharedDraft{Draft: x.ID, Record: record, State: civic.ShareOn}); err != nil {
		return err
	}
	if err := d.tendSealed(ctx); err != nil {
		return err
	}
	d.Nudge()
	d.changed()
	return nil
}

func (d *Desk) unshare(ctx context.Context, id civic.ID) error {
	row, err := d.sharedDraft(ctx, id)
	if err != nil || row == nil || row.State == civic.ShareOff {
		return err
	}
	ended := row.State == civic.ShareEnded
	row.State = civic.ShareOff
	if err := d.o.Store.SaveShared(ctx, *row); err != nil || ended {
		return err
	}
	leaving, err := d.o.Store.DropSeals(ctx, row.Record)
	if err != nil || row.Over == 0 && !leaving {
		return err // the central never had it
	}
	if _, err := d.do(ctx, civic.CmdDropDraft, civic.IDArgs{ID: row.Record}, target{}); err != nil && !civic.Is(err, civic.NotFound) {
		return err
	}
	return nil
}

// Shared tells which drafts the person's other devices have, by draft.
func (d *Desk) Shared(ctx context.Context) (map[civic.ID]civic.SharedDraft, error) {
	rows, err := d.o.Store.SharedDrafts(ctx)
	out := make(map[civic.ID]civic.SharedDraft, len(rows))
	for _, r := range rows {
		out[r.Draft] = r
	}
	return out, err
}

func (d *Desk) sharedDraft(ctx context.Context, id civic.ID) (*civic.SharedDraft, error) {
	all, err := d.Shared(ctx)
	if row, ok := all[id]; ok {
		return &row, err
	}
	return nil, err
}

// Looked says that the person has looked at what a merge did not decide.
func (d *Desk) Looked(ctx context.Context, id civic.ID) (civic.Draft, error) {
	x, err := d.o.Store.ChangeDraft(ctx, id, d.now(), func(y *civic.Draft) error {
		y.Doubts = nil
		return nil
	})
	d.sealSoon(ctx, id)
	return x, d.after(err)
}

// KeepForMe makes an act of a draft that stays the person's own: never published,
// sealed like any shared draft, on all the person's devices.
func (d *Desk) KeepForMe(ctx context.Context, id civic.ID) (civic.Draft, error) {
	x, err := d.o.Store.ChangeDraft(ctx, id, d.now(), func(y *civic.Draft) error {
		if y.State == civic.DraftSubmitted {
			return civic.NewError(civic.Conflict, "desk.keep_for_me", "desk.already_submitted")
		}
		y.State = civic.DraftKept
		return nil
	})
	if err != nil {
		return x, err
	}
	d.changed()
	p, err := d.o.Store.Profile(ctx)
	if err != nil || p.Person == "" || d.o.Vault == nil {
		return x, err // nobody to share it with; it is kept here
	}
	return x, d.ShareDraft(ctx, id, true)
}

// unreadable gives the sealed drafts that cannot be read here, as drafts without
// a text.
func (d *Desk) unreadable(ctx context.Context, records []civic.Record) ([]civic.Draft, error) {
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return nil, err
	}
	known := map[civic.ID]bool{}
	for _, r := range rows {
		known[r.Record] = true
	}
	var out []civic.Draft
	for _, r := range records {
		if r.Kind != civic.KindDraft || r.Deleted || known[r.ID] {
			continue
		}
		b, err := civic.DecodeBody[civic.SealedBody](r)
		if err != nil {
			continue
		}
		out = append(out, civic.Draft{ID: r.ID, State: civic.DraftOpen, Created: r.Created, Updated: r.Updated, Sealed: &b})
	}
	return out, nil
}

// sealSoon brings what was just written on its way to the other devices, where
// the draft is shared. It never fails the writing.
func (d *Desk) sealSoon(ctx context.Context, id civic.ID) {
	row, err := d.sharedDraft(ctx, id)
	if err == nil && row != nil && row.State == civic.ShareOn {
		err = d.tendSealed(ctx)
		d.nudgeLater()
	}
	if err != nil && ctx.Err() == nil {
		d.o.Log.Warn("a shared draft could not be sealed", "err", err)
	}
}

func (d *Desk) nudgeLater() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.later {
		return
	}
	d.later = true
	time.AfterFunc(nudgeAfter, func() {
		d.mu.Lock()
		d.later = false
		d.mu.Unlock()
		d.Nudge()
	})
}

// tending is one look at what is sealed: which keys are believed, what came, and
// what has to leave.
type tending struct {
	d        *Desk
	profile  civic.Profile
	own      *identity
	open     []*identity
	believed map[civic.ID]civic.TrustedKey
	to       []civic.TrustedKey
	rows     map[civic.ID]*civic.SharedDraft // by record
	sent     int
}

// tendSealed opens what came, joins it with what is here, and seals what the
// other devices lack. It may run at any time and any number of times: what it
// does is written together with how far it has come.
func (d *Desk) tendSealed(ctx context.Context) error {
	_, err := d.lookSealed(ctx)
	return err
}

// turn does what stands between two exchanges: it joins channels, opens what
// came and seals what has to leave. It tells how much there is to exchange anew.
func (d *Desk) turn(ctx context.Context) (int, error) {
	joined, err := d.tend(ctx)
	if err != nil {
		return joined, err
	}
	sent, err := d.lookSealed(ctx)
	return joined + sent, err
}

func (d *Desk) lookSealed(ctx context.Context) (int, error) {
	if d.o.Vault == nil {
		return 0, nil
	}
	d.sealing.Lock()
	defer d.sealing.Unlock()
	t := &tending{d: d, rows: map[civic.ID]*civic.SharedDraft{}}
	records, err := t.begin(ctx)
	if err != nil || t.own == nil {
		return 0, err
	}
	for _, r := range records {
		if r.Kind != civic.KindDraft {
			continue
		}
		if r.Deleted {
			err = t.ended(ctx, r)
		} else {
			err = t.meet(ctx, r)
		}
		if err := t.passable(err); err != nil {
			return t.sent, err
		}
	}
	for _, row := range t.rows {
		if row.State == civic.ShareOn {
			if err := t.passable(t.send(ctx, row)); err != nil {
				return t.sent, err
			}
		}
	}
	return t.sent, nil
}

// passable lets one draft that cannot be read or sealed stand in nobody's way.
func (t *tending) passable(err error) error {
	if civic.Is(err, civic.TooLarge) || civic.Is(err, civic.Damaged) {
		t.d.o.Log.Warn("a sealed draft is passed over", "err", err)
		return nil
	}
	return err
}

func (t *tending) begin(ctx context.Context) ([]civic.Record, error) {
	d := t.d
	var err error
	if t.profile, err = d.o.Store.Profile(ctx); err != nil || t.profile.Person == "" {
		return nil, err
	}
	own, err := d.identity(ctx)
	if civic.Is(err, civic.NotFound) || civic.Is(err, civic.Unauthenticated) {
		return nil, nil // no keys, or a closed keychain: nothing is read and nothing lost
	}
	if err != nil {
		return nil, err
	}
	records, err := d.o.Store.SealedRecords(ctx)
	if err != nil {
		return nil, err
	}
	if t.believed, err = d.learn(ctx, t.profile.Person, records); err != nil {
		return nil, err
	}
	if k, ok := t.believed[own.id]; !ok || k.Revoked {
		return nil, nil // this device was excluded by another one
	}
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		t.rows[rows[i].Record] = &rows[i]
	}
	t.own, t.open, t.to = own, []*identity{own}, recipients(t.believed)
	d.mu.Lock()
	if d.helper != nil {
		t.open = append(t.open, d.helper)
	}
	d.mu.Unlock()
	return records, nil
}

// ended marks a draft that another device took out of the exchange: its text
// stays here. After a restore of the central it is put back there.
func (t *tending) ended(ctx context.Context, r civic.Record) error {
	row := t.rows[r.ID]
	if row == nil || row.State != civic.ShareOn || row.Over == 0 {
		return nil
	}
	if row.Epoch != t.profile.Epoch && r.Version <= row.Over {
		row.Over, row.Epoch = 0, t.profile.Epoch
	} else {
		row.State = civic.ShareEnded
	}
	if _, err := t.d.o.Store.DropSeals(ctx, row.Record); err != nil {
		return err
	}
	return t.d.o.Store.SaveShared(ctx, *row)
}

// meet takes in what the central has of one draft.
func (t *tending) meet(ctx context.Context, r civic.Record) error {
	row := t.rows[r.ID]
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
	if err == nil && text.ID != r.ID {
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
		if row, err = t.rowFor(ctx, r.ID, came.ID); err != nil || row == nil {
			return err
		}
	}
	if slices.Contains(row.Line, hash) || row.Hash != hash && text.Version < row.Seen && row.Epoch == t.profile.Epoch {
		// Older than what was seen here: never taken in. What is here goes on top.
		row.Old = row.Old || row.Epoch == t.profile.Epoch && row.Over != r.Version
		row.Over, row.Epoch, row.Ring = r.Version, t.profile.Epoch, ""
		return t.d.o.Store.SaveShared(ctx, *row)
	}
	return t.take(ctx, row, r, hash, text, came)
}

// came notes which version was met.
func (t *tending) came(row *civic.SharedDraft, r civic.Record, hash string, version int64) {
	row.Over, row.Seen, row.Hash, row.Epoch = r.Version, max(row.Seen, version), hash, t.profile.Epoch
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

func (t *tending) adoptRevoked(ctx context.Context, text sealedText) error {
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
func (t *tending) rowFor(ctx context.Context, record, draft civic.ID) (*civic.SharedDraft, error) {
	for _, x := range t.rows {
		if x.Draft != draft {
			continue
		}
		if x.State == civic.ShareOn {
			return nil, nil
		}
		delete(t.rows, x.Record)
		x.Record, x.State, x.Over, x.Seen, x.Sent, x.SentHash = record, civic.ShareOn, 0, 0, nil, ""
		t.rows[record] = x
		return x, nil
	}
	row := &civic.SharedDraft{Draft: draft, Record: record, State: civic.ShareOn}
	t.rows[record] = row
	return row, ctx.Err()
}

// mostMerges bounds how often a merge is made anew because one writes meanwhile.
const mostMerges = 20

// take joins what came with what is here.
func (t *tending) take(
	ctx context.Context, row *civic.SharedDraft, r civic.Record, hash string, text sealedText, came civic.Draft,
) error {
	base, err := baseOf(row, text, came)
	if err != nil {
		return err
	}
	next := *row
	t.came(&next, r, hash, text.Version)
	next.Line = lineOf(next.Line, text.Line)
	next.Base, next.Sent, next.SentHash, next.Ring = text.Draft, nil, "", ringOf(text.Keys)
	for range mostMerges {
		here, err := t.d.o.Store.Draft(ctx, row.Draft)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return err
		}
		out, beside := came, (*civic.Draft)(nil)
		if err == nil && here.Plain != nil {
			m := meeting{base: base, here: here, came: came, mine: t.name(), theirs: text.Device, now: t.d.now()}
			out, beside = m.join()
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

func (t *tending) name() string {
	if k := t.believed[t.own.id]; k.Key.Name != "" {
		return k.Key.Name
	}
	return t.d.o.DeviceName
}
