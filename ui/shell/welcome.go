package shell

import (
	"context"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// assistant is the first run: the central's address, sign in, regions. One can
// leave it at any step and work: drafts need no central.
type assistant struct {
	s       *Shell
	step    int
	body    *fyne.Container
	trouble *widget.Label
	address *widget.Entry
	email   *widget.Entry
	secret  *widget.Entry
	regions *widget.CheckGroup
	stop    context.CancelFunc
}

func (s *Shell) welcome() {
	a := &assistant{s: s, body: container.NewStack(), trouble: widget.NewLabel("")}
	a.trouble.Wrapping = fyne.TextWrapWord
	a.trouble.Importance = widget.DangerImportance
	a.trouble.Hide()
	a.address, a.email, a.secret = widget.NewEntry(), widget.NewEntry(), widget.NewPasswordEntry()
	a.address.SetPlaceHolder("https://")
	a.address.OnSubmitted = func(string) { a.toSignIn() }
	a.email.OnSubmitted = func(string) { s.window.Canvas().Focus(a.secret) }
	a.secret.OnSubmitted = func(string) { a.signIn(false) }
	s.full(a.frame())
	a.show(0)
}

// frame is the sheet in the middle of the window that holds the steps.
func (a *assistant) frame() fyne.CanvasObject {
	icon := canvas.NewImageFromResource(kit.AppIcon())
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(72, 72))
	sheet := container.NewVBox(icon, a.body, a.trouble)
	wide := canvas.NewRectangle(nil)
	wide.SetMinSize(fyne.NewSize(460, 0))
	return container.NewVScroll(container.NewCenter(container.NewPadded(container.NewVBox(wide, sheet))))
}

func (a *assistant) show(step int) {
	a.step = step
	a.trouble.Hide()
	l := a.s.o.Lang
	title := canvas.NewText(l.T("welcome.title."+string(rune('1'+step))), theme.Color(theme.ColorNameForeground))
	title.TextSize, title.Alignment = 22, fyne.TextAlignCenter
	text := widget.NewLabel(l.T("welcome.text." + string(rune('1'+step))))
	text.Wrapping = fyne.TextWrapWord
	parts := []fyne.CanvasObject{title, text}
	var focus fyne.Focusable
	switch step {
	case 0:
		parts = append(parts, a.address, a.buttons(l.T("button.next"), a.toSignIn, l.T("welcome.later"), a.leave))
		focus = a.address
	case 1:
		browser := kit.NewQuietButton(l.T("welcome.browser"), nil, func() { a.signIn(true) })
		form := widget.NewForm(widget.NewFormItem(l.T("welcome.email"), a.email), widget.NewFormItem(l.T("welcome.password"), a.secret))
		parts = append(parts, form, a.buttons(l.T("button.sign_in"), func() { a.signIn(false) }, l.T("button.back"), func() { a.show(0) }), browser)
		focus = a.email
	case 2:
		scroll := container.NewVScroll(a.regions)
		scroll.SetMinSize(fyne.NewSize(420, 260))
		parts = append(parts, scroll, a.buttons(l.T("welcome.begin"), a.finish, "", nil))
	}
	a.body.Objects = []fyne.CanvasObject{container.NewVBox(parts...)}
	a.body.Refresh()
	if focus != nil {
		a.s.window.Canvas().Focus(focus)
	}
}

func (a *assistant) buttons(yes string, do func(), no string, back func()) fyne.CanvasObject {
	row := container.NewHBox(layout.NewSpacer())
	if no != "" {
		row.Add(kit.NewQuietButton(no, nil, back))
	}
	row.Add(kit.NewPrimaryButton(yes, nil, do))
	return row
}

func (a *assistant) fail(err error) {
	t := a.s.o.Lang.Explain(err)
	a.trouble.SetText(strings.TrimSpace(t.What + " " + t.Do))
	a.trouble.Show()
}

// central gives the address as typed, completed.
func (a *assistant) central() (string, error) {
	text := a.s.o.Address(a.address.Text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", civic.NewError(civic.Invalid, "welcome.address", "invalid.address")
	}
	return text, nil
}

func (a *assistant) toSignIn() {
	if _, err := a.central(); err != nil {
		a.fail(err)
		return
	}
	a.show(1)
}

func (a *assistant) signIn(browser bool) {
	address, err := a.central()
	if err != nil {
		a.fail(err)
		return
	}
	how := civic.SignInHow{DeviceName: "Scranno"}
	if browser {
		how.OpenBrowser = a.s.o.OpenURL
	} else {
		how.Email, how.Password = strings.TrimSpace(a.email.Text), a.secret.Text
		if how.Email == "" || how.Password == "" {
			a.fail(civic.NewError(civic.Invalid, "welcome.sign_in", "invalid.sign_in_missing"))
			return
		}
	}
	if a.stop != nil {
		a.stop()
	}
	a.trouble.Hide()
	l := a.s.o.Lang
	a.stop = kit.Do(context.Background(), a.s.host.Work, kit.Job[civic.Identity]{
		Title: l.T("work.sign_in"), Slot: "shell.sign_in",
		Run: func(ctx context.Context, _ kit.Progress) (civic.Identity, error) {
			return a.s.o.Desk.Connect(ctx, address, how)
		},
		Done: func(_ civic.Identity, err error) {
			if err != nil {
				a.fail(err)
				return
			}
			a.secret.SetText("")
			a.s.status.Show()
			a.firstSync()
		},
	})
}

// firstSync brings one's own mandates, so that the last step proposes the right
// region; the rest goes on while one reads.
func (a *assistant) firstSync() {
	l := a.s.o.Lang
	var names []string
	for _, r := range civic.Regions() {
		names = append(names, l.T("region."+string(r)))
	}
	a.regions = widget.NewCheckGroup(names, nil)
	kit.Do(context.Background(), a.s.host.Work, kit.Job[civic.Actor]{
		Title: l.T("work.sync"), Slot: "shell.sync",
		Run: func(ctx context.Context, progress kit.Progress) (civic.Actor, error) {
			if _, err := a.s.o.Desk.Sync(ctx, func(p civic.Progress) { progress(int(p.Done), int(p.Total)) }); err != nil {
				return civic.Actor{}, err
			}
			return a.s.o.Desk.Actor(ctx)
		},
		Done: func(actor civic.Actor, err error) {
			if err != nil && !civic.Is(err, civic.Unknown) {
				a.fail(err)
			}
			var own []string
			for _, m := range actor.Mandates {
				own = append(own, l.T("region."+string(m.Region)))
			}
			a.regions.SetSelected(own)
			a.show(2)
		},
	})
}

// finish keeps the chosen regions; none chosen means the default.
func (a *assistant) finish() {
	l := a.s.o.Lang
	var chosen []civic.Region
	for _, r := range civic.Regions() {
		for _, name := range a.regions.Selected {
			if name == l.T("region."+string(r)) {
				chosen = append(chosen, r)
			}
		}
	}
	kit.Do(context.Background(), a.s.host.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			return struct{}{}, a.s.o.Desk.Keep(ctx, chosen, 0)
		},
		Done: func(_ struct{}, err error) {
			if err != nil {
				a.fail(err)
				return
			}
			a.s.o.Desk.Nudge()
			a.leave()
		},
	})
}

func (a *assistant) leave() {
	a.s.full(nil)
	a.s.Go("today")
}
