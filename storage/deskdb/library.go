package deskdb

import (
	"context"
	"strings"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/sqldb"
)

const (
	defaultLimit = 50
	maxLimit     = 1000
	excerptRunes = 240
	// facetValues bounds how many values of one facet are counted out.
	facetValues = 60
)

// filter is the WHERE of a query, by the facet that each part belongs to.
type filter struct {
	match string // the query for the full-text index; empty: none
	parts []part
}

type part struct {
	facet string // empty: belongs to none
	sql   string
	args  []any

	// What it asks, where that is not for one of args.
	since, until civic.Date
	use          civic.Use
	author       string
}

func newFilter(q civic.ActQuery) filter {
	f := filter{match: search.Parse(q.Text).FTS5(search.Columns{Begins: true})}
	f.in("kind", "a.kind", anys(q.Kinds))
	f.in("level", "a.level", anys(q.Levels))
	f.in("region", "a.region", anys(q.Regions))
	f.in("body", "a.body", anys(q.Bodies))
	f.in("outcome", "a.outcome", anys(q.Outcomes))
	if len(q.Themes) > 0 {
		p := part{facet: "theme"}
		for i, t := range q.Themes {
			if i > 0 {
				p.sql += " OR "
			}
			p.sql += "instr(a.themes, ?) > 0"
			p.args = append(p.args, " "+string(t)+" ")
		}
		p.sql = "(" + p.sql + ")"
		f.parts = append(f.parts, p)
	}
	for _, u := range q.Uses {
		f.parts = append(f.parts, part{sql: useSQL(u), use: u})
	}
	if q.Since != "" {
		f.parts = append(f.parts, part{facet: "year", sql: "a.date >= ?", args: []any{string(q.Since)}, since: q.Since})
	}
	if q.Until != "" {
		f.parts = append(f.parts, part{facet: "year", sql: "a.date <= ?", args: []any{string(q.Until)}, until: q.Until})
	}
	if q.Author != "" {
		f.parts = append(f.parts, part{sql: "a.author = ?", args: []any{string(q.Author)}, author: string(q.Author)})
	}
	return f
}

func anys[T ~string](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func (f *filter) in(facet, column string, values []any) {
	if len(values) == 0 {
		return
	}
	sql := column + " IN (?" + strings.Repeat(", ?", len(values)-1) + ")"
	f.parts = append(f.parts, part{facet: facet, sql: sql, args: values})
}

// from gives FROM and WHERE.
func (f *filter) from() (string, []any) {
	var b strings.Builder
	var args []any
	glue := " WHERE "
	if f.match == "" {
		b.WriteString(" FROM act a")
	} else {
		b.WriteString(" FROM act_text t JOIN act a ON a.num = t.rowid WHERE t.act_text MATCH ?")
		args = append(args, f.match)
		glue = " AND "
	}
	for _, p := range f.parts {
		b.WriteString(glue)
		b.WriteString(p.sql)
		args = append(args, p.args...)
		glue = " AND "
	}
	return b.String(), args
}

// total counts the whole result, in the index alone where nothing narrows it.
func (f *filter) total() (string, []any) {
	if f.match != "" && len(f.parts) == 0 {
		return `SELECT count(*) FROM act_text WHERE act_text MATCH ?`, []any{f.match}
	}
	from, args := f.from()
	return `SELECT count(*)` + from, args
}

// Acts answers a query over the acts that the screen may show.
func (s *Store) Acts(ctx context.Context, q civic.ActQuery) (civic.ActResult, error) {
	var out civic.ActResult
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	q.Limit, q.Offset = min(q.Limit, maxLimit), max(q.Offset, 0)
	if search.Parse(q.Text).Wordless() {
		return out, nil
	}
	f := newFilter(q)
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		c, err := f.counted(ctx, tx, q.Facets)
		if err != nil {
			return err
		}
		if out.Hits, out.Total, err = f.hits(ctx, tx, q, c); err != nil {
			return err
		}
		if f.match != "" {
			if err := excerpts(ctx, tx, search.Parse(q.Text).Matcher(), out.Hits); err != nil {
				return err
			}
		}
		if q.Facets {
			out.Facets, err = c.facets(ctx, tx)
		}
		return err
	})
	return out, err
}

// counted walks through the marks of all acts where facets are asked for, or where
// a list is narrowed; else there is nothing to find by them.
func (f *filter) counted(ctx context.Context, tx *sqldb.Tx, facets bool) (*counted, error) {
	if !facets && (f.match != "" || len(f.parts) == 0) {
		return nil, nil //nolint:nilnil // nothing was counted, and nothing failed
	}
	s, err := f.sieve(ctx, tx)
	if err != nil {
		return nil, err
	}
	return s.count(ctx, tx, facets)
}

const hitColumns = `a.id, a.kind, a.subkind, a.level, a.subject, a.body, a.body_name, a.region, a.date, a.outcome, a.themes,
	a.author, a.reuses, a.useful, a.pending, a.passed, a.near`

// ranked walks through the index once: what matches is gathered and counted, the
// best are sorted out, and only their rows are read. FTS5's own ORDER BY rank
// would sort all of them, and a count walk through them again.
const (
	ranked = `WITH found AS MATERIALIZED (SELECT t.rowid AS num, t.rank AS rank`
	best   = `), best AS MATERIALIZED (SELECT num, rank FROM found ORDER BY rank, num LIMIT ? OFFSET ?)
		SELECT ` + hitColumns + `, (SELECT count(*) FROM found) FROM best JOIN act a ON a.num = best.num ORDER BY best.rank, best.num`
)

// hits gives a part of the result and how many there are in all.
func (f *filter) hits(ctx context.Context, tx *sqldb.Tx, q civic.ActQuery, c *counted) (out []civic.ActHit, total int, err error) {
	from, args := f.from()
	if f.match != "" && !q.Newest && !q.Reused && !q.Useful {
		if len(f.parts) == 0 {
			from = ` FROM act_text t WHERE t.act_text MATCH ?`
		}
		out, err = hits(ctx, tx, ranked+from+best, append(args, q.Limit, q.Offset), &total)
		if len(out) > 0 || err != nil || q.Offset == 0 {
			return out, total, err
		}
		count, args := f.total()
		err = tx.Get(ctx, count, args, &total)
		return out, total, err
	}
	if c != nil && c.total <= mostNums {
		nums, err := list(c.nums)
		if err != nil {
			return nil, 0, err
		}
		from, args = ` FROM act a WHERE a.num IN (SELECT value FROM json_each(?))`, []any{nums}
	}
	order := ` ORDER BY a.date DESC, a.born DESC, a.num DESC`
	switch {
	case q.Useful:
		order = ` ORDER BY a.useful DESC, a.date DESC, a.born DESC`
	case q.Reused:
		order = ` ORDER BY a.reuses DESC, a.date DESC, a.born DESC`
	}
	out, err = hits(ctx, tx, `SELECT `+hitColumns+from+order+` LIMIT ? OFFSET ?`, append(args, q.Limit, q.Offset))
	if err != nil || c != nil {
		if c != nil {
			total = int(c.total)
		}
		return out, total, err
	}
	count, args := f.total()
	err = tx.Get(ctx, count, args, &total)
	return out, total, err
}

// hits reads rows of the list; more is where the columns behind hitColumns go.
func hits(ctx context.Context, tx *sqldb.Tx, query string, args []any, more ...any) ([]civic.ActHit, error) {
	var out []civic.ActHit
	var h civic.ActHit
	var themes string
	dest := []any{
		&h.ID, &h.Kind, &h.Subkind, &h.Level, &h.Subject, &h.Body, &h.BodyName, &h.Region, &h.Date, &h.Outcome, &themes,
		&h.Author, &h.Reuses, &h.Useful, &h.Pending, &h.Passed, &h.Near,
	}
	err := tx.Each(ctx, query, args, append(dest, more...), func() error {
		x := h
		for _, t := range strings.Fields(themes) {
			x.Themes = append(x.Themes, civic.Theme(t))
		}
		out = append(out, x)
		return nil
	})
	return out, err
}

// excerpts finds the piece of each act where the query's words stand together.
func excerpts(ctx context.Context, tx *sqldb.Tx, m *search.Matcher, found []civic.ActHit) error {
	if len(found) == 0 {
		return nil
	}
	at := make(map[string]int, len(found))
	ids := make([]any, len(found))
	for i, h := range found {
		at[string(h.ID)], ids[i] = i, string(h.ID)
	}
	var id, body string
	var text strings.Builder
	query := `SELECT id, body FROM live WHERE kind = 'act' AND id IN (?` + strings.Repeat(", ?", len(ids)-1) + `)`
	return tx.Each(ctx, query, ids, []any{&id, &body}, func() error {
		text.Reset()
		clauseTexts(body, &text)
		found[at[id]].Excerpt = excerpt(m, text.String())
		return nil
	})
}

// splitThemes counts single themes from the combinations that occur, in the
// order of screens, which the most frequent ones lead.
func splitThemes(sets []civic.FacetCount) []civic.FacetCount {
	count := map[string]int{}
	for _, s := range sets {
		for _, t := range strings.Fields(s.Value) {
			count[t] += s.Count
		}
	}
	var out []civic.FacetCount
	for _, t := range civic.Themes() {
		if n := count[string(t)]; n > 0 {
			out = append(out, civic.FacetCount{Value: string(t), Count: n})
		}
	}
	sortCounts(out)
	return out
}

// Words gives words of the acts that begin with the prefix, those of the most
// acts first.
func (s *Store) Words(ctx context.Context, prefix string, limit int) ([]string, error) {
	words := search.Parse(prefix).Words()
	if len(words) > 0 {
		prefix = words[len(words)-1]
	} else {
		prefix = ""
	}
	var out []string
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var w string
		return tx.Each(ctx, `SELECT term FROM act_word WHERE col = 'folded' AND term >= $1 AND term < $2 ORDER BY doc DESC, term LIMIT $3`,
			[]any{prefix, prefix + "\U0010FFFF", limit}, []any{&w}, func() error {
				out = append(out, w)
				return nil
			})
	})
	return out, err
}
