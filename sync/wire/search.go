package wire

import "scranno/app/civic"

// SearchRequest is civic.ActQuery on the wire.
type SearchRequest struct {
	Text     string           `json:"text,omitempty" maxLength:"2000"`
	Kinds    []civic.ActKind  `json:"kinds,omitempty" maxItems:"200"`
	Levels   []civic.Level    `json:"levels,omitempty" maxItems:"200"`
	Regions  []civic.Region   `json:"regions,omitempty" maxItems:"200"`
	Bodies   []civic.BodyCode `json:"bodies,omitempty" maxItems:"200"`
	Themes   []civic.Theme    `json:"themes,omitempty" maxItems:"200"`
	Outcomes []civic.Outcome  `json:"outcomes,omitempty" maxItems:"200"`
	Uses     []civic.Use      `json:"uses,omitempty" maxItems:"20"`
	Since    civic.Date       `json:"since,omitempty"`
	Until    civic.Date       `json:"until,omitempty"`
	Author   civic.ID         `json:"author,omitempty"`
	Limit    int              `json:"limit,omitempty" minimum:"0" maximum:"200"`
	Offset   int              `json:"offset,omitempty" minimum:"0" maximum:"10000"`
	Newest   bool             `json:"newest,omitempty"`
	Reused   bool             `json:"reused,omitempty"`
	Useful   bool             `json:"useful,omitempty"`
	Facets   bool             `json:"facets,omitempty"`
}

// SearchAnswer is civic.ActResult on the wire.
type SearchAnswer struct {
	Total  int                `json:"total"`
	Acts   []SearchHit        `json:"acts"`
	Facets map[string][]Facet `json:"facets,omitempty"`
}

// SearchHit is civic.ActHit on the wire; nothing there is pending.
type SearchHit struct {
	ID       civic.ID       `json:"id"`
	Kind     civic.ActKind  `json:"kind"`
	Subkind  string         `json:"subkind,omitempty"`
	Level    civic.Level    `json:"level"`
	Subject  string         `json:"subject"`
	Body     civic.BodyCode `json:"body"`
	BodyName string         `json:"bodyName,omitempty"`
	Region   civic.Region   `json:"region"`
	Date     civic.Date     `json:"date,omitempty"`
	Outcome  civic.Outcome  `json:"outcome,omitempty"`
	Themes   []civic.Theme  `json:"themes,omitempty"`
	Author   civic.ID       `json:"author,omitempty"`
	Reuses   int64          `json:"reuses,omitempty"`
	Passed   int64          `json:"-"` // what a desk counts among what is here
	Near     int64          `json:"-"`
	Useful   int64          `json:"useful,omitempty"`
	Pending  bool           `json:"-"`
	Excerpt  string         `json:"excerpt,omitempty"`
}

// Facet is civic.FacetCount on the wire.
type Facet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Civic gives the query.
func (r SearchRequest) Civic() civic.ActQuery { return civic.ActQuery(r) }

// NewSearchRequest puts a query into a request.
func NewSearchRequest(q civic.ActQuery) SearchRequest { return SearchRequest(q) }

// NewSearchAnswer puts a result into a message.
func NewSearchAnswer(r civic.ActResult) SearchAnswer {
	out := SearchAnswer{Total: r.Total, Acts: make([]SearchHit, len(r.Hits))}
	for i, h := range r.Hits {
		out.Acts[i] = SearchHit(h)
	}
	for name, counts := range r.Facets {
		if out.Facets == nil {
			out.Facets = map[string][]Facet{}
		}
		for _, c := range counts {
			out.Facets[name] = append(out.Facets[name], Facet(c))
		}
	}
	return out
}

// Civic gives the result back.
func (a SearchAnswer) Civic() civic.ActResult {
	out := civic.ActResult{Total: a.Total, Hits: make([]civic.ActHit, len(a.Acts))}
	for i, h := range a.Acts {
		out.Hits[i] = civic.ActHit(h)
	}
	for name, counts := range a.Facets {
		if out.Facets == nil {
			out.Facets = map[string][]civic.FacetCount{}
		}
		for _, c := range counts {
			out.Facets[name] = append(out.Facets[name], civic.FacetCount(c))
		}
	}
	return out
}
