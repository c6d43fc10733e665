package centraldb

import (
	"context"
	"encoding/json"
	"slices"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/sqldb"
)

// inLibrary tells whether acts of the channel are listed and found: a returned
// act, which lives with its author, is not.
func inLibrary(ch civic.Channel) bool {
	f := ch.Family()
	return f == "acts" || f == "councillors"
}

// arrived keeps what is derived from records in step with one that was written.
func (l *ledger) arrived(ctx context.Context, n int64, r civic.Record) error {
	if err := l.nameBlobs(ctx, r); err != nil {
		return err
	}
	switch r.Kind {
	case civic.KindAct:
		if inLibrary(r.Channel) {
			return l.shelve(ctx, n, r)
		}
	case civic.KindUseful:
		u, err := civic.DecodeBody[civic.Useful](r)
		if err != nil {
			return err
		}
		const put = `INSERT INTO useful (mark, act) VALUES ($1, $2) ON CONFLICT (mark) DO UPDATE SET act = excluded.act`
		_, err = l.tx.Exec(ctx, put, r.ID, u.Act)
		return err
	case civic.KindTally:
		t, err := civic.DecodeBody[civic.Tally](r)
		if err != nil {
			return err
		}
		_, err = l.tx.Exec(ctx, `UPDATE act SET useful = $1, reuses = $2 WHERE id = $3`, t.Useful, t.Reuses, t.Of)
		return err
	case civic.KindActEvent:
		return l.judgeOutcome(ctx, r.Parent())
	}
	return nil
}

// left does the same for a record that went, with the body that it had.
func (l *ledger) left(ctx context.Context, n int64, was civic.Record, erase bool) error {
	if err := l.unnameBlobs(ctx, was, erase); err != nil {
		return err
	}
	switch was.Kind {
	case civic.KindAct:
		if err := l.unshelve(ctx, n, was); err != nil {
			return err
		}
	case civic.KindUseful:
		if _, err := l.tx.Exec(ctx, `DELETE FROM useful WHERE mark = $1`, was.ID); err != nil {
			return err
		}
	case civic.KindActEvent:
		if err := l.judgeOutcome(ctx, was.Parent()); err != nil {
			return err
		}
	}
	if !erase {
		return nil
	}
	return l.forget(ctx, was.ID, sweepLog)
}

// forget removes what commands said of a record that was erased, or of which a
// former text must not survive; what says where its words may still be.
func (l *ledger) forget(ctx context.Context, id civic.ID, what int) error {
	const args = `DELETE FROM argument WHERE id IN (SELECT command FROM argument_record WHERE record = $1)`
	if _, err := l.tx.Exec(ctx, args, id); err != nil {
		return err
	}
	if _, err := l.tx.Exec(ctx, `DELETE FROM argument_record WHERE record = $1`, id); err != nil {
		return err
	}
	return l.sweepLater(ctx, what)
}

func (l *ledger) shelve(ctx context.Context, n int64, r civic.Record) error {
	act, err := civic.DecodeBody[civic.Act](r)
	if err != nil {
		return err
	}
	events, err := l.eventsOf(ctx, r.ID)
	if err != nil {
		return err
	}
	themes, err := json.Marshal(append([]civic.Theme{}, act.Themes...))
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.act", err)
	}
	var lineage civic.ID
	if act.Lineage != nil {
		lineage = act.Lineage.Parent
	}
	const put = `INSERT INTO act (n, id, family, kind, subkind, level, region, body, body_name, subject, date, outcome,
			themes, author, lineage, published, useful, reuses)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 0)
		ON CONFLICT (n) DO UPDATE SET id = excluded.id, family = excluded.family, kind = excluded.kind,
			subkind = excluded.subkind, level = excluded.level, region = excluded.region, body = excluded.body,
			body_name = excluded.body_name, subject = excluded.subject, date = excluded.date, outcome = excluded.outcome,
			themes = excluded.themes, author = excluded.author, lineage = excluded.lineage, published = excluded.published`
	day := act.Date
	if day == "" { // as on the desk: nothing new sinks below what is old
		day = civic.DateOf(act.Published)
	}
	_, err = l.tx.Exec(ctx, put, n, r.ID, r.Channel.Family(), act.Kind, act.Subkind, act.Level, act.Region, act.Body,
		act.BodyName, act.Subject, day, civic.OutcomeOf(act, events), string(themes), r.Author, lineage, stamp(act.Published))
	if err != nil {
		return err
	}
	if lineage != "" {
		if err := l.MarkTally(ctx, []civic.ID{lineage}); err != nil {
			return err
		}
	}
	return l.db.index(ctx, l.tx, n, act)
}

func (l *ledger) unshelve(ctx context.Context, n int64, was civic.Record) error {
	var lineage civic.ID
	err := l.tx.Get(ctx, `DELETE FROM act WHERE n = $1 RETURNING lineage`, []any{n}, &lineage)
	if civic.Is(err, civic.NotFound) {
		return nil // it was not in the library
	}
	if err != nil {
		return err
	}
	if err := l.db.unindex(ctx, l.tx, n); err != nil {
		return err
	}
	if err := l.sweepLater(ctx, sweepIndex); err != nil {
		return err
	}
	marks := []civic.ID{was.ID}
	if lineage != "" {
		marks = append(marks, lineage)
	}
	return l.MarkTally(ctx, marks)
}

func (w *world) eventsOf(ctx context.Context, act civic.ID) ([]civic.ActEvent, error) {
	children, err := w.Children(ctx, act)
	if err != nil {
		return nil, err
	}
	var events []civic.ActEvent
	for _, c := range children {
		if c.Kind != civic.KindActEvent {
			continue
		}
		e, err := civic.DecodeBody[civic.ActEvent](c)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// judgeOutcome writes an act's outcome again after its events changed.
func (l *ledger) judgeOutcome(ctx context.Context, id civic.ID) error {
	rec, err := l.Record(ctx, id)
	if civic.Is(err, civic.NotFound) || err == nil && !inLibrary(rec.Channel) {
		return nil
	}
	if err != nil {
		return err
	}
	act, err := civic.DecodeBody[civic.Act](rec)
	if err != nil {
		return err
	}
	events, err := l.eventsOf(ctx, id)
	if err != nil {
		return err
	}
	_, err = l.tx.Exec(ctx, `UPDATE act SET outcome = $1 WHERE id = $2`, civic.OutcomeOf(act, events), id)
	return err
}

func (d *DB) index(ctx context.Context, tx *sqldb.Tx, n int64, act civic.Act) error {
	texts := make([]string, 0, 2*len(act.Clauses)+1)
	texts = append(texts, act.BodyName)
	for _, c := range act.Clauses {
		texts = append(texts, c.Opener, c.Text)
	}
	d.analysing.Lock()
	defer d.analysing.Unlock()
	row := d.analyser.Index(act.Subject, texts...)
	row.Folded = appendNorms(row.Folded, act, texts)
	if d.server() {
		return indexRow(ctx, tx, n, row)
	}
	const put = `INSERT OR REPLACE INTO found (rowid, subject, text, folded) VALUES ($1, $2, $3, $4)`
	_, err := tx.Exec(ctx, put, n, string(row.Subject), string(row.Text), string(row.Folded))
	return err
}

// unindex takes an act's words out of the index.
func (d *DB) unindex(ctx context.Context, tx *sqldb.Tx, n int64) error {
	query := `DELETE FROM found WHERE rowid = $1`
	if d.server() {
		query = `DELETE FROM found WHERE n = $1`
	}
	_, err := tx.Exec(ctx, query, n)
	return err
}

// indexAgain builds the index anew when the analyser's rules have changed.
func (d *DB) indexAgain(ctx context.Context) error {
	var version int
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT analyser FROM meta`, nil, &version)
	})
	if err != nil || version == search.IndexVersion {
		return err
	}
	for after := int64(0); after >= 0; {
		if after, err = d.indexSome(ctx, after); err != nil {
			return err
		}
	}
	return d.exec(ctx, `UPDATE meta SET analyser = $1, sweep = $2`, search.IndexVersion, sweepIndex)
}

// indexSome indexes the next acts and gives the last one's n; -1 after the last.
func (d *DB) indexSome(ctx context.Context, after int64) (last int64, err error) {
	const list = `SELECT ` + recordColumns + ` FROM act JOIN record ON record.n = act.n WHERE act.n > $1 ORDER BY act.n LIMIT $2`
	const some = 200
	err = d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		var r recordRow
		var rows []recordRow
		err := tx.Each(ctx, list, []any{after, some}, r.dest(), func() error {
			kept := r
			kept.body = slices.Clone(r.body)
			rows = append(rows, kept)
			return nil
		})
		if err != nil {
			return err
		}
		last = -1
		for _, one := range rows {
			act, err := civic.DecodeBody[civic.Act](one.record())
			if err != nil {
				return err
			}
			if err := d.index(ctx, tx, one.n, act); err != nil {
				return err
			}
			last = one.n
		}
		return nil
	})
	return last, err
}
