package deskdb

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"io"
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
	case civic.KindActEvent, civic.KindTally:
		if _, there := t.at[parent]; !there && parent != "" {
			t.add(parent)
		}
	}
}

// index puts a post's words into the index. Acts are indexed at the end of the
// transaction, when their events are here too.
func (a *application) index(ctx context.Context, o *civic.Op, num int64) error {
	if o.Kind != civic.KindPost {
		return nil
	}
	var p struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(o.Body, &p) != nil {
		return nil // a body that this version cannot read is kept and not searched
	}
	return indexPost(ctx, a.Tx, a.s.words, num, p.Text)
}

func indexPost(ctx context.Context, tx *sqldb.Tx, words *search.Analyser, num int64, text string) error {
	row := words.Index("", text)
	_, err := tx.Exec(ctx, `INSERT OR REPLACE INTO post_text (rowid, text, folded) VALUES ($1, $2, $3)`,
		num, string(row.Text), string(row.Folded))
	return err
}

// unindex takes a post's words out.
func (w *work) unindex(ctx context.Context, kind civic.RecordKind, num int64) error {
	if kind != civic.KindPost {
		return nil
	}
	_, err := w.Exec(ctx, `DELETE FROM post_text WHERE rowid = $1`, num)
	return err
}

// entry is a row of the list of acts before it is written.
type entry struct {
	rec     civic.Record
	act     civic.Act
	outcome civic.Outcome
	tally   civic.Tally
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
	for _, id := range t.order {
		e, there, err := w.entry(ctx, id, t.at[id])
		if err != nil {
			return err
		}
		if !there {
			if err := w.unlist(ctx, id); err != nil {
				return err
			}
			continue
		}
		added, err := w.list(ctx, e, next)
		if err != nil {
			return err
		}
		if added {
			next++
		}
	}
	return nil
}

// entry gathers what the list shows of an act; false when it shows nothing. An
// act that this version cannot read, and one that was returned, is not listed.
func (w *work) entry(ctx context.Context, id civic.ID, o *civic.Op) (entry, bool, error) {
	var e entry
	if o != nil {
		e.rec = o.Record
	} else {
		var x scanned
		err := w.Get(ctx, `SELECT `+liveColumns+` FROM live WHERE id = $1 AND kind = 'act' LIMIT 1`, []any{string(id)}, x.destLive()...)
		if civic.Is(err, civic.NotFound) {
			return e, false, nil
		}
		if err != nil {
			return e, false, err
		}
		e.rec, e.pending = x.record(), x.pending
		if !e.pending {
			if err := w.Get(ctx, `SELECT count(*) > 0 FROM waits WHERE record = $1`, []any{string(id)}, &e.pending); err != nil {
				return e, false, err
			}
		}
	}
	if json.Unmarshal(e.rec.Body, &e.act) != nil || e.act.Returned != nil {
		return e, false, nil
	}
	events, err := w.hanging(ctx, id, &e.tally)
	e.outcome = civic.OutcomeOf(e.act, events)
	return e, true, err
}

func (w *work) hanging(ctx context.Context, id civic.ID, tally *civic.Tally) ([]civic.ActEvent, error) {
	var events []civic.ActEvent
	var kind civic.RecordKind
	var body []byte
	err := w.Each(ctx, `SELECT kind, body FROM live WHERE parent = $1 AND kind IN ('act_event', 'tally') ORDER BY pending, born, ord`,
		[]any{string(id)}, []any{&kind, &body}, func() error {
			if kind == civic.KindTally {
				*tally = readTally(body)
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
	err := w.Get(ctx, `SELECT num FROM act WHERE id = $1`, []any{string(id)}, &num)
	if civic.Is(err, civic.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := w.Exec(ctx, `DELETE FROM act_text WHERE rowid = $1`, num); err != nil {
		return err
	}
	_, err = w.Exec(ctx, `DELETE FROM act WHERE num = $1`, num)
	return err
}

// list writes the row of an act and, where its words changed, the index. next
// is the number of a new row; added says that it was used.
func (w *work) list(ctx context.Context, e entry, next int64) (added bool, err error) {
	sum := wordSum(e.act.Content)
	values := e.values(sum)
	n, err := w.Exec(ctx, `INSERT INTO act (num, id, kind, subkind, level, region, body, body_name, date, born, outcome, themes,
		author, subject, lineage, useful, reuses, pending, words)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (id) DO NOTHING`, append([]any{next}, values...)...)
	if err != nil {
		return false, err
	}
	num, added := next, n == 1
	if !added {
		var old int64
		if err := w.Get(ctx, `SELECT num, words FROM act WHERE id = $1`, []any{string(e.rec.ID)}, &num, &old); err != nil {
			return false, err
		}
		if _, err := w.Exec(ctx, `UPDATE act SET kind = $3, subkind = $4, level = $5, region = $6, body = $7, body_name = $8,
			date = $9, born = $10, outcome = $11, themes = $12, author = $13, subject = $14, lineage = $15, useful = $16,
			reuses = $17, pending = $18, words = $19 WHERE num = $1 AND id = $2`, append([]any{num}, values...)...); err != nil {
			return false, err
		}
		if old == sum {
			return false, nil
		}
	}
	row := w.s.words.Index(e.act.Subject, texts(e.act.Content)...)
	_, err = w.Exec(ctx, `INSERT OR REPLACE INTO act_text (rowid, subject, text, folded) VALUES ($1, $2, $3, $4)`,
		num, string(row.Subject), string(row.Text), string(row.Folded))
	return added, err
}

func (e entry) values(sum int64) []any {
	lineage := ""
	if e.act.Lineage != nil {
		lineage = string(e.act.Lineage.Parent)
	}
	date := e.act.Date
	if date == "" {
		date = civic.DateOf(e.act.Published)
	}
	return []any{
		string(e.rec.ID), string(e.act.Kind), e.act.Subkind, string(e.act.Level), string(e.act.Region), string(e.act.Body),
		e.act.BodyName, string(date), e.rec.Born, string(e.outcome), joinThemes(e.act.Themes), string(e.rec.Author),
		e.act.Subject, lineage, e.tally.Useful, e.tally.Reuses, e.pending, sum,
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

// texts are the pieces of an act that are searched beside its subject.
func texts(c civic.Content) []string {
	out := make([]string, 0, 2*len(c.Clauses)+2)
	for _, x := range c.Clauses {
		if x.Opener != "" {
			out = append(out, x.Opener)
		}
		out = append(out, x.Text)
	}
	return append(out, c.BodyName, c.Protocol)
}

func wordSum(c civic.Content) int64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, c.Subject) // a hash never fails
	for _, t := range texts(c) {
		_, _ = h.Write([]byte{0})
		_, _ = io.WriteString(h, t)
	}
	return int64(h.Sum64())
}

// refreshIndex makes the index again where the analyser's rules have changed
// since it was made.
func (s *Store) refreshIndex(ctx context.Context) error {
	var made int64
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		made, err = fact(ctx, tx, factAnalyser)
		return err
	})
	if err != nil || made == search.AnalyserVersion {
		return err
	}
	return s.write(ctx, func(w *work) error {
		if err := w.indexAll(ctx); err != nil {
			return err
		}
		return setFact(ctx, w.Tx, factAnalyser, search.AnalyserVersion)
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
		[]any{&num, &text}, func() error { return indexPost(ctx, w.Tx, w.s.words, num, text) })
}
