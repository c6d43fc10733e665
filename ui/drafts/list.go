package drafts

import (
	"context"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// row is a heading of the list, or a draft.
type row struct {
	heading bool
	title   string
	draft   civic.Draft
	binned  bool
}

// shelf is what the list shows, in one reading.
type shelf struct {
	drafts, bin []civic.Draft
	queue       []civic.Queued
	shared      map[civic.ID]civic.SharedDraft
	groups      []desk.GroupView
	inGroup     map[civic.ID]desk.GroupDraft
	bars        map[civic.ID]desk.Bar
	who         who
}

// reload reads the list again; the draft that is open is looked at too, but
// what is being typed stays.
func (p *page) reload() {
	if p.list == nil {
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[shelf]{
		Slot: "drafts.list",
		Run: func(ctx context.Context, _ kit.Progress) (s shelf, err error) {
			if s.drafts, err = p.d.Drafts(ctx); err != nil {
				return s, err
			}
			if s.bin, err = p.d.Bin(ctx); err != nil {
				return s, err
			}
			if s.queue, err = p.d.Outbox(ctx); err != nil {
				return s, err
			}
			if s.shared, err = p.d.Shared(ctx); err != nil {
				return s, err
			}
			if s.groups, s.inGroup, err = p.circlesOf(ctx); err != nil {
				return s, err
			}
			if s.bars, err = p.d.Barred(ctx); err != nil {
				return s, err
			}
			s.who, err = p.ask(ctx)
			return s, err
		},
		Done: func(s shelf, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, p.reload))
				return
			}
			p.set(s)
		},
	})
}

func (p *page) set(s shelf) {
	first := !p.loaded
	p.drafts, p.bin, p.queue, p.shared, p.loaded = s.drafts, s.bin, s.queue, s.shared, true
	p.groups, p.inGroup, p.bars = s.groups, s.inGroup, s.bars
	p.know(s.who)
	p.offerGroups()
	p.arrange()
	if p.onGroups() {
		p.grp.update()
	}
	if p.wanted != "" {
		want := p.wanted
		p.wanted = ""
		p.open(want)
		return
	}
	if p.ed != nil {
		p.ed.joined()
		p.ed.reread()
		return
	}
	if p.fresh == nil && !p.onGroups() && (first || len(p.rows) == 0) {
		p.showNothing()
	}
	if p.toList && len(p.rows) > 0 && p.h.Window.Canvas().Focused() == nil {
		p.h.Window.Canvas().Focus(p.list)
	}
	p.toList = false
}

// find gives a draft of the list.
func (p *page) find(id civic.ID) (d civic.Draft, binned, ok bool) {
	is := func(d civic.Draft) bool { return d.ID == id }
	if i := slices.IndexFunc(p.drafts, is); i >= 0 {
		return p.drafts[i], false, true
	}
	if i := slices.IndexFunc(p.bin, is); i >= 0 {
		return p.bin[i], true, true
	}
	return civic.Draft{}, false, false
}

// sift shows what the search and the choice of a group leave, from its top.
func (p *page) sift() {
	p.arrange()
	p.list.SetOffset(0)
}

// arrange makes the rows, group by group, of what the search leaves.
func (p *page) arrange() {
	l := p.h.Lang
	p.rows = nil
	group := func(title string, list []civic.Draft, binned bool, keep func(civic.Draft) bool) {
		first := true
		for _, d := range list {
			if !keep(d) || !p.keeps(d) || !matches(d, p.query) {
				continue
			}
			if first {
				p.rows = append(p.rows, row{heading: true, title: title})
				first = false
			}
			p.rows = append(p.rows, row{title: p.titleOf(d), draft: d, binned: binned})
		}
	}
	in := func(s civic.DraftState) func(civic.Draft) bool {
		return func(d civic.Draft) bool { return d.State == s }
	}
	group(l.T("drafts.state.open"), p.drafts, false, in(civic.DraftOpen))
	group(l.T("drafts.state.kept"), p.drafts, false, in(civic.DraftKept))
	group(l.T("drafts.state.filed"), p.drafts, false, in(civic.DraftFiled))
	group(l.T("drafts.state.submitted"), p.drafts, false, in(civic.DraftSubmitted))
	group(l.T("drafts.bin"), p.bin, true, func(civic.Draft) bool { return true })
	p.list.Reload()
	p.list.SetCurrent(slices.IndexFunc(p.rows, func(r row) bool { return !r.heading && r.draft.ID == p.chosen }))
}

// matches tells whether a draft has all the words that were typed, anywhere.
func matches(d civic.Draft, query string) bool {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return true
	}
	if d.Plain == nil {
		return false
	}
	var b strings.Builder
	b.WriteString(d.Plain.Subject + " " + d.Plain.BodyName + " " + d.Protocol)
	for _, c := range d.Plain.Clauses {
		b.WriteString(" " + c.Opener + " " + c.Text)
	}
	text := strings.ToLower(b.String())
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

func (p *page) titleOf(d civic.Draft) string {
	if d.Plain == nil && d.Sealed != nil {
		return p.h.Lang.T("drafts.unreadable")
	}
	if d.Plain == nil || strings.TrimSpace(d.Plain.Subject) == "" {
		return p.h.Lang.T("drafts.untitled")
	}
	return d.Plain.Subject
}

func (p *page) view(r row) kit.RowView {
	if r.heading {
		return kit.RowView{Title: r.title, Heading: true}
	}
	l := p.h.Lang
	v := kit.RowView{Title: r.title, Right: l.ShortTime(r.draft.Updated, p.h.Now()), Pending: r.binned}
	if c := r.draft.Plain; c != nil {
		v.Icon, v.Detail = kit.KindIcon(string(c.Kind)), l.T("act.kind."+string(c.Kind))
		if c.Kind == "" {
			v.Detail = ""
		}
		if where := p.whereElse(r.draft.ID); where != "" {
			v.Detail = strings.TrimPrefix(v.Detail+" · "+where, " · ")
		}
	}
	switch q, ok := p.queuedOf(r.draft); {
	case ok && q.Params[civic.ParamBy] != "":
		v.Badge, v.Tone = l.T("drafts.badge.first"), kit.Neutral
	case ok && q.State == civic.QueueRefused:
		v.Badge, v.Tone = l.T("outbox.badge.refused"), kit.Warn
	case ok:
		v.Badge = l.T("drafts.badge.waiting")
	case r.draft.Plain != nil && len(civic.Standing(r.draft.Doubts, r.draft.Plain.Clauses)) > 0 && r.draft.State != civic.DraftSubmitted:
		v.Badge, v.Tone = l.T("drafts.badge.doubts"), kit.Warn
	case p.asksMe(r.draft):
		v.Badge, v.Tone = l.T("drafts.badge.confirm"), kit.Warn
	case r.draft.Beside != "":
		v.Badge, v.Tone = l.T("drafts.badge.beside"), kit.Warn
	case r.draft.Revises != "" && r.draft.State == civic.DraftOpen:
		v.Badge = l.T("drafts.badge.revises")
	}
	return v
}

// queuedOf is the publication of a draft that has not been accepted yet.
func (p *page) queuedOf(d civic.Draft) (civic.Queued, bool) {
	if d.State != civic.DraftSubmitted {
		return civic.Queued{}, false
	}
	for _, q := range p.queue {
		about := civic.Concerns(q.Command)
		if q.Command.Name == civic.CmdPublish && d.Act != "" && about == d.Act || q.Command.Name == civic.CmdRevise && d.Revises != "" && about == d.Revises {
			return q, true
		}
	}
	return civic.Queued{}, false
}

// choose opens a draft beside the list, unless it is there already.
func (p *page) choose(id civic.ID) {
	if p.chosen == id && p.ed != nil && p.ed.draft.ID == id {
		p.giveFocus()
		return
	}
	d, binned, ok := p.find(id)
	if !ok {
		p.fetch(id)
		return
	}
	p.leaveEditor()
	p.chosen, p.fresh = id, nil
	p.arrange()
	if binned {
		p.focus = false
		p.put(p.binned(d))
		return
	}
	p.openEditor(d)
}

// fetch opens a draft that the list does not hold yet, such as one just made.
func (p *page) fetch(id civic.ID) {
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Draft]{
		Slot: "drafts.fetch",
		Run:  func(ctx context.Context, _ kit.Progress) (civic.Draft, error) { return p.d.Draft(ctx, id) },
		Done: func(d civic.Draft, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, func() { p.fetch(id) }))
				return
			}
			p.drafts = append([]civic.Draft{d}, p.drafts...)
			p.choose(id)
			p.reload()
		},
	})
}

func (p *page) openEditor(d civic.Draft) {
	if d.Plain == nil {
		p.focus = false
		p.put(p.unreadable())
		return
	}
	p.ed = newEditor(p, d)
	p.put(p.ed.view())
	p.ed.check()
	p.ed.aside.look()
	p.ed.seeSoon()
	p.giveFocus()
}

// giveFocus takes the keyboard to the text where that was asked for.
func (p *page) giveFocus() {
	if p.focus && p.ed != nil {
		p.focus = false
		p.ed.write()
	}
}

// leaveEditor saves the open draft and lets it go.
func (p *page) leaveEditor() {
	if p.ed != nil {
		p.ed.flush()
		p.ed = nil
	}
}
