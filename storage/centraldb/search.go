package centraldb

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/sqldb"
)

// The limits of one answer.
const (
	maxHits    = 200
	maxOffset  = 10_000
	maxFacets  = 50
	maxExcerpt = 600 // runes
)

// Acts answers a query over the families of channels that the reader may see.
// Acts published after before are left out, unless it is zero; a parent keeps
// only acts that came from it.
func (d *DB) Acts(ctx context.Context, q civic.ActQuery, families []string, before time.Time, parent civic.ID) (civic.ActResult, error) {
	args, err := narrowArgs(q, families, before, parent)
	if err != nil {
		return civic.ActResult{}, err
	}
	words := search.Parse(q.Text)
	if words.Wordless() {
		return civic.ActResult{}, nil
	}
	matched := !words.Empty() // stop words alone ask for nothing in particular
	sql := fileSearch()
	if d.server() {
		sql = serverSearch()
		args = append(args, words.TSQuery())
	} else {
		args = append(args, words.FTS5(search.Columns{}))
	}
	var out civic.ActResult
	err = d.sql.View(ctx, func(tx *sqldb.Tx) error {
		s := &searching{tx: tx, args: args, sql: sql}
		if matched {
			s.words = words.Matcher()
		}
		return s.run(ctx, q, &out)
	})
	return out, err
}

func narrowArgs(q civic.ActQuery, families []string, before time.Time, parent civic.ID) ([]any, error) {
	args := make([]any, 0, 16)
	for _, list := range []any{families, q.Kinds, q.Levels, q.Regions, q.Bodies, q.Themes, q.Outcomes} {
		raw, err := json.Marshal(list)
		if err != nil {
			return nil, civic.WrapError(civic.Internal, "centraldb.acts", err)
		}
		text := string(raw)
		if text == "null" || text == "[]" {
			text = ""
		}
		args = append(args, text)
		if len(args) == 1 {
			args = append(args, stamp(before))
		}
	}
	return append(args, q.Since, q.Until, q.Author, parent), nil
}

// searching is one query being answered from one picture of the file.
type searching struct {
	tx    *sqldb.Tx
	sql   searchSQL
	args  []any           // 13 of them
	words *search.Matcher // nil: no words were asked for
}

func (s *searching) run(ctx context.Context, q civic.ActQuery, out *civic.ActResult) error {
	from, order := s.sql.all, s.sql.newest
	if s.words != nil {
		from, order = s.sql.matched, s.sql.best
		if q.Newest {
			order = s.sql.newest
		}
	}
	switch {
	case q.Useful:
		order = ` ORDER BY act.useful DESC, act.date DESC, act.n DESC`
	case q.Reused:
		order = ` ORDER BY act.reuses DESC, act.date DESC, act.n DESC`
	}
	for _, u := range q.Uses {
		from += " AND " + useSQL(u, s.sql.seen)
	}
	if err := s.tx.Get(ctx, `SELECT count(*)`+from, s.args, &out.Total); err != nil {
		return err
	}
	limit := q.Limit
	if limit <= 0 || limit > maxHits {
		limit = maxHits
	}
	if err := s.hits(ctx, hitColumns+from+order+` LIMIT $14 OFFSET $15`, limit, min(max(q.Offset, 0), maxOffset), &out.Hits); err != nil {
		return err
	}
	if !q.Facets {
		return nil
	}
	out.Facets = make(map[string][]civic.FacetCount, len(facets))
	for _, f := range facets {
		more := ""
		if f.themes {
			more = s.sql.themes
		}
		counts, err := s.facet(ctx, f.value, more, from)
		if err != nil {
			return err
		}
		out.Facets[f.name] = counts
	}
	for _, u := range civic.Uses() {
		c := civic.FacetCount{Value: string(u)}
		if err := s.tx.Get(ctx, `SELECT count(*)`+from+" AND "+useSQL(u, s.sql.seen), s.args, &c.Count); err != nil {
			return err
		}
		if c.Count > 0 {
			out.Facets["use"] = append(out.Facets["use"], c)
		}
	}
	return nil
}

func (s *searching) hits(ctx context.Context, query string, limit, offset int, out *[]civic.ActHit) error {
	var numbers []int64
	var h civic.ActHit
	var n int64
	var themes []byte
	dest := []any{
		&n, &h.ID, &h.Kind, &h.Subkind, &h.Level, &h.Subject, &h.Body, &h.BodyName,
		&h.Region, &h.Date, &h.Outcome, &themes, &h.Author, &h.Reuses, &h.Useful,
	}
	err := s.tx.Each(ctx, query, append(s.args[:13:13], limit, offset), dest, func() error {
		h.Themes = nil
		if err := json.Unmarshal(themes, &h.Themes); err != nil {
			return civic.WrapError(civic.Damaged, "centraldb.acts", err)
		}
		*out = append(*out, h)
		numbers = append(numbers, n)
		return nil
	})
	if err != nil || s.words == nil {
		return err
	}
	for i, n := range numbers {
		if (*out)[i].Excerpt, err = s.excerpt(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// excerpt is the part of an act's text where the words stand.
func (s *searching) excerpt(ctx context.Context, n int64) (string, error) {
	var body []byte
	if err := s.tx.Get(ctx, `SELECT body FROM record WHERE n = $1`, []any{n}, &body); err != nil {
		return "", err
	}
	act, err := civic.DecodeBody[civic.Act](civic.Record{Body: body})
	if err != nil {
		return "", err
	}
	parts := make([]string, 0, 2*len(act.Clauses))
	for _, c := range act.Clauses {
		parts = append(parts, c.Opener, c.Text)
	}
	text, _ := s.words.Snippet(strings.Join(parts, " "), maxExcerpt)
	return text, nil
}

func (s *searching) facet(ctx context.Context, value, more, from string) ([]civic.FacetCount, error) {
	from = strings.Replace(from, " WHERE ", more+" WHERE ", 1)
	query := `SELECT ` + value + `, count(*)` + from + ` GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $14`
	var out []civic.FacetCount
	var f civic.FacetCount
	err := s.tx.Each(ctx, query, append(s.args[:13:13], maxFacets), []any{&f.Value, &f.Count}, func() error {
		if f.Value != "" {
			out = append(out, f)
		}
		return nil
	})
	return out, err
}

// PutBodies keeps bodies under each of their codes and tells how many are new or
// changed.
func (d *DB) PutBodies(ctx context.Context, bodies []civic.Body) (int, error) {
	const put = `INSERT INTO body (code, id, body) VALUES ($1, $2, $3)
		ON CONFLICT (code) DO UPDATE SET id = excluded.id, body = excluded.body WHERE body.body <> excluded.body`
	changed := 0
	err := d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		for _, b := range bodies {
			raw, err := civic.CanonicalOf(b)
			if err != nil {
				return err
			}
			var moved int64
			for _, c := range b.Codes {
				n, err := tx.Exec(ctx, put, c.Code, b.ID, string(raw))
				if err != nil {
					return err
				}
				moved += n
			}
			if moved > 0 {
				changed++
			}
		}
		return nil
	})
	return changed, err
}

// Body finds an imported body by one of its codes.
func (d *DB) Body(ctx context.Context, code civic.BodyCode) (civic.Body, error) {
	var out civic.Body
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var raw []byte
		if err := tx.Get(ctx, `SELECT body FROM body WHERE code = $1`, []any{code}, &raw); err != nil {
			return err
		}
		return civic.WrapError(civic.Damaged, "centraldb.body", json.Unmarshal(raw, &out))
	})
	return out, err
}
