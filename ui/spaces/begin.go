package spaces

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// beginning is the conversation that is being begun in each space. What was
// typed and chosen stays until the conversation is open.
type beginning struct {
	p     *page
	texts map[civic.ID]civic.Composed
	known map[civic.ID]bool // what was begun before the program began is here
	picks *kit.FilePicks
}

func newBeginning(p *page) *beginning {
	b := &beginning{p: p, texts: map[civic.ID]civic.Composed{}, known: map[civic.ID]bool{}, picks: kit.NewFilePicks(p.h, p.d)}
	b.picks.OnChanged = func(key string) { b.keep(civic.ID(key)) }
	return b
}

// write asks for title, text and files, with what was begun in the space.
func (b *beginning) write(space civic.ID) {
	b.recall(space, func() { b.ask(space, "") })
}

// again is write with a text that comes back from elsewhere.
func (b *beginning) again(space civic.ID, title, text string) {
	b.recall(space, func() {
		c := b.texts[space]
		switch {
		case c.Title == "" || c.Title == title:
			c.Title, c.Text = title, joined(c.Text, text)
		default:
			c.Text = joined(c.Text, strings.TrimSpace(title+"\n"+text))
		}
		b.texts[space] = c
		b.picks.Join(string(space), b.p.h.TakeFiles(string(space)))
		b.keep(space)
		b.ask(space, "")
	})
}

// recall reads what was begun before the program ended, once.
func (b *beginning) recall(space civic.ID, then func()) {
	if b.known[space] {
		then()
		return
	}
	kit.Do(context.Background(), b.p.h.Work, kit.Job[civic.Composed]{
		Slot: "spaces.begun",
		Run:  func(ctx context.Context, _ kit.Progress) (civic.Composed, error) { return b.p.d.Composed(ctx, space) },
		Done: func(c civic.Composed, err error) {
			if err != nil {
				b.p.h.Fail(err)
				return
			}
			b.known[space], b.texts[space] = true, c
			b.picks.Put(string(space), c.Attachments)
			then()
		},
	})
}

// keep saves what is begun in a space, so that it outlives the program.
func (b *beginning) keep(space civic.ID) {
	if !b.known[space] {
		return
	}
	c := b.texts[space]
	c.Attachments = b.picks.Files(string(space))
	b.p.compose(space, c, nil)
}

func (b *beginning) ask(space civic.ID, trouble string) {
	l, c := b.p.h.Lang, b.texts[space]
	title, text := kit.NewField(), kit.NewProse(6)
	title.SetPlaceHolder(l.T("spaces.title_hint"))
	title.SetText(c.Title)
	text.SetPlaceHolder(l.T("spaces.first_post"))
	text.SetText(c.Text)
	changed := func(string) {
		b.texts[space] = civic.Composed{Title: title.Text, Text: text.Text}
		b.keep(space)
	}
	title.OnChanged, text.OnChanged = changed, changed
	b.picks.Turn(string(space))
	form := container.NewVBox(title, text, b.picks.Chosen(), container.NewHBox(b.picks.Button(), layout.NewSpacer()))
	if trouble != "" {
		form.Add(kit.NewErrorText(trouble))
	}
	b.p.h.AskWith(l.T("cmd.new_thread"), form, l.T("spaces.open_thread"), func() { b.open(space) })
	b.p.h.Window.Canvas().Focus(title)
}

func (b *beginning) open(space civic.ID) {
	l, c := b.p.h.Lang, b.texts[space]
	args := civic.OpenThreadArgs{
		Space: space, Title: strings.TrimSpace(c.Title), Text: strings.TrimSpace(c.Text), Attachments: b.picks.Files(string(space)),
	}
	if args.Title == "" || args.Text == "" {
		b.ask(space, l.Explain(civic.NewError(civic.Invalid, "spaces.new_thread", "invalid.title_missing")).What)
		return
	}
	kit.Do(context.Background(), b.p.h.Work, kit.Job[civic.Queued]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Queued, error) { return b.p.d.OpenThread(ctx, args) },
		Done: func(q civic.Queued, err error) {
			if err != nil {
				b.ask(space, l.Explain(err).What)
				return
			}
			delete(b.texts, space)
			b.picks.Clear(string(space))
			b.p.space, b.p.thread = space, civic.Concerns(q.Command)
			b.p.reload()
			b.p.h.Changed()
		},
	})
}

// compose hands what is being written to the desk; done hears how it went. Of
// several in a row the newest counts.
func (p *page) compose(at civic.ID, c civic.Composed, done func(error)) {
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Slot: "spaces.compose." + string(at),
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			return struct{}{}, p.d.Compose(ctx, at, c)
		},
		Done: func(_ struct{}, err error) {
			if done != nil {
				done(err)
			}
		},
	})
}
