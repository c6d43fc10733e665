package acts

import (
	"encoding/json"
	"maps"
	"slices"

	"scranno/app/civic"
)

// The facets, by the names that the desk counts them under.
const (
	facetKind    = "kind"
	facetLevel   = "level"
	facetRegion  = "region"
	facetTheme   = "theme"
	facetOutcome = "outcome"
	facetYear    = "year"
	facetBody    = "body"
	facetUse     = "use"
)

// query is what is asked of the library: what is typed, and the chosen values
// by facet.
type query struct {
	Text   string              `json:"text,omitempty"`
	Chosen map[string][]string `json:"chosen,omitempty"`
	Order  order               `json:"order,omitempty"`
}

// order is what comes first.
type order string

// The orders; the empty one is by how well the typed text fits, and the newest
// first without one.
const (
	byFit    order = ""
	byDate   order = "newest"
	byReuses order = "reused"
	byUseful order = "useful"
)

// next is the order that follows on a turn.
func (q query) next() order {
	switch {
	case q.Order == byUseful:
		return byFit
	case q.Order == byReuses:
		return byUseful
	case q.Order == byFit && q.Text != "":
		return byDate
	}
	return byReuses
}

// ask makes the desk's query of a stretch of the result.
func (q query) ask(offset, limit int) civic.ActQuery {
	out := civic.ActQuery{
		Text:     q.Text,
		Kinds:    values[civic.ActKind](q, facetKind),
		Levels:   values[civic.Level](q, facetLevel),
		Regions:  values[civic.Region](q, facetRegion),
		Bodies:   values[civic.BodyCode](q, facetBody),
		Themes:   values[civic.Theme](q, facetTheme),
		Outcomes: values[civic.Outcome](q, facetOutcome),
		Uses:     values[civic.Use](q, facetUse),
		Limit:    limit,
		Offset:   offset,
		Newest:   q.Order == byDate,
		Reused:   q.Order == byReuses,
		Useful:   q.Order == byUseful,
	}
	if years := q.Chosen[facetYear]; len(years) > 0 {
		out.Since, out.Until = civic.Date(years[0]+"-01-01"), civic.Date(years[0]+"-12-31")
	}
	return out
}

func values[T ~string](q query, facet string) []T {
	var out []T
	for _, v := range q.Chosen[facet] {
		out = append(out, T(v))
	}
	return out
}

// with gives the query with a value chosen or not. A query has one span of
// days, so one year takes the place of another.
func (q query) with(facet, value string, on bool) query {
	chosen := maps.Clone(q.Chosen)
	if chosen == nil {
		chosen = map[string][]string{}
	}
	list := slices.DeleteFunc(slices.Clone(chosen[facet]), func(v string) bool { return v == value || facet == facetYear })
	if on {
		list = append(list, value)
	}
	if chosen[facet] = list; len(list) == 0 {
		delete(chosen, facet)
	}
	return query{Text: q.Text, Chosen: chosen, Order: q.Order}
}

// filters is how many values are chosen.
func (q query) filters() int {
	n := 0
	for _, list := range q.Chosen {
		n += len(list)
	}
	return n
}

// open tells whether nothing narrows the query.
func (q query) open() bool { return q.Text == "" && q.filters() == 0 }

func (q query) same(other query) bool {
	return q.Text == other.Text && q.Order == other.Order && maps.EqualFunc(q.Chosen, other.Chosen, slices.Equal)
}

// state is what Save gives and Restore takes.
type state struct {
	Query query    `json:"query"`
	Act   civic.ID `json:"act,omitempty"`
	Tab   string   `json:"tab,omitempty"`
	List  float32  `json:"list,omitempty"` // how far the list is scrolled
	Text  float32  `json:"read,omitempty"` // how far the page is
}

func (s state) String() string {
	raw, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	return string(raw)
}

// parseState reads a state; of one that is not ours it gives what it can.
func parseState(text string) (state, bool) {
	var s state
	if json.Unmarshal([]byte(text), &s) != nil {
		return state{}, false
	}
	return s, true
}
