package drafts

import (
	"context"
	"reflect"
	"slices"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// mostRebased is how many steps back one can still go once a newer text came.
const mostRebased = 40

// catchUp reads the draft again, which moved on while one writes, and takes the
// newer text in.
func (e *editor) catchUp() {
	id := e.draft.ID
	kit.Do(context.Background(), e.p.h.Work, kit.Job[civic.Draft]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) { return e.p.d.Draft(ctx, id) },
		Done: func(d civic.Draft, err error) {
			if err != nil || d.Plain == nil {
				e.save.waiting = nil
				if err != nil {
					e.p.h.Fail(err)
				}
				return
			}
			e.absorb(d)
		},
	})
}

// absorb takes in a newer text of the draft, from another window or another
// device: it is merged into what is on the screen, as one more of its changes.
// The caret stays in its words, and one can still go back.
func (e *editor) absorb(d civic.Draft) {
	mine, base, was := e.written(), e.loaded, e.locked()
	text, doubts := drafting.Merge(base, mine, *d.Plain)
	mineToo := !reflect.DeepEqual(text.Clauses, d.Plain.Clauses) || !sameHeading(text, *d.Plain)
	e.draft, e.save.base, e.loaded = d, d.Revision, *d.Plain
	if e.locked() {
		e.leftMeanwhile(text, mineToo && !was)
		return
	}
	e.doubts = append(e.doubts, doubts...)
	heading := !sameHeading(text, mine)
	e.content = text
	e.sheet.adopt(base, *d.Plain, text)
	if e.on() {
		e.paper.adopted()
		if heading {
			e.form.fill()
		}
	}
	e.save.dirty = mineToo
	if mineToo {
		e.save.edits++
		e.store(nil)
	} else {
		e.ready()
	}
	if e.on() {
		e.update()
		e.check()
		e.aside.soon()
		e.seeSoon()
	}
}

// leftMeanwhile shows a draft whose publication was asked for elsewhere. What was
// being written on it becomes a draft of its own.
func (e *editor) leftMeanwhile(text civic.Content, keep bool) {
	e.save.dirty = false
	e.content = *e.draft.Plain
	e.sheet.adopt(civic.Content{}, civic.Content{}, *e.draft.Plain)
	e.ready()
	if e.on() {
		e.form.fill()
		e.p.put(e.view())
	}
	if !keep {
		return
	}
	e.p.run(func(ctx context.Context) error {
		_, err := e.p.d.NewDraft(ctx, text)
		return err
	}, func() { e.p.h.Toast(kit.Toast{Text: e.p.h.Lang.T("drafts.left_meanwhile")}) })
}

func sameHeading(a, b civic.Content) bool {
	a.Clauses, b.Clauses = nil, nil
	return reflect.DeepEqual(a, b)
}

// adopt puts a merged text on the sheet. The steps that one can go back to are
// merged too: none of them takes away what came.
func (s *sheet) adopt(base, came, merged civic.Content) {
	for _, steps := range []*[]moment{&s.past, &s.future} {
		if n := len(*steps); n > mostRebased {
			*steps = slices.Clone((*steps)[n-mostRebased:])
		}
		for i, m := range *steps {
			next, _ := drafting.Merge(base, under(m.head, civic.Content{Clauses: m.rows, Attachments: base.Attachments, Lineage: base.Lineage}), came)
			rows := s.fit(next.Clauses)
			(*steps)[i] = moment{rows, carried(m.rows, rows, m.at), headOf(next)}
		}
	}
	rows := s.fit(slices.Clone(merged.Clauses))
	at := carried(s.rows, rows, s.at)
	s.rows, s.head, s.typing, s.naming = rows, headOf(merged), stroke{}, naming{}
	s.version++
	s.place(at)
}

// carried finds the place of a caret in another form of the text.
func carried(old, next []civic.Clause, at caret) caret {
	if at.row < 0 || at.row >= len(old) {
		return caret{}
	}
	for row := at.row; row >= 0; row-- {
		i := slices.IndexFunc(next, func(c civic.Clause) bool { return c.ID == old[row].ID })
		if i < 0 {
			continue // the clause is gone: the end of the one before it
		}
		if row < at.row {
			return caret{i, runes(next[i].Text)}
		}
		return caret{i, carriedIn([]rune(old[row].Text), []rune(next[i].Text), at.pos)}
	}
	return caret{}
}

// carriedIn keeps a caret behind the same words, else before the same ones.
func carriedIn(old, next []rune, pos int) int {
	pos = min(max(0, pos), len(old))
	same := 0
	for same < pos && same < len(next) && old[same] == next[same] {
		same++
	}
	if same == pos {
		return pos
	}
	behind := 0
	for behind < len(old)-pos && behind < len(next) && old[len(old)-1-behind] == next[len(next)-1-behind] {
		behind++
	}
	if behind == len(old)-pos {
		return len(next) - behind
	}
	return same
}

// adopted shows the sheet after a merge, with the keyboard where it was.
func (p *paper) adopted() {
	held := p.holds()
	p.drawn = p.s.version
	p.draw()
	if held {
		p.goTo(p.s.at)
	}
}
