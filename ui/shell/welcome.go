package shell

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
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
	trouble *widget.Label // under the fields of the step on show
	address *widget.Entry
	email   *widget.Entry
	secret  *widget.Entry
	regions []*widget.Check // in the order of civic.Regions
	chose   bool            // the person ticked a region
	known   bool            // the first sync is over: the proposal is made
	early   bool            // left before it was
	again   bool            // who was connected once has chosen before
}

// The steps.
const (
	stepAddress = iota
	stepSignIn
	stepRegions
)

// welcome opens the assistant; who was connected once goes straight to signing
// in.
func (s *Shell) welcome() {
	kit.Do(context.Background(), s.host.Work, kit.Job[civic.Profile]{
		Slot: "shell.welcome",
		Run:  func(ctx context.Context, _ kit.Progress) (civic.Profile, error) { return s.o.Desk.Profile(ctx) },
		Done: func(p civic.Profile, err error) {
			if err != nil {
				s.host.Fail(err)
				return
			}
			s.assist(p)
		},
	})
}

func (s *Shell) assist(p civic.Profile) {
	a := &assistant{s: s, body: container.NewStack(), trouble: widget.NewLabel("")}
	a.trouble.Wrapping = fyne.TextWrapWord
	a.trouble.Importance = widget.DangerImportance
	a.address, a.email, a.secret = widget.NewEntry(), widget.NewEntry(), widget.NewPasswordEntry()
	a.address.SetPlaceHolder("https://")
	a.address.SetText(p.Central)
	a.address.OnSubmitted = func(string) { a.toSignIn() }
	a.email.OnSubmitted = func(string) { s.window.Canvas().Focus(a.secret) }
	a.secret.OnSubmitted = func(string) { a.signIn(false) }
	for _, r := range civic.Regions() {
		a.regions = append(a.regions, widget.NewCheck(s.o.Lang.T("region."+string(r)), func(bool) { a.chose = true }))
	}
	s.full(a)
	if a.again = p.Central != ""; a.again {
		a.show(stepSignIn)
		return
	}
	a.show(stepAddress)
}

// frame is the sheet in the middle of the window that holds the steps.
func (a *assistant) frame() fyne.CanvasObject {
	icon := canvas.NewImageFromResource(kit.AppIcon())
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(72, 72))
	wide := canvas.NewRectangle(nil)
	wide.SetMinSize(fyne.NewSize(620, 0))
	return container.NewVScroll(container.NewCenter(container.NewPadded(container.NewVBox(wide, icon, a.body))))
}

// title is what the step on show is about.
func (a *assistant) title() string {
	return a.s.o.Lang.T("welcome.title." + strconv.Itoa(a.step+1))
}

func (a *assistant) show(step int) {
	a.step = step
	a.trouble.Hide()
	l := a.s.o.Lang
	title := kit.NewHighlightText(a.title(), kit.TextLook{Size: 22, Bold: true, Centred: true})
	text := widget.NewLabel(l.T("welcome.text." + strconv.Itoa(step+1)))
	text.Wrapping, text.Alignment = fyne.TextWrapWord, fyne.TextAlignCenter
	parts := []fyne.CanvasObject{title, text}
	var focus fyne.Focusable
	switch step {
	case stepAddress:
		parts = append(parts, a.address, a.trouble, a.buttons(l.T("welcome.later"), a.leave, kit.NewPrimaryButton(l.T("button.next"), nil, a.toSignIn)))
		focus = a.address
	case stepSignIn:
		browser := kit.NewQuietButton(l.T("welcome.browser"), nil, func() { a.signIn(true) })
		form := widget.NewForm(widget.NewFormItem(l.T("welcome.email"), a.email), widget.NewFormItem(l.T("welcome.password"), a.secret))
		in := kit.NewPrimaryButton(l.T("button.sign_in"), nil, func() { a.signIn(false) })
		parts = append(parts, form, a.trouble, a.buttons(l.T("button.back"), func() { a.show(stepAddress) }, browser, in))
		focus = a.email
	case stepRegions:
		grid := container.NewGridWithColumns(3)
		for _, c := range a.regions {
			grid.Add(c)
		}
		begin := kit.NewPrimaryButton(l.T("welcome.begin"), nil, a.finish)
		notice := widget.NewLabel(l.T("welcome.notice"))
		notice.Wrapping, notice.Alignment = fyne.TextWrapWord, fyne.TextAlignCenter
		read := kit.NewQuietButton(l.T("welcome.notice_read"), nil, a.readNotice)
		parts = append(parts, grid, notice, a.trouble, a.buttons("", nil, read, begin))
		focus = begin
	}
	a.body.Objects = []fyne.CanvasObject{container.NewVBox(parts...)}
	a.body.Refresh()
	a.s.title()
	a.s.window.Canvas().Focus(focus)
}

func (a *assistant) buttons(no string, back func(), yes ...fyne.CanvasObject) fyne.CanvasObject {
	row := container.NewHBox()
	if no != "" {
		row.Add(kit.NewQuietButton(no, nil, back))
	}
	row.Add(layout.NewSpacer())
	for _, b := range yes {
		row.Add(b)
	}
	return row
}

func (a *assistant) fail(err error) {
	if a.s.assistant != a {
		a.s.host.Fail(err) // it was left meanwhile
		return
	}
	t := a.s.o.Lang.Explain(err)
	if civic.Is(err, civic.Unauthenticated) {
		t.Do = "" // it says to sign in again, which is what one is doing
	}
	a.trouble.SetText(strings.TrimSpace(t.What + " " + t.Do))
	a.trouble.Show()
	if field := a.wrong(); field != nil {
		a.s.window.Canvas().Focus(field)
	}
}

// wrong is the field of the step on show that has to be written again.
func (a *assistant) wrong() fyne.Focusable {
	switch {
	case a.step == stepAddress:
		return a.address
	case a.step == stepSignIn && strings.TrimSpace(a.email.Text) == "":
		return a.email
	case a.step == stepSignIn:
		return a.secret
	}
	return nil
}

// central gives the address as typed, completed.
func (a *assistant) central() (string, error) {
	text := a.s.o.Address(a.address.Text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", civic.NewError(civic.Invalid, "shell.address", "invalid.address")
	}
	return text, nil
}

func (a *assistant) toSignIn() {
	if _, err := a.central(); err != nil {
		a.fail(err)
		return
	}
	a.show(stepSignIn)
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
			a.fail(civic.NewError(civic.Invalid, "shell.sign_in", "invalid.sign_in_missing"))
			return
		}
	}
	a.trouble.Hide()
	kit.Do(context.Background(), a.s.host.Work, kit.Job[civic.Identity]{
		Title: a.s.o.Lang.T("work.sign_in"), Slot: "shell.sign_in",
		Run: func(ctx context.Context, _ kit.Progress) (civic.Identity, error) {
			return a.s.o.Desk.Connect(ctx, address, how)
		},
		Done: func(_ civic.Identity, err error) {
			if err != nil {
				a.fail(err)
				return
			}
			a.secret.SetText("")
			if a.again {
				a.leave()
				return
			}
			a.show(stepRegions)
			a.firstSync()
		},
	})
}

// firstSync brings what there is while one chooses, and with it one's own
// mandates, whose regions are proposed.
func (a *assistant) firstSync() {
	kit.Do(context.Background(), a.s.host.Work, kit.Job[civic.Actor]{
		Title: a.s.o.Lang.T("work.sync"), Slot: "shell.sync",
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
			a.propose(actor)
			if a.early && len(a.chosen()) > 0 {
				a.keep(a.chosen(), func() {})
			}
		},
	})
}

// propose ticks the regions of one's mandates, unless the person chose already.
func (a *assistant) propose(actor civic.Actor) {
	if a.known = true; a.chose {
		return
	}
	for i, r := range civic.Regions() {
		for _, m := range actor.Mandates {
			if m.Region == r {
				a.regions[i].SetChecked(true)
			}
		}
	}
	a.chose = false
}

// chosen gives the regions that are ticked.
func (a *assistant) chosen() []civic.Region {
	var out []civic.Region
	for i, r := range civic.Regions() {
		if a.regions[i].Checked {
			out = append(out, r)
		}
	}
	return out
}

// finish keeps the chosen regions; none chosen means the default. Whoever begins
// before one's own region is known does not wait for it: it is kept once it is.
func (a *assistant) finish() {
	if !a.chose && !a.known {
		a.early = true
		a.run(a.accept, a.leave)
		return
	}
	a.keep(a.chosen(), a.leave)
}

func (a *assistant) keep(regions []civic.Region, then func()) {
	a.run(func(ctx context.Context) error {
		if err := a.s.o.Desk.Keep(ctx, regions, 0); err != nil {
			return err
		}
		return a.accept(ctx)
	}, then)
}

// run does the last step and asks for a sync.
func (a *assistant) run(do func(context.Context) error, then func()) {
	kit.Do(context.Background(), a.s.host.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) { return struct{}{}, do(ctx) },
		Done: func(_ struct{}, err error) {
			if err != nil {
				a.fail(err)
				return
			}
			a.s.o.Desk.Nudge()
			then()
		},
	})
}

// accept notes that the privacy notice was put before the person, where the
// central has one that they have not seen. It is a notice, not a consent.
func (a *assistant) accept(ctx context.Context) error {
	p, err := a.s.o.Desk.Profile(ctx)
	if err != nil || p.Hello == nil || p.Hello.Notice == "" || p.Hello.Notice == p.Notice {
		return err
	}
	_, err = a.s.o.Desk.AcceptNotice(ctx, p.Hello.Notice)
	return err
}

// readNotice opens the central's privacy notice in the browser.
func (a *assistant) readNotice() {
	kit.Do(context.Background(), a.s.host.Work, kit.Job[civic.Profile]{
		Slot: "shell.notice",
		Run:  func(ctx context.Context, _ kit.Progress) (civic.Profile, error) { return a.s.o.Desk.Profile(ctx) },
		Done: func(p civic.Profile, err error) {
			if err == nil && p.Hello != nil {
				err = a.s.o.OpenURL(p.Hello.NoticeURL)
			}
			if err != nil {
				a.fail(err)
			}
		},
	})
}

// leave shows the pages; where a link came meanwhile, what it names.
func (a *assistant) leave() {
	s := a.s
	if s.assistant != a {
		return // pressed twice
	}
	s.full(nil)
	route := s.after
	if s.after = ""; route == "" {
		route = "today"
	}
	s.Go(route)
	s.changed()
}
