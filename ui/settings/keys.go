package settings

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Keyring is which of the person's computers can read what the others seal.
type Keyring interface {
	Keys(ctx context.Context) (desk.KeyRing, error)
	AddThisDevice(ctx context.Context, name string) (desk.KeyRing, error)
	ConfirmKey(ctx context.Context, id civic.ID, typed string) error
	RevokeKey(ctx context.Context, id civic.ID) error
	NewRecovery(ctx context.Context) (string, error)
	UseRecovery(ctx context.Context, code string) error
	RecoverySheet(ctx context.Context, code string, w io.Writer) error
}

func (p *page) keys() {
	l := p.h.Lang
	load(p, func(ctx context.Context) (r *desk.KeyRing, err error) {
		ring, err := p.d.Keys(ctx)
		if civic.Is(err, civic.Unauthenticated) {
			return nil, nil //nolint:nilnil // nobody has connected: there are no keys to speak of
		}
		return &ring, err
	}, func(r *desk.KeyRing) {
		if r == nil {
			p.put(text(l.T("settings.not_connected")), container.NewHBox(kit.NewPrimaryButton(l.T("settings.connect"), nil, p.program.Connect)))
			return
		}
		p.showKeys(*r)
	})
}

func (p *page) showKeys(r desk.KeyRing) {
	l := p.h.Lang
	p.keysAre = r.Keys
	parts := []fyne.CanvasObject{text(l.T("keys.about"))}
	switch {
	case r.Excluded:
		parts = append(parts, text(l.T("keys.excluded")))
	case r.Code == "":
		parts = append(parts, p.begin()...)
	default:
		code := kit.NewHighlightText(r.Code, kit.TextLook{Size: 22, Bold: true})
		parts = append(parts, heading(l.T("keys.this")), code, text(l.T("keys.this_help")))
	}
	for _, k := range r.Keys {
		if !k.Believed && !k.Revoked && r.Code != "" {
			parts = append(parts, p.question(k)...)
		}
	}
	parts = append(parts, p.knownKeys(r)...)
	parts = append(parts, p.recovery(r)...)
	p.put(parts...)
}

func heading(s string) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(16, 0, 0, 0), kit.NewHighlightText(s, kit.TextLook{Bold: true, MaxLines: -1}))
}

// begin offers to take this computer in.
func (p *page) begin() []fyne.CanvasObject {
	l := p.h.Lang
	name := kit.NewField()
	name.SetPlaceHolder(l.T("keys.name_hint"))
	add := kit.NewPrimaryButton(l.T("keys.add"), nil, func() {
		p.do(func(ctx context.Context) error {
			_, err := p.d.AddThisDevice(ctx, name.Text)
			return err
		}, nil)
	})
	return []fyne.CanvasObject{text(l.T("keys.none")), name, container.NewHBox(add)}
}

// question asks about a computer that nobody confirmed here: its code is typed,
// not clicked through.
func (p *page) question(k desk.KeyView) []fyne.CanvasObject {
	l := p.h.Lang
	entry := kit.NewCodeField(4)
	confirm := func() {
		p.do(func(ctx context.Context) error { return p.d.ConfirmKey(ctx, k.ID, entry.Text) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("keys.confirmed", "name", k.Name)})
		})
	}
	entry.OnSubmitted = func(string) { confirm() }
	return []fyne.CanvasObject{
		heading(l.T("keys.question", "name", k.Name)), text(l.T("keys.question_help")), entry,
		container.NewHBox(
			kit.NewPrimaryButton(l.T("keys.confirm"), nil, confirm),
			kit.NewButton(l.T("keys.not_mine"), nil, func() {
				p.do(func(ctx context.Context) error { return p.d.RevokeKey(ctx, k.ID) }, nil)
			}),
		),
	}
}

// knownKeys lists the computers that read along.
func (p *page) knownKeys(r desk.KeyRing) []fyne.CanvasObject {
	l := p.h.Lang
	var parts []fyne.CanvasObject
	for _, k := range r.Keys {
		if k.Key.Recovery || !k.Believed && !k.Revoked {
			continue
		}
		line := k.Name
		switch {
		case k.Mine:
			line = l.T("keys.mine", "name", k.Name)
		case k.Revoked:
			line = l.T("keys.revoked", "name", k.Name)
		}
		row := container.NewHBox(widget.NewLabel(line))
		if k.Believed && !k.Mine {
			row.Add(kit.NewButton(l.T("keys.revoke"), nil, func() {
				p.h.Ask(l.T("keys.revoke_title", "name", k.Name), l.T("keys.revoke_text"), l.T("keys.revoke"), func() {
					p.do(func(ctx context.Context) error { return p.d.RevokeKey(ctx, k.ID) }, nil)
				})
			}))
		}
		parts = append(parts, row)
	}
	if len(parts) > 0 {
		parts = append([]fyne.CanvasObject{heading(l.T("keys.known"))}, parts...)
	}
	return parts
}

// recovery is the code that is written down.
func (p *page) recovery(r desk.KeyRing) []fyne.CanvasObject {
	l := p.h.Lang
	parts := []fyne.CanvasObject{heading(l.T("keys.recovery"))}
	if r.Unread > 0 {
		entry := kit.NewCodeField(6)
		use := kit.NewPrimaryButton(l.T("keys.recovery_use"), nil, func() {
			p.do(func(ctx context.Context) error { return p.d.UseRecovery(ctx, entry.Text) }, nil)
		})
		parts = append(parts, text(l.N("keys.unread", r.Unread)), entry, container.NewHBox(use))
	}
	if r.Code == "" || r.Excluded {
		return append(parts, text(l.T("keys.recovery_help")))
	}
	verb, help := l.T("keys.recovery_new"), l.T("keys.recovery_help")
	if r.Recovery {
		verb, help = l.T("keys.recovery_again"), l.T("keys.recovery_there")
	}
	return append(parts, text(help), container.NewHBox(kit.NewButton(verb, nil, func() {
		if !r.Recovery {
			p.newRecovery()
			return
		}
		p.h.Ask(verb, l.T("keys.recovery_again_text"), verb, p.newRecovery)
	})))
}

// saveSheet writes the page to be printed into the folder that was chosen.
func (p *page) saveSheet(code, dir string) {
	l := p.h.Lang
	kit.Do(context.Background(), p.h.Work, kit.Job[string]{
		Title: l.T("keys.recovery"),
		Run: func(ctx context.Context, _ kit.Progress) (string, error) {
			return kit.WriteExport(dir, l.T("keys.sheet_name"), desk.SheetEnding, func(w io.Writer) error { return p.d.RecoverySheet(ctx, code, w) })
		},
		Done: func(path string, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Toast(kit.Toast{Text: l.T("keys.sheet_saved"), Action: l.T("keys.sheet_open"), Run: func() {
				if err := p.h.OpenFile(path); err != nil {
					p.h.Fail(err)
				}
			}})
		},
	})
}

// newRecovery makes a code and shows it, this once.
func (p *page) newRecovery() {
	l, at := p.h.Lang, p.current
	kit.Do(context.Background(), p.h.Work, kit.Job[string]{
		Run: func(ctx context.Context, _ kit.Progress) (string, error) { return p.d.NewRecovery(ctx) },
		Done: func(code string, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			shown := kit.NewHighlightText(code, kit.TextLook{Size: 20, Bold: true})
			save := kit.NewButton(l.T("keys.sheet"), nil, func() { p.h.ChooseFolder(func(dir string) { p.saveSheet(code, dir) }) })
			box := container.NewVBox(text(l.T("keys.recovery_write")), shown, container.NewHBox(save))
			p.h.AskWith(l.T("keys.recovery"), container.NewGridWrap(fyne.NewSize(520, 120), box), l.T("keys.recovery_written"), func() {})
			if at == p.current {
				p.choose(at)
			}
		},
	})
}
