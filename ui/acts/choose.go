package acts

import (
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// chose notes which acts of the list are chosen. What only the central has
// cannot be written out.
func (p *page) chose(rows []int) {
	ids := make([]civic.ID, 0, len(rows))
	for _, i := range rows {
		if i < len(p.rows) && p.rows[i].heading == "" && !p.rows[i].hit.away {
			ids = append(ids, p.rows[i].hit.ID)
		}
	}
	if len(rows) > 0 {
		for _, id := range p.chosen {
			if p.rowOf(id) < 0 {
				ids = append(ids, id) // further down than the list was read
			}
		}
	}
	p.choosing(ids)
}

func (p *page) choosing(ids []civic.ID) {
	p.chosen = ids
	p.above.update()
}

// chooseThis chooses the act under the cursor too, or no longer.
func (p *page) chooseThis() {
	id := p.reader.id
	ids := slices.Clone(p.chosen)
	if i := slices.Index(ids, id); i >= 0 {
		ids = slices.Delete(ids, i, i+1)
	} else {
		ids = append(ids, id)
	}
	p.choosing(ids)
	p.mark()
}

// mostChosen is how many acts may be chosen at once.
const mostChosen = 500

// chooseAll chooses all that the search found on this computer.
func (p *page) chooseAll() {
	q := p.query
	kit.Do(context.Background(), p.h.Work, kit.Job[found]{
		Slot: "acts.choose",
		Run:  func(ctx context.Context, _ kit.Progress) (found, error) { return collect(ctx, p.d, q, 0, mostChosen) },
		Done: func(f found, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			ids := make([]civic.ID, len(f.hits))
			for i, h := range f.hits {
				ids[i] = h.ID
			}
			p.choosing(ids)
			p.mark()
		},
	})
}

func (p *page) chooseNone() {
	p.choosing(nil)
	p.list.ClearChosen()
}

// mark shows in the list which acts are chosen, wherever they now stand.
func (p *page) mark() {
	if len(p.chosen) == 0 {
		p.list.ClearChosen()
		return
	}
	var rows []int
	for i, r := range p.rows {
		if r.heading == "" && slices.Contains(p.chosen, r.hit.ID) {
			rows = append(rows, i)
		}
	}
	p.list.SetChosen(rows)
}
