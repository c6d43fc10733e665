package deskdb

import (
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// naming is what the text of a body or of arguments holds when it names files.
const naming = `"attachments":[`

// ToSend lists the files that waiting commands name and that the central has
// not been brought, in the order of the commands.
func (s *Store) ToSend(ctx context.Context) ([]civic.Parcel, error) {
	var out []civic.Parcel
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		rows, err := queuedRows(ctx, tx, `WHERE state IN ('waiting', 'sending') AND reason <> 'file_refused' AND instr(args, $1) > 0 ORDER BY num`, naming)
		if err != nil {
			return err
		}
		for i := range rows {
			left, err := unsentFiles(ctx, tx, rows[i].command())
			if err != nil {
				return err
			}
			for _, a := range left {
				out = append(out, civic.Parcel{Attachment: a, Command: rows[i].ID, Record: civic.HoldsFiles(rows[i].command())})
			}
		}
		return nil
	})
	return out, err
}

// unsentFiles lists what of a command's files the central has not.
func unsentFiles(ctx context.Context, tx *sqldb.Tx, c civic.Command) ([]civic.Attachment, error) {
	list := civic.AttachmentsOf(c)
	if len(list) == 0 {
		return nil, nil
	}
	sent := map[string]bool{}
	var hash string
	err := tx.Each(ctx, `SELECT hash FROM parcel WHERE command = $1`, []any{string(c.ID)}, []any{&hash}, func() error {
		sent[hash] = true
		return nil
	})
	return slices.DeleteFunc(list, func(a civic.Attachment) bool { return sent[a.Hash] }), err
}

// awaitsFiles tells whether a command must stay because the central would only
// put it off.
func (w *work) awaitsFiles(ctx context.Context, c civic.Command) (bool, error) {
	left, err := unsentFiles(ctx, w.Tx, c)
	return len(left) > 0, err
}

// alreadyThere notes which files of a new command the central has: those that
// the record which it changes names. They need not be here. If the central has
// lost them, it says so, and bringAgain takes this back.
func (w *work) alreadyThere(ctx context.Context, q *queued) error {
	c := q.command()
	list := civic.AttachmentsOf(c)
	if len(list) == 0 {
		return nil
	}
	all, err := records(ctx, w.Tx, `SELECT `+recordColumns+` FROM known WHERE id = $1`, string(civic.HoldsFiles(c)))
	if err != nil {
		return err
	}
	for _, r := range all {
		named := r.Attachments()
		for _, a := range list {
			if !slices.ContainsFunc(named, func(x civic.Attachment) bool { return x.Hash == a.Hash }) {
				continue
			}
			if _, err := w.Exec(ctx, `INSERT INTO parcel (command, hash) VALUES ($1, $2) ON CONFLICT (command, hash) DO NOTHING`,
				string(q.ID), a.Hash); err != nil {
				return err
			}
		}
	}
	return nil
}

// FileSent notes that the central has a command's file; with the last one the
// command may leave.
func (s *Store) FileSent(ctx context.Context, p civic.Parcel) error {
	return s.write(ctx, func(w *work) error {
		if _, err := w.Exec(ctx, `INSERT INTO parcel (command, hash) VALUES ($1, $2) ON CONFLICT (command, hash) DO NOTHING`,
			string(p.Command), p.Hash); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `UPDATE file SET record = $2 WHERE hash = $1 AND record = ''`, p.Hash, string(p.Record)); err != nil {
			return err
		}
		_, err := w.Exec(ctx, `UPDATE outbox SET reason = '', rest = 0 WHERE id = $1 AND state = 'waiting' AND reason IN ('attachment', 'file_gone')`,
			string(p.Command))
		return err
	})
}

// FileStuck says on a waiting command why it stays.
func (s *Store) FileStuck(ctx context.Context, command civic.ID, why civic.Reason) error {
	return s.write(ctx, func(w *work) error {
		_, err := w.Exec(ctx, `UPDATE outbox SET reason = $2 WHERE id = $1 AND state = 'waiting' AND reason <> $2`, string(command), string(why))
		return err
	})
}

// bringAgain forgets what the central was brought for a command: it says that
// it has not got it.
func (w *work) bringAgain(ctx context.Context, command civic.ID) error {
	_, err := w.Exec(ctx, `DELETE FROM parcel WHERE command = $1`, string(command))
	return err
}

// ToFetch lists files that kept records name, the newest first, leaving out the
// larger ones and those whose last try failed.
func (s *Store) ToFetch(ctx context.Context, upTo int64, limit int) ([]civic.Parcel, error) {
	var out []civic.Parcel
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		all, err := records(ctx, tx, `SELECT `+recordColumns+` FROM known
			WHERE kind IN ('act', 'post') AND instr(body, $1) > 0 ORDER BY updated DESC`, naming)
		if err != nil {
			return err
		}
		if out, err = sealedToFetch(ctx, tx, upTo+upTo/4+filledUp, limit); err != nil {
			return err
		}
		for _, r := range all {
			for _, a := range r.Attachments() {
				if a.Size > upTo || len(out) >= limit {
					continue
				}
				var known int
				err := tx.Get(ctx, `SELECT count(*) FROM file WHERE hash = $1`, []any{a.Hash}, &known)
				if err != nil {
					return err
				}
				if known == 0 {
					out = append(out, civic.Parcel{Attachment: a, Record: r.ID})
				}
			}
		}
		return nil
	})
	return out, err
}

// filledUp is what a small file grows by when it is sealed.
const filledUp = 64 << 10

// sealedToFetch lists files of drafts that another device of the person's
// sealed: those that are here neither sealed nor plain.
func sealedToFetch(ctx context.Context, tx *sqldb.Tx, upTo int64, limit int) ([]civic.Parcel, error) {
	rows, err := sharedRows(ctx, tx, `WHERE state = 'on' AND files <> ''`)
	var out []civic.Parcel
	for _, row := range rows {
		for _, f := range row.Files {
			if f.Size > upTo || len(out) >= limit {
				continue
			}
			var known int
			if err := tx.Get(ctx, `SELECT count(*) FROM file WHERE hash IN ($1, $2)`, []any{f.Plain, f.Hash}, &known); err != nil {
				return nil, err
			}
			if known == 0 {
				out = append(out, civic.Parcel{Attachment: f.Attachment(), Record: row.Record})
			}
		}
	}
	return out, err
}

// KeepFile notes that a file is in the profile's folder, for the record that
// names it; empty: for a draft.
func (s *Store) KeepFile(ctx context.Context, hash string, record civic.ID) error {
	return s.noteFile(ctx, hash, record, "")
}

// FileFailed notes how a try to fetch a file ended.
func (s *Store) FileFailed(ctx context.Context, hash string, record civic.ID, why civic.ErrorKind) error {
	return s.noteFile(ctx, hash, record, why)
}

func (s *Store) noteFile(ctx context.Context, hash string, record civic.ID, why civic.ErrorKind) error {
	return s.write(ctx, func(w *work) error {
		day, err := fact(ctx, w.Tx, factDay)
		if err != nil {
			return err
		}
		_, err = w.Exec(ctx, `INSERT INTO file (hash, record, day, why) VALUES ($1, $2, $3, $4)
			ON CONFLICT (hash) DO UPDATE SET why = excluded.why, record = CASE WHEN excluded.record = '' THEN record ELSE excluded.record END`,
			hash, string(record), day, string(why))
		return err
	})
}

// FileTrouble gives how the last try to fetch each of the files ended, of those
// that failed.
func (s *Store) FileTrouble(ctx context.Context, hashes []string) (map[string]civic.ErrorKind, error) {
	out := map[string]civic.ErrorKind{}
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		for _, h := range hashes {
			var why civic.ErrorKind
			err := tx.Get(ctx, `SELECT why FROM file WHERE hash = $1 AND why <> ''`, []any{h}, &why)
			if err == nil {
				out[h] = why
			} else if !civic.Is(err, civic.NotFound) {
				return err
			}
		}
		return nil
	})
	return out, err
}

// keptUnnamed is how many of the central's days a file stays that was added and
// never used.
const keptUnnamed = 7

// UnnamedFiles lists the files that nothing on this desk names any longer: their
// record went, and no draft, former text or command has them.
func (s *Store) UnnamedFiles(ctx context.Context) ([]string, error) {
	type row struct {
		hash   string
		record civic.ID
		day    int64
	}
	var out []string
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var all []row
		var x row
		if err := tx.Each(ctx, `SELECT hash, record, day FROM file`, nil, []any{&x.hash, &x.record, &x.day}, func() error {
			all = append(all, x)
			return nil
		}); err != nil || len(all) == 0 {
			return err
		}
		today, err := fact(ctx, tx, factDay)
		if err != nil {
			return err
		}
		for _, x := range all {
			named, err := namedFile(ctx, tx, x.hash, x.record)
			if err != nil {
				return err
			}
			if !named && (x.record != "" || today > x.day+keptUnnamed) {
				out = append(out, x.hash)
			}
		}
		return nil
	})
	return out, err
}

// namedFile tells whether the record names the file, or anything that the person
// wrote here does. What is sealed may: it cannot be looked into.
func namedFile(ctx context.Context, tx *sqldb.Tx, hash string, record civic.ID) (bool, error) {
	if record != "" {
		all, err := records(ctx, tx, `SELECT `+recordColumns+` FROM live WHERE id = $1`, string(record))
		if err != nil {
			return false, err
		}
		for _, r := range all {
			if slices.ContainsFunc(r.Attachments(), func(a civic.Attachment) bool { return a.Hash == hash }) {
				return true, nil
			}
		}
	}
	const mine = `SELECT
		(SELECT count(*) FROM draft WHERE plain IS NULL AND $2 = '' OR instr(plain, $1) > 0 OR instr(papers, $1) > 0) +
		(SELECT count(*) FROM version WHERE instr(content, $1) > 0) +
		(SELECT count(*) FROM outbox WHERE state <> 'done' AND instr(args, $1) > 0) +
		(SELECT count(*) FROM stranded WHERE instr(body, $1) > 0) +
		(SELECT count(*) FROM composed WHERE instr(attachments, $1) > 0) +
		(SELECT count(*) FROM bin WHERE instr(body, $1) > 0) +
		(SELECT count(*) FROM shared WHERE instr(files, $1) > 0) +
		(SELECT count(*) FROM sitting WHERE instr(body, $1) > 0)`
	var n int
	err := tx.Get(ctx, mine, []any{hash, string(record)}, &n)
	return n > 0, err
}

// DropFile forgets a file whose bytes were taken away.
func (s *Store) DropFile(ctx context.Context, hash string) error {
	return s.write(ctx, func(w *work) error {
		_, err := w.Exec(ctx, `DELETE FROM file WHERE hash = $1`, hash)
		return err
	})
}
