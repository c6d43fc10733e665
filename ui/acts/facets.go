package acts

import (
	"cmp"
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// counted is the facets of a query with the names of the bodies among them.
type counted struct {
	counts map[string][]civic.FacetCount
	bodies map[civic.BodyCode]string
}

// count asks for the facets; known holds the names of bodies seen before.
func count(ctx context.Context, d Library, q query, known map[civic.BodyCode]string) (counted, error) {
	ask := q.ask(0, 1)
	ask.Facets = true
	res, err := d.Acts(ctx, ask)
	if err != nil {
		return counted{}, err
	}
	out := counted{counts: res.Facets, bodies: map[civic.BodyCode]string{}}
	for _, v := range res.Facets[facetBody] {
		code := civic.BodyCode(v.Value)
		if known[code] != "" {
			continue
		}
		one, err := d.Acts(ctx, civic.ActQuery{Bodies: []civic.BodyCode{code}, Limit: 1})
		if err != nil {
			return counted{}, err
		}
		if len(one.Hits) > 0 {
			out.bodies[code] = one.Hits[0].BodyName
		}
	}
	return out, nil
}

// groups makes what the facet pane shows. A chosen value stays in sight even
// where nothing has it any more.
func (p *page) groups() []kit.FacetGroup {
	l := p.h.Lang
	out := []kit.FacetGroup{
		{ID: facetKind, Title: l.T("facet.kind")},
		{ID: facetLevel, Title: l.T("facet.level")},
		{ID: facetRegion, Title: l.T("facet.region")},
		{ID: facetTheme, Title: l.T("facet.theme")},
		{ID: facetOutcome, Title: l.T("facet.outcome")},
		{ID: facetUse, Title: l.T("facet.use")},
		{ID: facetYear, Title: l.T("facet.year")},
		{ID: facetBody, Title: l.T("facet.body")},
	}
	for i := range out {
		out[i].Values = p.facetValues(out[i].ID)
	}
	return out
}

func (p *page) facetValues(facet string) []kit.FacetValue {
	chosen := p.query.Chosen[facet]
	var list []kit.FacetValue
	for _, c := range p.counts[facet] {
		list = append(list, kit.FacetValue{ID: c.Value, Label: p.facetLabel(facet, c.Value), Count: c.Count, Chosen: slices.Contains(chosen, c.Value)})
	}
	for _, v := range chosen {
		if !slices.ContainsFunc(list, func(x kit.FacetValue) bool { return x.ID == v }) {
			list = append(list, kit.FacetValue{ID: v, Label: p.facetLabel(facet, v), Chosen: true})
		}
	}
	if facet == facetYear {
		slices.SortStableFunc(list, func(a, b kit.FacetValue) int { return cmp.Compare(b.ID, a.ID) })
	}
	return list
}

func (p *page) facetLabel(facet, value string) string {
	l := p.h.Lang
	switch facet {
	case facetKind:
		return l.T("act.kind." + value)
	case facetLevel:
		return l.T("act.level." + value)
	case facetRegion:
		return l.T("region." + value)
	case facetTheme:
		return l.T("theme." + value)
	case facetOutcome:
		return l.T("act.outcome." + value)
	case facetUse:
		return l.T("acts.use." + value)
	case facetBody:
		if name := p.bodies[civic.BodyCode(value)]; name != "" {
			return name
		}
	}
	return value
}

// recount asks for the facets of the present query.
func (p *page) recount() {
	q, known := p.query, make(map[civic.BodyCode]string, len(p.bodies))
	for code, name := range p.bodies {
		known[code] = name
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[counted]{
		Slot: "acts.facets",
		Run:  func(ctx context.Context, _ kit.Progress) (counted, error) { return count(ctx, p.d, q, known) },
		Done: func(c counted, err error) {
			if err != nil {
				return // the list says what is wrong
			}
			p.counts = c.counts
			for code, name := range c.bodies {
				p.bodies[code] = name
			}
			p.facets.Set(p.groups())
		},
	})
}

// filter chooses or leaves a value.
func (p *page) filter(facet, value string, on bool) {
	p.query = p.query.with(facet, value, on)
	p.facets.Set(p.groups()) // one year takes the place of another at once
	p.search()
}

// clearFilters leaves all values; what is typed stays.
func (p *page) clearFilters() {
	p.query = query{Text: p.query.Text, Order: p.query.Order}
	p.facets.Set(p.groups())
	p.search()
}
