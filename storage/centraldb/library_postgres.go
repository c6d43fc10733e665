package centraldb

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strconv"

	"scranno/app/search"
	"scranno/storage/sqldb"
)

// Limits of PostgreSQL's tsvector: its bytes, the highest place of a word, and
// the places that one word may have. What is beyond them is found by the words
// before.
const (
	maxVector = 900_000 // of 1,048,575
	maxPlace  = 16_383
	maxPlaces = 255
)

// indexRow writes an act's words into the index of a server.
func indexRow(ctx context.Context, tx *sqldb.Tx, n int64, row search.Row) error {
	const put = `INSERT INTO found (n, words) VALUES ($1, $2::text::tsvector)
		ON CONFLICT (n) DO UPDATE SET words = excluded.words`
	_, err := tx.Exec(ctx, put, n, vectorOf(row))
	return err
}

// vectorOf writes the words as a tsvector, each with its places and the label of
// where it stands. Between subject, text and folded words lies a gap that no
// phrase passes.
func vectorOf(row search.Row) string {
	v := vector{words: map[string]*places{}}
	for _, part := range []struct {
		words []byte
		label byte
		apart int
	}{{row.Subject, search.LabelSubject, 1}, {row.Text, search.LabelText, 1}, {row.Folded, search.LabelFolded, 2}} {
		v.add(part.words, part.label, part.apart)
		v.at += 10
	}
	return v.String()
}

// vector gathers the places of words.
type vector struct {
	words map[string]*places
	size  int // about, of what PostgreSQL makes of it
	at    int
}

type places struct {
	list []byte // as they are written
	n    int
}

func (v *vector) add(words []byte, label byte, apart int) {
	for word := range bytes.SplitSeq(words, []byte(" ")) {
		v.at += apart
		p := v.words[string(word)]
		if len(word) == 0 || v.size > maxVector || p != nil && p.n >= maxPlaces {
			continue
		}
		if p == nil {
			p = &places{}
			v.words[string(word)] = p
			v.size += len(word) + 8
		} else {
			p.list = append(p.list, ',')
		}
		p.list = strconv.AppendInt(p.list, int64(min(v.at, maxPlace)), 10)
		p.list = append(p.list, label)
		p.n++
		v.size += 2
	}
}

func (v *vector) String() string {
	var b bytes.Buffer
	for _, word := range slices.Sorted(maps.Keys(v.words)) {
		b.WriteString("'" + word + "':")
		b.Write(v.words[word].list)
		b.WriteByte(' ')
	}
	return b.String()
}
