package drafts

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// dialogWidth is how wide the words of a question about groups are.
const dialogWidth = 440

// connected tells whether there is a central; where there is none it says so.
func (p *page) connected() bool {
	if p.who.profile.Central != "" {
		return true
	}
	l := p.h.Lang
	p.h.Toast(kit.Toast{Text: l.T("desk.not_connected"), Action: l.T("nav.settings"), Run: func() { p.h.Go("settings") }})
	return false
}

// newGroup asks for a name.
func (p *page) newGroup() {
	l := p.h.Lang
	if !p.connected() {
		return
	}
	if !p.mayFound() {
		p.h.Toast(kit.Toast{Text: l.T("group.not_councillor")})
		return
	}
	p.askName(l.T("group.new_title"), "", l.T("group.create"), func(name string) {
		answer(p, func(ctx context.Context) (civic.ID, error) { return p.d.CreateGroup(ctx, name) }, func(id civic.ID) {
			p.h.Go("drafts/groups/" + string(id))
		})
	})
}

func (p *page) renameGroup(g desk.GroupView) {
	p.askName(p.h.Lang.T("group.rename_title"), g.Name, p.h.Lang.T("group.rename_verb"), func(name string) {
		p.run(func(ctx context.Context) error { return p.d.RenameGroup(ctx, g.ID, name) }, func() {})
	})
}

// askName asks what a group is called; the central reads that.
func (p *page) askName(title, name, verb string, then func(string)) {
	l := p.h.Lang
	field := kit.NewField()
	field.SetPlaceHolder(l.T("group.name_hint"))
	field.SetText(name)
	p.h.AskWith(title, container.NewVBox(field, kit.NewWords(l.T("group.name_seen")+" "+l.T("group.sealed"))), verb, func() {
		text := oneLine(field.Text)
		switch {
		case text == "":
		case len(text) > civic.MaxName: // what was typed is there to be shortened
			p.askName(title, text, verb, then)
			p.h.Toast(kit.Toast{Text: l.T("group.name_long", "most", civic.MaxName)})
		default:
			then(text)
		}
	})
	p.h.Window.Canvas().Focus(field)
}

// enterCode asks for the code of an invitation.
func (p *page) enterCode() {
	l := p.h.Lang
	if !p.connected() {
		return
	}
	field := kit.NewCodeField(4)
	p.h.AskWith(l.T("group.code_title"), container.NewVBox(kit.NewWords(l.T("group.code_help")), field, kit.NewWords(l.T("group.sealed"))), l.T("group.enter"), func() {
		code := strings.TrimSpace(field.Text)
		if code == "" {
			return
		}
		p.run(func(ctx context.Context) error { return p.d.JoinGroup(ctx, code) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("group.entering")})
		})
	})
	p.h.Window.Canvas().Focus(field)
}

// invite asks what the invited person may do, and gives the code.
func (p *page) invite(g desk.GroupView) {
	l := p.h.Lang
	parts := []civic.GroupPart{civic.PartMember, civic.PartCollaborator}
	names := []string{l.T("role.councillor"), l.T("role.collaborator")}
	help := kit.NewHighlightText("", kit.TextLook{MaxLines: -1, Color: kit.ColorMuted})
	explain := func(i int) { help.Set(l.T("group.part_help."+string(parts[i])), nil) }
	who := kit.NewRadio(names, explain)
	explain(0)
	room := container.NewGridWrap(fyne.NewSize(dialogWidth, 44), help)
	p.h.AskWith(l.T("group.invite_title", "name", g.Name), container.NewVBox(who.Box, room, kit.NewWords(l.T("group.sealed"))), l.T("group.invite_verb"), func() {
		part := parts[who.Chosen()]
		answer(p, func(ctx context.Context) (string, error) { return p.d.InviteToGroup(ctx, g.ID, part) }, func(code string) {
			p.showCode(g.Name, code)
		})
	})
	p.h.Window.Canvas().FocusNext()
}

// showCode shows a code large, to be told to the invited person.
func (p *page) showCode(name, code string) {
	l := p.h.Lang
	sign := kit.NewHighlightText(code, kit.TextLook{Size: 26, Bold: true, Centred: true})
	box := container.NewVBox(sign, kit.NewWords(l.T("group.code_pass")))
	d := dialog.NewCustomWithoutButtons(l.T("group.code_of", "name", name), container.NewPadded(box), p.h.Window)
	cp := kit.NewPrimaryButton(l.T("group.code_copy"), nil, func() {
		fyne.CurrentApp().Clipboard().SetContent(code)
		p.h.Toast(kit.Toast{Text: l.T("group.code_copied")})
	})
	done := kit.NewButton(l.T("button.close"), nil, d.Hide)
	cp.OnEscape, done.OnEscape = d.Hide, d.Hide
	d.SetButtons([]fyne.CanvasObject{done, cp})
	d.Resize(fyne.NewSize(dialogWidth+60, box.MinSize().Height+120))
	d.Show()
	p.h.Window.Canvas().Focus(cp)
}

func (p *page) leaveGroup(g desk.GroupView) {
	l := p.h.Lang
	text := l.T("group.leave_text")
	if g.Part == civic.PartOwner && len(g.Members) > 1 {
		text += " " + l.T("group.leave_owner")
	}
	p.h.Ask(l.T("group.leave_title", "name", g.Name), text, l.T("group.leave_verb"), func() {
		p.run(func(ctx context.Context) error { return p.d.LeaveGroup(ctx, g.ID) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("group.left", "name", g.Name)})
		})
	})
}

func (p *page) removeMember(g desk.GroupView, m desk.GroupMemberView) {
	l := p.h.Lang
	p.h.Ask(l.T("group.remove_title", "name", m.Name), l.T("group.remove_text"), l.T("group.remove_verb"), func() {
		p.run(func(ctx context.Context) error { return p.d.RemoveFromGroup(ctx, g.ID, m.Person) }, func() {})
	})
}

// answer does something with the desk and hands on what it gave.
func answer[T any](p *page, do func(context.Context) (T, error), done func(T)) {
	kit.Do(context.Background(), p.h.Work, kit.Job[T]{
		Run: func(ctx context.Context, _ kit.Progress) (T, error) { return do(ctx) },
		Done: func(v T, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			done(v)
			p.reload()
			p.h.Changed()
		},
	})
}
