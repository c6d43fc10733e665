package deskdb

import (
	"context"
	"maps"
	"slices"
)

// mostReworded bounds what of the index waits in memory.
const mostReworded = 512

// wordRows holds rows of an index that change, until the transaction ends: FTS5
// writes out what it has gathered whenever a row comes that stands before the
// last one, so they go in the order of their numbers. Without words a row goes.
type wordRows map[int64]*words

// rewording is what changes in both indexes.
type rewording struct{ posts, acts wordRows }

// put lets the words of a row wait; nil takes the row out.
func (l *wordRows) put(num int64, row *words) {
	if *l == nil {
		*l = wordRows{}
	}
	(*l)[num] = row
}

// reword replaces a post's words in the index.
func (w *work) reword(ctx context.Context, num int64, row *words) error {
	w.reworded.posts.put(num, row)
	return w.tooMany(ctx)
}

// rewordAct replaces an act's.
func (w *work) rewordAct(ctx context.Context, num int64, row words) error {
	w.reworded.acts.put(num, &row)
	return w.tooMany(ctx)
}

func (w *work) tooMany(ctx context.Context) error {
	if len(w.reworded.posts)+len(w.reworded.acts) < mostReworded {
		return nil
	}
	return w.writeWords(ctx)
}

// writeWords writes what waits.
func (w *work) writeWords(ctx context.Context) error {
	for _, num := range slices.Sorted(maps.Keys(w.reworded.posts)) {
		if _, err := w.Exec(ctx, `DELETE FROM post_text WHERE rowid = $1`, num); err != nil {
			return err
		}
		if err := indexPost(ctx, w.Tx, num, w.reworded.posts[num]); err != nil {
			return err
		}
	}
	for _, num := range slices.Sorted(maps.Keys(w.reworded.acts)) {
		row := w.reworded.acts[num]
		if _, err := w.Exec(ctx, `INSERT OR REPLACE INTO act_text (rowid, subject, text, folded) VALUES ($1, $2, $3, $4)`,
			num, row.subject, row.text, row.folded); err != nil {
			return err
		}
	}
	w.reworded = rewording{}
	return nil
}
