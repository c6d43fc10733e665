package centraldb

import (
	"strings"

	"scranno/app/civic"
	"scranno/app/search"
)

// searchSQL is how one engine is asked for acts. In all of it $1 are the families
// that the reader may see, $2 the latest publication shown, $3 to $12 what narrows,
// as JSON where it is a list, and empty where it does not; $13 are the words.
type searchSQL struct {
	all, matched string // from where, and of what
	newest, best string // the order
	themes       string // each act's themes as rows, beside it
	seen         string // that the reader may see the act %s
}

const (
	hitColumns = `SELECT act.n, act.id, act.kind, act.subkind, act.level, act.subject, act.body, act.body_name,
		act.region, act.date, act.outcome, act.themes, act.author, act.reuses, act.useful`

	newestFirst = ` ORDER BY act.date DESC, act.n DESC`

	// narrowPlain is what both engines say in the same words.
	narrowPlain = ` AND ($2 = CAST(0 AS BIGINT) OR act.published <= $2)
	AND ($9 = '' OR act.date >= $9) AND ($10 = '' OR (act.date <= $10 AND act.date <> ''))
	AND ($11 = '' OR act.author = $11)
	AND ($12 = '' OR act.lineage = $12)`
)

func fileSearch() searchSQL {
	const narrow = ` instr($1, '"' || act.family || '"') > 0
	AND ($3 = '' OR act.kind IN (SELECT value FROM json_each($3)))
	AND ($4 = '' OR act.level IN (SELECT value FROM json_each($4)))
	AND ($5 = '' OR act.region IN (SELECT value FROM json_each($5)))
	AND ($6 = '' OR act.body IN (SELECT value FROM json_each($6)))
	AND ($7 = '' OR EXISTS (SELECT 1 FROM json_each(act.themes) AS one WHERE one.value IN (SELECT value FROM json_each($7))))
	AND ($8 = '' OR act.outcome IN (SELECT value FROM json_each($8)))` + narrowPlain
	return searchSQL{
		all:     ` FROM act WHERE ($13 = '' OR TRUE) AND` + narrow,
		matched: ` FROM found JOIN act ON act.n = found.rowid WHERE found MATCH $13 AND` + narrow,
		newest:  newestFirst,
		best:    ` ORDER BY found.rank`,
		themes:  `, json_each(act.themes) AS theme`,
		seen:    `instr($1, '"' || %s.family || '"') > 0`,
	}
}

// serverSearch ranks by how often and where the words stand, longer texts a
// little lower: ts_rank knows nothing of how rare a word is.
func serverSearch() searchSQL {
	const narrow = ` strpos($1::text, '"' || act.family || '"') > 0
	AND ($3 = '' OR act.kind IN (SELECT json_array_elements_text(NULLIF($3, '')::json)))
	AND ($4 = '' OR act.level IN (SELECT json_array_elements_text(NULLIF($4, '')::json)))
	AND ($5 = '' OR act.region IN (SELECT json_array_elements_text(NULLIF($5, '')::json)))
	AND ($6 = '' OR act.body IN (SELECT json_array_elements_text(NULLIF($6, '')::json)))
	AND ($7 = '' OR EXISTS (SELECT 1 FROM json_array_elements_text(act.themes::json) AS one(value)
		WHERE one.value IN (SELECT json_array_elements_text(NULLIF($7, '')::json))))
	AND ($8 = '' OR act.outcome IN (SELECT json_array_elements_text(NULLIF($8, '')::json)))` + narrowPlain
	return searchSQL{
		all:     ` FROM act WHERE ($13 = '' OR TRUE) AND` + narrow,
		matched: ` FROM found JOIN act ON act.n = found.n WHERE found.words @@ $13::text::tsquery AND` + narrow,
		newest:  newestFirst,
		best: ` ORDER BY ts_rank('` + search.RankTS + `', found.words, $13::text::tsquery, 1) DESC,
			act.date DESC, act.n DESC`,
		themes: `, json_array_elements_text(act.themes::json) AS theme(value)`,
		seen:   `strpos($1::text, '"' || %s.family || '"') > 0`,
	}
}

// facets are the columns that are counted, by the name of the facet.
var facets = [...]struct {
	name, value string
	themes      bool // over each act's themes
}{
	{"kind", "act.kind", false},
	{"level", "act.level", false},
	{"region", "act.region", false},
	{"body", "act.body", false},
	{"outcome", "act.outcome", false},
	{"year", "substr(act.date, 1, 4)", false},
	{"theme", "theme.value", true},
}

// useSQL is what has to hold of an act that is put to a use, by what the reader
// may see of it alone.
func useSQL(u civic.Use, seen string) string {
	sees := func(table string) string { return strings.ReplaceAll(seen, "%s", table) }
	const approved = `IN ('approved', 'approved_amended', 'approved_in_parts')`
	switch u {
	case civic.UseReused:
		return `act.reuses > 0`
	case civic.UsePassed:
		return `act.id IN (WITH RECURSIVE up(id, body) AS (
			SELECT k.lineage, k.body FROM act k WHERE k.lineage <> '' AND k.kind <> 'amendment' AND k.outcome ` + approved + ` AND ` + sees("k") + `
			UNION SELECT p.lineage, u.body FROM up u JOIN act p ON p.id = u.id WHERE p.lineage <> '' AND ` + sees("p") + `)
			SELECT u.id FROM up u JOIN act x ON x.id = u.id WHERE x.body <> u.body)`
	case civic.UseDecided:
		list := ""
		for _, o := range civic.FinalOutcomes() {
			list += ", '" + string(o) + "'"
		}
		return "act.outcome IN (" + list[2:] + ")"
	}
	return "1 = 0"
}
