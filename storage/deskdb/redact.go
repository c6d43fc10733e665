package deskdb

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"time"

	"scranno/app/civic"
)

// asideFor is how much older than a file that was set aside a redaction must be
// to have been applied before: then the file may stay.
const asideFor = 30 * 24 * time.Hour

// redactOld notes, before a page is applied, that it replaces texts by others
// without words that were taken out: the former ones must leave the index.
func (a *application) redactOld(ctx context.Context) error {
	for i := range a.page.Ops {
		o := &a.page.Ops[i]
		if o.Deleted || o.Kind != civic.KindAct && o.Kind != civic.KindRevision || !bytes.Contains(o.Body, []byte(civic.Obscured)) {
			continue
		}
		var n int
		if err := a.Get(ctx, `SELECT count(*) FROM record WHERE id = $1 AND deleted = 0`, []any{string(o.ID)}, &n); err != nil {
			return err
		}
		if n > 0 {
			return a.erased(ctx, false, true)
		}
	}
	return nil
}

// redact takes what the page's records of redactions list out of all that the
// person wrote here: drafts and their former texts, the outbox, the bin, what
// was not sent, the journal.
func (a *application) redact(ctx context.Context) error {
	fresh := false
	var last time.Time
	for i := range a.page.Ops {
		o := &a.page.Ops[i]
		if o.Kind != civic.KindRedaction || o.Deleted || a.byName[o.Channel] == nil {
			continue
		}
		r, err := civic.DecodeBody[civic.Redaction](o.Record)
		if err != nil {
			continue // of a form that this version cannot read
		}
		added, err := a.list(ctx, r)
		if err != nil {
			return err
		}
		if fresh = fresh || added; added && r.At.After(last) {
			last = r.At
		}
	}
	if !fresh {
		return nil
	}
	if err := a.obscureDrafts(ctx); err != nil {
		return err
	}
	if err := a.obscureNotes(ctx); err != nil {
		return err
	}
	for _, c := range obscuredColumns() {
		if err := a.obscureColumn(ctx, c); err != nil {
			return err
		}
	}
	for _, c := range a.byName {
		if c.held == 0 {
			continue
		}
		n, err := a.sweepListed(ctx, c, a.touched)
		if err != nil {
			return err
		}
		c.held -= int64(n)
		a.applied += n
	}
	a.anew = true
	if err := a.s.dropAsideBefore(last.Add(asideFor)); err != nil {
		return err
	}
	return a.erased(ctx, false, true)
}

// list keeps the keys of a redaction and tells whether any is new.
func (a *application) list(ctx context.Context, r civic.Redaction) (bool, error) {
	added := false
	for _, k := range r.Keys() {
		n, err := a.Exec(ctx, `INSERT INTO redacted (key, reason, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING`,
			k, string(r.Reason), milli(r.At))
		if err != nil {
			return false, err
		}
		added = added || n > 0
	}
	return added, nil
}

// column is one that holds JSON in which clauses may stand.
type column struct{ find, put string }

// obscuredColumns are all such columns but drafts' own.
func obscuredColumns() []column {
	return []column{
		{`SELECT num, args FROM outbox WHERE args IS NOT NULL`, `UPDATE outbox SET args = $2 WHERE num = $1`},
		{`SELECT num, content FROM version`, `UPDATE version SET content = $2 WHERE num = $1`},
		{`SELECT rowid, body FROM comment`, `UPDATE comment SET body = $2 WHERE rowid = $1`},
		{`SELECT num, body FROM bin`, `UPDATE bin SET body = $2 WHERE num = $1`},
		{`SELECT num, body FROM stranded WHERE body <> ''`, `UPDATE stranded SET body = $2 WHERE num = $1`},
		// Without its ring a draft is sealed anew: the words are in the last seal too.
		{`SELECT rowid, base FROM shared WHERE base IS NOT NULL`, `UPDATE shared SET base = $2, ring = '' WHERE rowid = $1`},
		{`SELECT rowid, sent FROM shared WHERE sent IS NOT NULL`, `UPDATE shared SET sent = $2, ring = '' WHERE rowid = $1`},
	}
}

func (w *work) obscureColumn(ctx context.Context, c column) error {
	type row struct {
		num int64
		raw []byte
	}
	var hit []row
	var x row
	err := w.Each(ctx, c.find, nil, []any{&x.num, &x.raw}, func() error {
		out, _, found, err := w.censor(ctx, x.raw)
		if err == nil && found {
			hit = append(hit, row{x.num, out})
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, x := range hit {
		if _, err := w.Exec(ctx, c.put, x.num, string(x.raw)); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) obscureDrafts(ctx context.Context) error {
	type row struct {
		draft  civic.Draft
		binned int64
	}
	var all []row
	var x draftRow
	err := w.Each(ctx, `SELECT `+draftColumns+` FROM draft WHERE plain IS NOT NULL`, nil, x.dest(), func() error {
		d, err := x.draft()
		all = append(all, row{d, x.binned})
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range all {
		_, note, err := w.clean(ctx, r.draft.Plain)
		if err != nil {
			return err
		}
		if note == nil {
			continue
		}
		// Who has the draft open must see that it is another one now.
		r.draft.Revision++
		if err := w.putDraft(ctx, r.draft, r.binned); err != nil {
			return err
		}
	}
	return nil
}

// clean gives a content without what is listed, and why it was taken out; nil:
// there was nothing.
func (w *work) clean(ctx context.Context, c *civic.Content) (*civic.Content, *civic.RedactionNote, error) {
	if c == nil {
		return nil, nil, nil
	}
	if some, err := w.lists(ctx); err != nil || !some {
		return c, nil, err
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return c, nil, civic.WrapError(civic.Internal, "deskdb.clean", err)
	}
	out, note, found, err := w.censor(ctx, raw)
	if err != nil || !found {
		return c, nil, err
	}
	next := new(civic.Content)
	if err := json.Unmarshal(out, next); err != nil {
		return c, nil, civic.WrapError(civic.Internal, "deskdb.clean", err)
	}
	return next, note, nil
}

// cleanArgs gives the arguments of a command, or a body, without what is listed.
func (w *work) cleanArgs(ctx context.Context, args json.RawMessage) (json.RawMessage, error) {
	if some, err := w.lists(ctx); err != nil || !some {
		return args, err
	}
	out, _, _, err := w.censor(ctx, args)
	return out, err
}

// cleanShared takes what is listed out of what is remembered of a shared draft.
func (w *work) cleanShared(ctx context.Context, x *civic.SharedDraft) error {
	if some, err := w.lists(ctx); err != nil || !some {
		return err
	}
	for _, text := range []*json.RawMessage{&x.Base, &x.Sent} {
		out, _, found, err := w.censor(ctx, *text)
		if err != nil {
			return err
		}
		if found {
			*text, x.Ring = out, ""
		}
	}
	return nil
}

func (w *work) lists(ctx context.Context) (bool, error) {
	var some bool
	err := w.Get(ctx, `SELECT EXISTS (SELECT 1 FROM redacted)`, nil, &some)
	return some, err
}

// censor takes what is listed out of JSON; note is of the last redaction that it
// met. What is no JSON is left as it is.
func (w *work) censor(ctx context.Context, raw []byte) (out []byte, note *civic.RedactionNote, found bool, err error) {
	var failed error
	out, hit, files, err := civic.ObscureJSON(raw, func(key string) bool {
		var n civic.RedactionNote
		var at int64
		err := w.Get(ctx, `SELECT reason, at FROM redacted WHERE key = $1`, []any{key}, &n.Reason, &at)
		if err != nil {
			if !civic.Is(err, civic.NotFound) {
				failed = err
			}
			return false
		}
		if n.At = moment(at); note == nil || n.At.After(note.At) {
			note = &n
		}
		return true
	})
	if failed != nil {
		return raw, nil, false, failed
	}
	if err != nil || len(hit)+files == 0 {
		return raw, nil, false, nil //nolint:nilerr // a text that is no JSON holds no clauses
	}
	return out, note, true, nil
}

// dropAsideBefore removes the files that were set aside before the given time:
// nobody can take words out of a damaged database.
func (s *Store) dropAsideBefore(limit time.Time) error {
	all, err := aside(s.home)
	for _, path := range all {
		st, serr := os.Stat(path)
		if serr != nil || !st.ModTime().Before(limit) {
			continue
		}
		if rerr := os.Remove(path); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
			err = errors.Join(err, civic.WrapError(civic.Internal, "deskdb.aside", rerr))
		}
	}
	return err
}

// undone notes how an undo ended, for the history, and lets the words go where
// it was one.
func (w *work) undone(ctx context.Context, q queued, r civic.Receipt) error {
	if r.Params[civic.ParamAs] != civic.AsWithdrawal {
		return w.takeBack(ctx, civic.Concerns(q.command()))
	}
	raw, err := json.Marshal(r.Params)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.undone", err)
	}
	_, err = w.Exec(ctx, `UPDATE outbox SET params = $2 WHERE id = $1`, string(q.ID), string(raw))
	return err
}

// takeBack lets go of what the person had published and has undone, and of what
// they did to it: the draft has the words, nothing must be offered again to a
// restored central, where it would wait for an act that does not come back.
func (w *work) takeBack(ctx context.Context, act civic.ID) error {
	w.anew = true
	_, err := w.Exec(ctx, `UPDATE outbox SET args = NULL WHERE state IN ('settled', 'done') AND args IS NOT NULL
		AND (id IN (SELECT command FROM touches WHERE record = $1) OR $1 IN (args ->> 'act', args ->> '$.event.act'))`, string(act))
	if err != nil {
		return err
	}
	return w.erased(ctx, false, true)
}

// moot tells whether a refusal says only that there is nothing left to take
// back: that is what the person wanted.
func moot(name civic.CommandName, why civic.Reason) bool {
	switch name {
	case civic.CmdUndo:
		return why == civic.ReasonDependent || why == civic.ReasonGone
	case civic.CmdWithdraw, civic.CmdWithdrawTalk, civic.CmdWithdrawPost:
		return why == civic.ReasonDependent
	}
	return false
}
