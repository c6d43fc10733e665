package today

import (
	"context"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// Council is what the screen asks of the person's own council.
type Council interface {
	Terms
	News
	// Next gives the next sitting. NotFound: there is none.
	Next(ctx context.Context) (civic.Sitting, error)
}

// next gives the next sitting, where there is one.
func (p *page) next(ctx context.Context) (out []civic.Sitting, err error) {
	if p.c == nil {
		return out, nil
	}
	s, err := p.c.Next(ctx)
	if err == nil {
		out = append(out, s)
	}
	if civic.Is(err, civic.NotFound) {
		err = nil
	}
	return out, err
}

// sittings makes the row of a sitting: when, of whom, how many points and how
// many of them are one's own.
func (p *page) sittings(list []civic.Sitting) []row {
	var rows []row
	for _, s := range list {
		rows = append(rows, p.sitting(s))
	}
	return rows
}

func (p *page) sitting(s civic.Sitting) row {
	l := p.h.Lang
	at := s.At.In(p.h.Now().Location())
	mine := 0
	for _, it := range s.Items {
		if it.Mine {
			mine++
		}
	}
	v := kit.RowView{
		Icon: kit.Icon("sitting"), Title: s.Organ + " · " + s.BodyName, Detail: l.N("sitting.items", len(s.Items)),
		Right: l.T("sitting.when", "day", l.Date(at), "hour", at.Format("15:04")),
	}
	if mine > 0 {
		v.Detail += " · " + l.N("sitting.mine", mine)
	}
	return row{view: v, route: "sittings/" + string(s.ID)}
}
