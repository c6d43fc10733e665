package deskdb

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/sqldb"
)

// acts is a set of acts whose row in the list must be made again, in the order
// in which they were touched. With an op, that alone tells all of the act.
type acts struct {
	at    map[civic.ID]*civic.Op
	order []civic.ID
}

func (t *acts) put(id civic.ID, o *civic.Op) {
	if t.at == nil {
		t.at = map[civic.ID]*civic.Op{}
	}
	if _, there := t.at[id]; !there {
		t.order = append(t.order, id)
	}
	t.at[id] = o
}

func (t *acts) add(id civic.ID) { t.put(id, nil) }

// fresh notes an act that was not in its channel before.
func (t *acts) fresh(o *civic.Op) {
	if _, there := t.at[o.ID]; there {
		t.put(o.ID, nil)
		return
	}
	t.put(o.ID, o)
}

// note adds the act that a change of a record concerns, if any.
func (t *acts) note(kind civic.RecordKind, id, parent civic.ID) {
	switch kind {
	case civic.KindAct, "waits":
		t.add(id)
	case civic.KindActEvent, civic.KindTally, civic.KindCommitment:
		if _, there := t.at[parent]; !there && parent != "" {
			t.add(parent)
		}
	}
}

// indexPost puts a post's words into the index, which has none of it; nil: there
// are none. Acts are indexed at the end of the transaction, when their events are
// here too. One statement is one row: of a statement with more, SQLite keeps a
// savepoint, at which FTS5 writes out all that it has gathered.
func indexPost(ctx context.Context, tx *sqldb.Tx, num int64, row *words) error {
	if row == nil {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO post_text (rowid, text, folded) VALUES ($1, $2, $3)`, num, row.text, row.folded)
	return err
}

// unindex takes a post's words out.
func (w *work) unindex(ctx context.Context, kind civic.RecordKind, num int64) error {
	if kind != civic.KindPost {
		return nil
	}
	return w.reword(ctx, num, nil)
}

// reading is what an act's body says to the list and to the index.
type reading struct {
	act   civic.Act // without its clauses
	words func() words
	sum   int64 // of the body
	shown bool  // readable by this version, and not returned
}

// reading reads an act's body; its words are analysed when they are asked for.
func (s *Store) reading(body []byte) (r reading) {
	var pieces []string
	r.act, pieces, r.shown = readAct(string(body), nil)
	r.shown = r.shown && r.act.Returned == nil
	r.sum = bodySum(body)
	r.words = func() words { return s.words.act(r.act, pieces) }
	return r
}

// entry is a row of the list of acts before it is written.
type entry struct {
	reading
	rec     civic.Record
	outcome civic.Outcome
	tally   civic.Tally
	due     bool // one of its points has a day
	pending bool
}

// reindex makes the rows of the touched acts again.
func (w *work) reindex(ctx context.Context, t *acts) error {
	if len(t.order) == 0 {
		return nil
	}
	var next int64
	if err := w.Get(ctx, `SELECT coalesce(max(num), 0) + 1 FROM act`, nil, &next); err != nil {
		return err
	}
	if err := w.sketchBelow(ctx, next); err != nil {
		return err
	}
	var hung map[civic.ID]bool
	err := ahead(t.order, func(id *civic.ID) reading { return w.s.fresh(t.at[*id]) }, func(i int, r reading) (err error) {
		if i%hangBatch == 0 {
			if hung, err = w.hung(ctx, t.order[i:min(i+hangBatch, len(t.order))]); err != nil {
				return err
			}
		}
		id := t.order[i]
		e, err := w.entry(ctx, id, t.at[id], r)
		if err != nil {
			return err
		}
		if !e.shown {
			return w.unlist(ctx, id)
		}
		if err := w.outcome(ctx, &e, hung[id]); err != nil {
			return err
		}
		added, err := w.list(ctx, e, next)
		if added {
			next++
		}
		return err
	})
	if err != nil {
		return err
	}
	return w.recountKin(ctx)
}

// fresh reads an act that was not there before, its words too; nothing of one
// that the file has to tell. It may run beside the transaction.
func (s *Store) fresh(o *civic.Op) reading {
	if o == nil {
		return reading{}
	}
	r := s.reading(o.Body)
	if r.shown {
		row := r.words()
		r.words = func() words { return row }
	}
	return r
}

// entry gathers what the list shows of an act, but what hangs on it. An act that
// this version cannot read, and one that was returned, is not shown.
func (w *work) entry(ctx context.Context, id civic.ID, o *civic.Op, r reading) (entry, error) {
	e := entry{reading: r}
	if o != nil {
		e.rec = o.Record
		return e, nil
	}
	var x scanned
	err := w.Get(ctx, `SELECT `+liveColumns+` FROM live WHERE id = $1 AND kind = 'act' LIMIT 1`, []any{string(id)}, x.destLive()...)
	if civic.Is(err, civic.NotFound) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	e.rec, e.pending = x.record(), x.pending
	if !e.pending {
		if err := w.Get(ctx, `SELECT count(*) > 0 FROM waits WHERE record = $1`, []any{string(id)}, &e.pending); err != nil {
			return e, err
		}
	}
	e.reading = w.s.reading(e.rec.Body)
	return e, nil
}

// outcome completes an entry by the act's events and figures.
func (w *work) outcome(ctx context.Context, e *entry, hung bool) error {
	var events []civic.ActEvent
	var err error
	if hung {
		events, err = w.hanging(ctx, e)
	}
	e.outcome = civic.OutcomeOf(e.act, events)
	return err
}

// hangBatch is of how many acts it is asked at once whether anything hangs on
// them.
const hangBatch = 32

// hungOn asks it of hangBatch acts.
var hungOn = `SELECT DISTINCT parent FROM live WHERE kind IN ('act_event', 'tally', 'commitment')
	AND parent IN (?` + strings.Repeat(", ?", hangBatch-1) + `)`

// hung tells which of the acts have events, points or figures. In a first sync hardly
// any has.
func (w *work) hung(ctx context.Context, ids []civic.ID) (map[civic.ID]bool, error) {
	if len(ids) == 1 {
		return map[civic.ID]bool{ids[0]: true}, nil // asking would cost as much as looking
	}
	args := make([]any, hangBatch)
	for i := range args {
		args[i] = "" // is no act's id
		if i < len(ids) {
			args[i] = string(ids[i])
		}
	}
	out := map[civic.ID]bool{}
	var id civic.ID
	err := w.Each(ctx, hungOn, args, []any{&id}, func() error {
		out[id] = true
		return nil
	})
	return out, err
}

func (w *work) hanging(ctx context.Context, e *entry) ([]civic.ActEvent, error) {
	var events []civic.ActEvent
	var kind civic.RecordKind
	var body []byte
	err := w.Each(ctx, `SELECT kind, body FROM live WHERE parent = $1 AND kind IN ('act_event', 'tally', 'commitment') ORDER BY pending, born, ord`,
		[]any{string(e.rec.ID)}, []any{&kind, &body}, func() error {
			switch kind {
			case civic.KindTally:
				e.tally = readTally(body)
				return nil
			case civic.KindCommitment:
				var c civic.Commitment
				e.due = e.due || json.Unmarshal(body, &c) == nil && c.Due != ""
				return nil
			}
			var ev civic.ActEvent
			if json.Unmarshal(body, &ev) == nil {
				events = append(events, ev)
			}
			return nil
		})
	return events, err
}

func (w *work) unlist(ctx context.Context, id civic.ID) error {
	var num int64
	var was listed
	err := w.Get(ctx, `SELECT num, `+listedColumns+` FROM act WHERE id = $1`, []any{string(id)}, append([]any{&num}, was.dest()...)...)
	if civic.Is(err, civic.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	w.noteKin(id, &was, nil)
	w.putMark(num, mark{})
	delete(w.reworded.acts, num)
	if _, err := w.Exec(ctx, `DELETE FROM act_text WHERE rowid = $1`, num); err != nil {
		return err
	}
	if err := w.unsketch(ctx, num, false); err != nil {
		return err
	}
	_, err = w.Exec(ctx, `DELETE FROM act WHERE num = $1`, num)
	return err
}

// list writes the row of an act and, where its words changed, the index. next
// is the number of a new row; added says that it was used.
func (w *work) list(ctx context.Context, e entry, next int64) (added bool, err error) {
	now := e.listed()
	values := e.values(&now)
	n, err := w.Exec(ctx, `INSERT INTO act (num, id, kind, subkind, level, region, body, body_name, date, born, outcome, themes,
		author, subject, lineage, useful, reuses, pending, words, due)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
		ON CONFLICT (id) DO NOTHING`, append([]any{next}, values...)...)
	if err != nil {
		return false, err
	}
	num, added := next, n == 1
	if !added {
		var same bool
		if num, same, err = w.relist(ctx, e, &now, values); err != nil || same {
			return false, err
		}
	} else {
		w.noteKin(e.rec.ID, nil, &now)
		if err := w.markAct(ctx, num, &now); err != nil {
			return false, err
		}
	}
	row := e.words()
	if !added {
		return false, w.rewordAct(ctx, num, row)
	}
	_, err = w.Exec(ctx, `INSERT INTO act_text (rowid, subject, text, folded) VALUES ($1, $2, $3, $4)`, num, row.subject, row.text, row.folded)
	return true, err
}

// relist writes the row of an act that is in the list, and gives its number; same:
// its words are what they were.
func (w *work) relist(ctx context.Context, e entry, now *listed, values []any) (num int64, same bool, err error) {
	var old int64
	var was listed
	if err := w.Get(ctx, `SELECT num, words, `+listedColumns+` FROM act WHERE id = $1`, []any{string(e.rec.ID)},
		append([]any{&num, &old}, was.dest()...)...); err != nil {
		return 0, false, err
	}
	if _, err := w.Exec(ctx, `UPDATE act SET kind = $3, subkind = $4, level = $5, region = $6, body = $7, body_name = $8,
		date = $9, born = $10, outcome = $11, themes = $12, author = $13, subject = $14, lineage = $15, useful = $16,
		reuses = $17, pending = $18, words = $19, due = $20 WHERE num = $1 AND id = $2`, append([]any{num}, values...)...); err != nil {
		return 0, false, err
	}
	now.passed, now.taken = was.passed, was.taken
	w.noteKin(e.rec.ID, &was, now)
	if was != *now {
		if err := w.markAct(ctx, num, now); err != nil {
			return 0, false, err
		}
	}
	if old == e.sum {
		return num, true, nil
	}
	return num, false, w.unsketch(ctx, num, true)
}

// listed gives of an entry what its mark and its line follow from.
func (e *entry) listed() listed {
	l := listed{
		kind: string(e.act.Kind), level: string(e.act.Level), region: string(e.act.Region), body: string(e.act.Body),
		date: string(e.act.Date), outcome: string(e.outcome), themes: joinThemes(e.act.Themes), reuses: e.tally.Reuses, due: e.due,
	}
	if e.act.Lineage != nil {
		l.lineage = string(e.act.Lineage.Parent)
	}
	if l.date == "" {
		l.date = string(civic.DateOf(e.act.Published))
	}
	return l
}

func (e *entry) values(l *listed) []any {
	return []any{
		string(e.rec.ID), l.kind, e.act.Subkind, l.level, l.region, l.body, e.act.BodyName, l.date, e.rec.Born, l.outcome, l.themes,
		string(e.rec.Author), e.act.Subject, l.lineage, e.tally.Useful, l.reuses, e.pending, e.sum, l.due,
	}
}

// joinThemes writes themes so that each stands between spaces.
func joinThemes(themes []civic.Theme) string {
	if len(themes) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range themes {
		b.WriteString(string(t))
		b.WriteByte(' ')
	}
	return b.String()
}

// bodySum tells one text of an act from another.
func bodySum(body []byte) int64 {
	sum := sha256.Sum256(body)
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// refreshIndex makes the index again where the analyser's rules have changed
// since it was made.
func (s *Store) refreshIndex(ctx context.Context) error {
	var made int64
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		made, err = fact(ctx, tx, factAnalyser)
		return err
	})
	if err != nil || made == search.IndexVersion {
		return err
	}
	return s.write(ctx, func(w *work) error {
		if err := w.indexAll(ctx); err != nil {
			return err
		}
		return setFact(ctx, w.Tx, factAnalyser, search.IndexVersion)
	})
}

func (w *work) indexAll(ctx context.Context) error {
	for _, q := range []string{
		`INSERT INTO act_text(act_text) VALUES ('delete-all')`, `INSERT INTO post_text(post_text) VALUES ('delete-all')`, `DELETE FROM act`,
	} {
		if _, err := w.Exec(ctx, q); err != nil {
			return err
		}
	}
	if err := errors.Join(w.dropSketches(ctx), w.dropFacets(ctx)); err != nil {
		return err
	}
	all := &acts{}
	var id civic.ID
	if err := w.Each(ctx, `SELECT id FROM live WHERE kind = 'act'`, nil, []any{&id}, func() error {
		all.add(id)
		return nil
	}); err != nil {
		return err
	}
	if err := w.reindex(ctx, all); err != nil {
		return err
	}
	var num int64
	var text string
	return w.Each(ctx, `SELECT num, coalesce(body ->> 'text', '') FROM record WHERE kind = 'post' AND deleted = 0`, nil,
		[]any{&num, &text}, func() error {
			row := w.s.words.post(text)
			return indexPost(ctx, w.Tx, num, &row)
		})
}
