package drafts

import (
	"context"
	"strconv"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// Following is what a draft knows of the act that it came from.
type Following interface {
	Suggestions(ctx context.Context, child civic.ID) (desk.Suggested, error)
	TakeSuggestions(ctx context.Context, child civic.ID, s desk.Suggested, chosen []int) (civic.Draft, error)
	// MakeAmendment gives the draft of an amendment that makes the act the draft.
	MakeAmendment(ctx context.Context, id civic.ID) (civic.Draft, error)
	AmendNews(ctx context.Context, id civic.ID) (desk.AmendNews, error)
	RenewAmendment(ctx context.Context, id civic.ID, keepAs string) (civic.Draft, error)
}

// gaps are the placeholders of what is written, in the order of reading.
func (e *editor) gaps() []drafting.Gap {
	return drafting.Gaps(civic.Content{Subject: e.content.Subject, Clauses: e.sheet.rows})
}

// nextGap takes the keyboard to the placeholder behind the caret, else to the
// first, and selects it: what one types takes its place.
func (e *editor) nextGap() {
	if !e.uncover() {
		return
	}
	all := e.gaps()
	if len(all) == 0 {
		e.p.h.Toast(kit.Toast{Text: e.p.h.Lang.T("drafts.gaps_none")})
		return
	}
	at := all[0]
	_, inText := e.p.h.Window.Canvas().Focused().(*clauseEntry)
	for _, g := range all {
		row := e.sheet.indexOf(g.Clause)
		if inText && g.Field == "text" && (row > e.sheet.at.row || row == e.sheet.at.row && runes(e.sheet.rows[row].Text[:g.To]) > e.sheet.at.pos) {
			at = g
			break
		}
	}
	if at.Field != "text" {
		e.goToFinding(civic.Finding{Code: "subject_missing"})
		return
	}
	e.goToWords(at.Clause, at.From, at.To)
	row := e.sheet.indexOf(at.Clause)
	e.sheet.place(caret{row, runes(e.sheet.rows[row].Text[:at.To])})
}

// reused says what is left to fill, and what is newer in the act that the text
// came from.
func (n *notice) reused() (remark, bool) {
	e, l := n.e, n.e.p.h.Lang
	if len(e.newer.Items) > 0 {
		return remark{l.T("reuse.newer_line"), kit.ColorSoft, []*kit.Button{kit.NewButton(l.T("reuse.newer_see"), nil, e.showNewer)}}, true
	}
	if g := len(e.gaps()); g > 0 {
		said := "drafts.gaps"
		if !e.content.Kind.Leaves() {
			said = "drafts.gaps_file"
		}
		return remark{l.N(said, g), kit.ColorWarnSoft, []*kit.Button{kit.NewButton(l.T("drafts.next_gap"), nil, e.nextGap)}}, true
	}
	return remark{}, false
}

// readNewer looks whether the act that the text came from has a newer text.
func (e *editor) readNewer() {
	if e.draft.Plain == nil || e.draft.Plain.Lineage == nil || e.locked() {
		return
	}
	id := e.draft.ID
	kit.Do(context.Background(), e.p.h.Work, kit.Job[desk.Suggested]{
		Slot: "drafts.newer",
		Run:  func(ctx context.Context, _ kit.Progress) (desk.Suggested, error) { return e.p.d.Suggestions(ctx, id) },
		Done: func(s desk.Suggested, err error) {
			if err == nil && e.on() {
				e.newer = s
				e.notice.update()
			}
		},
	})
}

// showNewer shows it clause by clause; what is not ticked stays as it is.
func (e *editor) showNewer() {
	l := e.p.h.Lang
	var all []kit.Proposal
	for i, x := range e.newer.Items {
		all = append(all, kit.Proposal{Title: strconv.Itoa(i+1) + " · " + l.T("reuse.newer."+string(x.Kind)), Before: x.Mine, After: x.Now})
	}
	list := kit.NewProposals(l.T("reuse.newer_intro", "body", e.newer.Parent.BodyName), l.T("reuse.newer_mine"), l.T("reuse.newer_now"), all)
	e.p.h.AskWith(l.T("reuse.newer_title"), list.View(), l.T("reuse.newer_take"), func() { e.takeNewer(list.Chosen()) })
	e.p.h.Window.Canvas().Focus(list.Checks[0])
}

// takeNewer saves what is written first: the desk changes what it has.
func (e *editor) takeNewer(chosen []int) {
	id, found := e.draft.ID, e.newer
	e.saved(func() {
		kit.Do(context.Background(), e.p.h.Work, kit.Job[civic.Draft]{
			Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) {
				return e.p.d.TakeSuggestions(ctx, id, found, chosen)
			},
			Done: func(_ civic.Draft, err error) {
				if err != nil {
					e.p.h.Fail(err)
					return
				}
				e.newer = desk.Suggested{}
				e.notice.update()
				e.catchUp()
			},
		})
	})
}
