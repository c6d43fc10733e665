package sqldb

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"scranno/app/civic"
)

// blankPages is how many pages are cleared in one transaction.
const blankPages = 256

// Blank writes zeros over what is left of moved rows in the unused parts of pages.
// secure_delete does so with what is removed, but not with the copy that stays where
// a row was when SQLite evens out the pages of a tree: a row that is changed or
// removed afterwards goes on standing there. Writers wait for some pages at a time.
// Source: the file format, sqlite.org/fileformat2.html §1.6.
func (d *DB) Blank(ctx context.Context) error {
	const op = "sqldb.blank"
	if d.writer == nil || d.engine != SQLite {
		return civic.NewError(civic.Forbidden, op, "")
	}
	var dirty []int64
	err := d.View(ctx, func(tx *Tx) (err error) {
		dirty, err = dirtyPages(ctx, tx)
		return err
	})
	if err != nil || len(dirty) == 0 {
		return err
	}
	pool, err := openPool(ctx, pagesDSN(d.path), 1)
	if err != nil {
		return err
	}
	side := &DB{engine: d.engine, path: d.path, busy: d.busy, writer: pool}
	for some := range slices.Chunk(dirty, blankPages) {
		if err == nil {
			err = side.Update(ctx, func(tx *Tx) error { return blankSome(ctx, tx, some) })
		}
	}
	return errors.Join(err, Error(op, pool.Close()))
}

func dirtyPages(ctx context.Context, tx *Tx) (dirty []int64, err error) {
	var n int64
	var page []byte
	err = tx.Each(ctx, `SELECT pgno, data FROM sqlite_dbpage`, nil, []any{&n, &page}, func() error {
		if residue(page, n == 1) {
			dirty = append(dirty, n)
		}
		return nil
	})
	return dirty, err
}

// blankSome clears pages, as they are by now.
func blankSome(ctx context.Context, tx *Tx, pages []int64) error {
	for _, n := range pages {
		var page []byte
		err := tx.Get(ctx, `SELECT data FROM sqlite_dbpage WHERE pgno = $1`, []any{n}, &page)
		if civic.Is(err, civic.NotFound) {
			continue // the file is shorter now
		}
		if err != nil {
			return err
		}
		if !residue(page, n == 1) {
			continue
		}
		if _, err := tx.Exec(ctx, `UPDATE sqlite_dbpage SET data = $2 WHERE pgno = $1`, n, page); err != nil {
			return err
		}
	}
	return nil
}

// residue tells whether the unused parts of a page hold anything, and clears them.
// A page that is not of a tree, or not of the form that is known, is left alone.
func residue(page []byte, first bool) bool {
	h := 0
	if first {
		h = 100 // after the file's header
	}
	cells := h + 8
	switch page[h] {
	case 0x0a, 0x0d: // leaves
	case 0x02, 0x05:
		cells += 4
	default:
		return false
	}
	end := cells + 2*int(binary.BigEndian.Uint16(page[h+3:]))
	content := int(binary.BigEndian.Uint16(page[h+5:]))
	if content == 0 {
		content = 65_536
	}
	if end > content || content > len(page) {
		return false
	}
	found := false
	for i := end; i < content; i++ {
		found = found || page[i] != 0
	}
	clear(page[end:content])
	return found
}
