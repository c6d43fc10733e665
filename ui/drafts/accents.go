package drafts

import (
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// correctAccents writes every accent that stands there as an apostrophe, as one
// step that can be undone.
func (e *editor) correctAccents() {
	var all []replacing
	for _, a := range drafting.Accents(e.written()) {
		all = append(all, replacing{desk.Suspect{Clause: a.Clause, From: a.From, To: a.To, Word: a.Word}, a.Right})
	}
	if len(all) == 0 {
		e.p.h.Toast(kit.Toast{Text: e.p.h.Lang.T("drafts.accents_none")})
		return
	}
	e.rewrite(all)
}
