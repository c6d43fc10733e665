package centraldb

import (
	"context"
	"slices"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// BlobLedger is what a transaction upon the records knows of attachments.
type BlobLedger = interface {
	Attached(ctx context.Context, person civic.ID, list []civic.Attachment, may civic.ChannelTest) (civic.Reason, error)
}

// BeginBlob notes, before its first byte is kept, that a person brings a file.
// TooLarge ("attach.quota"): with it they would have brought more than most
// bytes since the given time.
func (d *DB) BeginBlob(ctx context.Context, person civic.ID, p civic.FilePart, now time.Time, q civic.FileQuota) error {
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		const brought = `SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM blob_upload WHERE person = $1 AND at >= $2 AND hash <> $3`
		var sum int64
		if err := tx.Get(ctx, brought, []any{string(person), stamp(q.Since), p.Hash}, &sum); err != nil {
			return err
		}
		if sum+p.Size > q.Most {
			return civic.NewError(civic.TooLarge, "centraldb.blob", "attach.quota")
		}
		const row = `INSERT INTO blob (hash, type, whole, since, due) VALUES ($1, '', 0, $2, 0)
			ON CONFLICT (hash) DO UPDATE SET since = excluded.since`
		if _, err := tx.Exec(ctx, row, p.Hash, stamp(now)); err != nil {
			return err
		}
		const upload = `INSERT INTO blob_upload (hash, person, size, at, whole) VALUES ($1, $2, $3, $4, 0)
			ON CONFLICT (hash, person) DO UPDATE SET size = excluded.size, at = excluded.at, whole = 0`
		_, err := tx.Exec(ctx, upload, p.Hash, string(person), p.Size, stamp(now))
		return err
	})
}

// BlobUpload gives the size that a person announced and whether they brought all
// of it. NotFound: they began nothing.
func (d *DB) BlobUpload(ctx context.Context, person civic.ID, hash string) (size int64, whole bool, err error) {
	err = d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT size, whole FROM blob_upload WHERE hash = $1 AND person = $2`, []any{hash, string(person)}, &size, &whole)
	})
	return size, whole, err
}

// WholeBlob notes that a person's file is whole and what it is.
func (d *DB) WholeBlob(ctx context.Context, person civic.ID, hash, mediaType string, now time.Time) error {
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE blob SET type = $2, whole = 1, since = $3 WHERE hash = $1`, hash, mediaType, stamp(now)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE blob_upload SET whole = 1 WHERE hash = $1 AND person = $2`, hash, string(person))
		return err
	})
}

// BlobOf gives the type of a whole file that a live record names, and the
// record's channel. NotFound: there is no such file, or may says no.
func (d *DB) BlobOf(ctx context.Context, now time.Time, hash string, record civic.ID, may civic.ChannelTest) (string, civic.Channel, error) {
	const get = `SELECT blob.type, blob_ref.channel FROM blob_ref JOIN blob ON blob.hash = blob_ref.hash
		WHERE blob_ref.record = $1 AND blob_ref.hash = $2 AND blob.whole = 1`
	var mediaType string
	var ch civic.Channel
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		if err := tx.Get(ctx, get, []any{string(record), hash}, &mediaType, &ch); err != nil {
			return err
		}
		ok, err := may(ctx, &world{tx: tx, now: civic.Stamp(now)}, ch)
		if err == nil && !ok {
			err = civic.NewError(civic.NotFound, "centraldb.blob", "")
		}
		return err
	})
	return mediaType, ch, err
}

// maxDropped is how many files one DropBlobs takes away.
const maxDropped = 200

// DropBlobs takes away the files that no record names: at once those whose
// record was erased, the others when nobody touched them since the given time.
// remove takes the bytes, inside the transaction of their row: a row without
// bytes is mended by who brings them again, bytes without a row by nobody.
func (d *DB) DropBlobs(ctx context.Context, before time.Time, remove func(ctx context.Context, hash string) error) (int, error) {
	const orphan = `(due = 1 OR since < $1) AND NOT EXISTS (SELECT 1 FROM blob_ref WHERE blob_ref.hash = blob.hash)`
	var due []string
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var hash string
		return tx.Each(ctx, `SELECT hash FROM blob WHERE `+orphan+` ORDER BY since LIMIT $2`, []any{stamp(before), maxDropped}, []any{&hash}, func() error {
			due = append(due, hash)
			return nil
		})
	})
	dropped := 0
	for _, hash := range due {
		if err != nil {
			break
		}
		err = d.sql.Update(ctx, func(tx *sqldb.Tx) error {
			n, err := tx.Exec(ctx, `DELETE FROM blob WHERE hash = $2 AND `+orphan, stamp(before), hash)
			if err != nil || n == 0 {
				return err
			}
			if _, err := tx.Exec(ctx, `DELETE FROM blob_upload WHERE hash = $1`, hash); err != nil {
				return err
			}
			dropped++
			return remove(ctx, hash)
		})
	}
	return dropped, err
}

// UnknownBlobs gives those of the files that have no row.
func (d *DB) UnknownBlobs(ctx context.Context, hashes []string) ([]string, error) {
	var out []string
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		for _, hash := range hashes {
			var n int
			if err := tx.Get(ctx, `SELECT count(*) FROM blob WHERE hash = $1`, []any{hash}, &n); err != nil {
				return err
			}
			if n == 0 {
				out = append(out, hash)
			}
		}
		return nil
	})
	return out, err
}

// Attached tells whether a person may name the files now, and keeps them from
// going meanwhile: empty, when all are whole and the person brought them or may
// read a record that names them. ReasonAttachment: one is not here yet.
// ReasonInvalid: one is not what is said of it.
func (l *ledger) Attached(ctx context.Context, person civic.ID, list []civic.Attachment, may civic.ChannelTest) (civic.Reason, error) {
	for _, a := range list {
		var mediaType string
		err := l.tx.Get(ctx, `UPDATE blob SET since = $2, due = 0 WHERE hash = $1 AND whole = 1 RETURNING type`,
			[]any{a.Hash, stamp(l.now)}, &mediaType)
		if civic.Is(err, civic.NotFound) {
			return civic.ReasonAttachment, nil
		}
		if err != nil {
			return "", err
		}
		size, err := l.hasHad(ctx, person, a.Hash, may)
		switch {
		case civic.Is(err, civic.NotFound):
			return civic.ReasonAttachment, nil
		case err != nil:
			return "", err
		case size != 0 && size != a.Size || !civic.SameFileType(mediaType, a.Type):
			return civic.ReasonInvalid, nil
		}
	}
	return "", nil
}

// hasHad gives the size of a file that the person brought whole, 0 for one that
// they may read in some record; NotFound for any other.
func (l *ledger) hasHad(ctx context.Context, person civic.ID, hash string, may civic.ChannelTest) (int64, error) {
	var size int64
	err := l.tx.Get(ctx, `SELECT size FROM blob_upload WHERE hash = $1 AND person = $2 AND whole = 1`, []any{hash, string(person)}, &size)
	if err == nil || !civic.Is(err, civic.NotFound) {
		return size, err
	}
	var all []civic.Channel
	var ch civic.Channel
	if err := l.tx.Each(ctx, `SELECT DISTINCT channel FROM blob_ref WHERE hash = $1`, []any{hash}, []any{&ch}, func() error {
		all = append(all, ch)
		return nil
	}); err != nil {
		return 0, err
	}
	for _, ch := range all {
		if ok, err := may(ctx, l, ch); err != nil || ok {
			return 0, err
		}
	}
	return 0, civic.NewError(civic.NotFound, "centraldb.blob", "")
}

// nameBlobs writes which files a live record names. What it named before and
// does not now goes at once, unless another record names it: a text that is
// replaced in the usual way stays as a revision, which does.
func (l *ledger) nameBlobs(ctx context.Context, r civic.Record) error {
	switch r.Kind {
	case civic.KindAct, civic.KindRevision, civic.KindPost, civic.KindDraft, civic.KindCommitment:
	default:
		return nil
	}
	list := r.Attachments()
	var former []string
	var hash string
	if err := l.tx.Each(ctx, `SELECT hash FROM blob_ref WHERE record = $1`, []any{string(r.ID)}, []any{&hash}, func() error {
		former = append(former, hash)
		return nil
	}); err != nil {
		return err
	}
	for _, hash := range former {
		if slices.ContainsFunc(list, func(a civic.Attachment) bool { return a.Hash == hash }) {
			continue
		}
		if err := l.unname(ctx, r.ID, hash, true); err != nil {
			return err
		}
	}
	for _, a := range list {
		const put = `INSERT INTO blob_ref (record, hash, channel) VALUES ($1, $2, $3)
			ON CONFLICT (record, hash) DO UPDATE SET channel = excluded.channel`
		if _, err := l.tx.Exec(ctx, put, string(r.ID), a.Hash, string(r.Channel)); err != nil {
			return err
		}
		if _, err := l.tx.Exec(ctx, `UPDATE blob SET since = $2, due = 0 WHERE hash = $1`, a.Hash, stamp(l.now)); err != nil {
			return err
		}
	}
	return nil
}

// unnameBlobs takes back what a record named.
func (l *ledger) unnameBlobs(ctx context.Context, was civic.Record, erase bool) error {
	for _, a := range was.Attachments() {
		if err := l.unname(ctx, was.ID, a.Hash, erase); err != nil {
			return err
		}
	}
	return nil
}

func (l *ledger) unname(ctx context.Context, record civic.ID, hash string, erase bool) error {
	if _, err := l.tx.Exec(ctx, `DELETE FROM blob_ref WHERE record = $1 AND hash = $2`, string(record), hash); err != nil {
		return err
	}
	due := 0
	if erase {
		due = 1
	}
	const let = `UPDATE blob SET since = $2, due = CASE WHEN $3 = 1 THEN 1 ELSE due END WHERE hash = $1`
	_, err := l.tx.Exec(ctx, let, hash, stamp(l.now), due)
	return err
}
