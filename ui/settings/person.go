package settings

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// who is what the first two sections read.
type who struct {
	profile civic.Profile
	actor   civic.Actor
	signed  civic.SignInState
}

func (p *page) who(ctx context.Context) (w who, err error) {
	if w.profile, err = p.d.Profile(ctx); err != nil {
		return w, err
	}
	if w.signed, err = p.d.SignedIn(ctx); err != nil {
		return w, err
	}
	w.actor, err = p.d.Actor(ctx)
	if civic.Is(err, civic.Unknown) || w.profile.Person == "" {
		err = nil // not synced yet: there is nothing to show, and that is said
	}
	return w, err
}

func (p *page) profile() {
	l := p.h.Lang
	load(p, p.who, func(w who) {
		if w.profile.Central == "" {
			p.put(text(l.T("settings.not_connected")), container.NewHBox(kit.NewPrimaryButton(l.T("settings.connect"), nil, p.program.Connect)))
			return
		}
		parts := []fyne.CanvasObject{text(l.T("settings.name", "name", w.actor.Name))}
		if len(w.actor.Mandates) == 0 {
			parts = append(parts, text(l.T("settings.no_mandate")))
		}
		for _, m := range w.actor.Mandates {
			line := l.T("settings.mandate", "office", capital(m.Office), "body", m.BodyName, "region", l.T("region."+string(m.Region)))
			if m.Group != "" {
				line += " · " + m.Group
			}
			parts = append(parts, text(line))
		}
		for _, r := range w.actor.Roles {
			if r.Name == civic.RoleMember && len(w.actor.Mandates) > 0 {
				continue // the mandate says more
			}
			line := l.T("role." + string(r.Name))
			if region, ok := strings.CutPrefix(string(r.Scope), "region:"); ok {
				line += " · " + l.T("region."+region)
			}
			parts = append(parts, text(line))
		}
		p.put(parts...)
	})
}

func (p *page) account() {
	l := p.h.Lang
	load(p, p.who, func(w who) {
		if w.profile.Central == "" {
			p.put(text(l.T("settings.not_connected")), container.NewHBox(kit.NewPrimaryButton(l.T("settings.connect"), nil, p.program.Connect)))
			return
		}
		parts := []fyne.CanvasObject{text(l.T("settings.central", "url", w.profile.Central))}
		if h := w.profile.Hello; h != nil && h.Controller != "" {
			parts = append(parts, text(l.T("settings.controller", "who", h.Controller, "contact", h.Contact)))
		}
		switch {
		case !w.signed.SignedIn || w.signed.Expired:
			parts = append(parts, text(l.T("settings.signed_out")), container.NewHBox(kit.NewPrimaryButton(l.T("button.sign_in"), nil, p.program.Connect)))
		default:
			where := "settings.tokens_file"
			if w.signed.Keychain {
				where = "settings.tokens_keychain"
			}
			parts = append(parts, text(l.T(where)), container.NewHBox(kit.NewButton(l.T("button.sign_out"), nil, p.signOut)))
			computers := container.NewVBox()
			p.devices(w.profile.Device, computers)
			parts = append(parts, computers)
		}
		p.put(parts...)
	})
}

func (p *page) signOut() {
	l := p.h.Lang
	p.h.Ask(l.T("settings.sign_out_title"), l.T("settings.sign_out_text"), l.T("button.sign_out"), func() {
		p.do(p.d.Disconnect, nil)
	})
}

// capital begins a word as a line does.
func capital(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[n:]
}
