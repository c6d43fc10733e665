package spaces_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/ui/kit"
	"scranno/ui/spaces"
	"scranno/ui/uitest"
)

// desktop is a few communities in memory.
type desktop struct {
	spaces  []civic.SpaceHit
	threads map[civic.ID][]civic.ThreadHit
	posts   map[civic.ID][]civic.PostView
	done    []string
	fail    error // of the next change
	fetched civic.ID
	read    int // readings of the list of spaces

	composed map[civic.ID]civic.Composed // by conversation or space
}

func (d *desktop) Compose(_ context.Context, at civic.ID, c civic.Composed) error {
	if d.composed == nil {
		d.composed = map[civic.ID]civic.Composed{}
	}
	d.composed[at] = c
	return nil
}

func (d *desktop) Composed(_ context.Context, at civic.ID) (civic.Composed, error) {
	return d.composed[at], nil
}

func (d *desktop) Spaces(context.Context) ([]civic.SpaceHit, error) {
	d.read++
	return slices.Clone(d.spaces), nil
}

func (d *desktop) note(format string, args ...any) error {
	err := d.fail
	if d.fail = nil; err == nil {
		d.done = append(d.done, fmt.Sprintf(format, args...))
	}
	return err
}

func (d *desktop) JoinSpace(_ context.Context, id civic.ID) error {
	for i := range d.spaces {
		d.spaces[i].Joined = d.spaces[i].Joined || d.spaces[i].ID == id
	}
	return d.note("join %s", id)
}

func (d *desktop) LeaveSpace(_ context.Context, id civic.ID) error {
	for i := range d.spaces {
		d.spaces[i].Joined = d.spaces[i].Joined && d.spaces[i].ID != id
	}
	return d.note("leave %s", id)
}

func (d *desktop) Threads(_ context.Context, space civic.ID) ([]civic.ThreadHit, error) {
	return slices.Clone(d.threads[space]), nil
}

func (d *desktop) Posts(_ context.Context, thread civic.ID) ([]civic.PostView, civic.ThreadHit, error) {
	for _, list := range d.threads {
		for _, t := range list {
			if t.ID == thread {
				return slices.Clone(d.posts[thread]), t, nil
			}
		}
	}
	return nil, civic.ThreadHit{}, civic.NewError(civic.NotFound, "test", "")
}

func (d *desktop) OpenThread(_ context.Context, a civic.OpenThreadArgs) (civic.Queued, error) {
	said := a.Text
	for _, f := range a.Attachments {
		said += " [" + f.Name + "]"
	}
	if err := d.note("open %s: %s / %s", a.Space, a.Title, said); err != nil {
		return civic.Queued{}, err
	}
	d.threads[a.Space] = append(d.threads[a.Space], civic.ThreadHit{
		ID: "new", Thread: civic.Thread{Space: a.Space, Title: a.Title}, Posts: 1, Pending: true,
	})
	d.posts["new"] = []civic.PostView{{ID: "np", Post: civic.Post{Text: a.Text}, Author: "Io", Pending: true, Mine: true}}
	return civic.Queued{Command: civic.Command{Name: civic.CmdOpenThread, Args: []byte(`{"id":"new"}`)}}, nil
}

func (d *desktop) AddPost(
	_ context.Context, thread civic.ID, text string, reply civic.ID, files ...civic.Attachment,
) (civic.Queued, error) {
	for _, f := range files {
		text += " [" + f.Name + "]"
	}
	if err := d.note("post %s: %s (%s)", thread, text, reply); err != nil {
		return civic.Queued{}, err
	}
	d.posts[thread] = append(d.posts[thread], civic.PostView{
		ID: "mine", Post: civic.Post{Text: text, ReplyTo: reply, Attachments: files}, Author: "Io", Pending: true, Mine: true,
	})
	return civic.Queued{}, nil
}

func (d *desktop) EditPost(_ context.Context, post civic.ID, text string) (civic.Queued, error) {
	return civic.Queued{}, d.note("edit %s: %s", post, text)
}

func (d *desktop) WithdrawPost(_ context.Context, post civic.ID) (civic.Queued, error) {
	return civic.Queued{}, d.note("withdraw %s", post)
}

func (d *desktop) MarkRead(_ context.Context, thread civic.ID) error {
	return d.note("read %s", thread)
}

func (d *desktop) did(what string) func() bool {
	return func() bool { return slices.Contains(d.done, what) }
}

func council() *desktop {
	yesterday := uitest.Noon.Add(-24 * time.Hour)
	return &desktop{
		spaces: []civic.SpaceHit{
			{ID: "s1", Space: civic.Space{Title: "Scuola"}, Joined: true, Threads: 2, Unread: 1},
			{ID: "s2", Space: civic.Space{Title: "Ambiente", Summary: "Aria, acqua, verde"}},
			{ID: "s3", Space: civic.Space{Title: "Sport"}, Joined: true},
		},
		threads: map[civic.ID][]civic.ThreadHit{"s1": {
			{ID: "t1", Thread: civic.Thread{Space: "s1", Title: "Mensa scolastica"}, Posts: 2, Unread: 1, Last: yesterday},
			{ID: "t2", Thread: civic.Thread{Space: "s1", Title: "Trasporto"}, Posts: 1, Last: yesterday},
		}},
		posts: map[civic.ID][]civic.PostView{
			"t1": {
				{ID: "p1", Post: civic.Post{Text: "Chi ha un regolamento?"}, Author: "Ada Neri", Office: "Consigliera", Created: yesterday},
				{ID: "p2", Post: civic.Post{Text: "Noi, lo mando.", ReplyTo: "p1", Edited: yesterday}, Author: "Io", Created: yesterday, Mine: true},
			},
			"t2": {{ID: "p3", Post: civic.Post{Text: "Scuolabus"}, Author: "Ada Neri", Created: yesterday}},
		},
	}
}

const composer = "Scrivi la tua risposta"

func show(t *testing.T, d *desktop) *uitest.Screen {
	s := uitest.NewScreen(t)
	s.Show(spaces.New(d, s.Host))
	return s
}

func inThread(t *testing.T, d *desktop) *uitest.Screen {
	t.Helper()
	s := show(t, d)
	s.UntilSees("Mensa scolastica")
	s.Page.Open("thread/t1")
	s.UntilSees("Noi, lo mando.")
	return s
}

func TestNoCommunitiesYet(t *testing.T) {
	s := show(t, &desktop{})
	s.UntilSees("Non ci sono ancora comunità", "collega un servizio in Impostazioni")
	if s.Run("thread.new") || s.Run("post.send") {
		t.Error("there is nowhere to write")
	}
}

func TestSpacesThreadsAndTheConversation(t *testing.T) {
	d := council()
	s := show(t, d)
	s.UntilSees("Scuola", "Ambiente", "non su questo computer", "Mensa scolastica", "1 intervento da leggere")
	s.Sees("Scegli una discussione.")
	s.Tap("Mensa scolastica")
	s.UntilSees("Chi ha un regolamento?")
	s.Sees("Ada Neri", "Consigliera", "In risposta a Ada Neri: Chi ha un regolamento?", "modificato")
	s.Until("the mark of reading", d.did("read t1"))
}

func TestAnswerStandsThereAtOnce(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Press("Rispondi") // the last one: Io's
	s.Sees("Rispondi a Io")
	s.Write(composer, "  Grazie!  ")
	if !s.Run("post.send") {
		t.Fatal("cannot send")
	}
	s.Run("post.send") // a second Ctrl+Enter before the first is through
	s.UntilSees("Grazie!", "in attesa")
	if n := strings.Count(strings.Join(d.done, "|"), "post t1: Grazie! (p2)"); n != 1 {
		t.Errorf("sent %d times: %v", n, d.done)
	}
	if text := s.Field(composer).Text; text != "" {
		t.Errorf("the composer still holds %q", text)
	}
	s.SeesNot("Rispondi a Io")
}

func TestNothingIsSentOfAnEmptyComposer(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Write(composer, "  \n ")
	s.Run("post.send")
	s.Page.Reload()
	read := d.read
	s.Until("the reading", func() bool { return d.read > read })
	for _, x := range d.done {
		if strings.HasPrefix(x, "post") {
			t.Errorf("sent: %s", x)
		}
	}
}

func TestTheComposerKeepsItsTextForEachConversation(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Write(composer, "A metà di una frase")
	d.posts["t1"] = append(d.posts["t1"], civic.PostView{ID: "p9", Post: civic.Post{Text: "Novità"}, Author: "Ada Neri"})
	s.Page.Reload()
	s.UntilSees("Novità")
	if text := s.Field(composer).Text; text != "A metà di una frase" {
		t.Errorf("after a reload: %q", text)
	}
	s.Page.Open("thread/t2")
	s.UntilSees("Scuolabus")
	if text := s.Field(composer).Text; text != "" {
		t.Errorf("another conversation has %q", text)
	}
	s.Page.Open("thread/t1")
	s.UntilSees("Novità")
	if text := s.Field(composer).Text; text != "A metà di una frase" {
		t.Errorf("back again: %q", text)
	}
}

func TestAFailureKeepsTheText(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Until("the mark of reading", d.did("read t1"))
	s.Write(composer, "Importante")
	d.fail = civic.NewError(civic.Busy, "test", "")
	s.Run("post.send")
	s.Until("the trouble", func() bool { return len(s.Toasts) > 0 })
	if text := s.Field(composer).Text; text != "Importante" {
		t.Errorf("the composer holds %q", text)
	}
	s.Run("post.send")
	s.Until("the second try", d.did("post t1: Importante ()"))
}

func TestEditingOnesOwnPostAndLettingBe(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Write(composer, "bozza")
	s.Press("Modifica")
	s.Sees("Stai modificando il tuo intervento")
	if text := s.Field(composer).Text; text != "Noi, lo mando." {
		t.Errorf("the composer holds %q", text)
	}
	s.Press("Annulla")
	s.SeesNot("Stai modificando")
	if text := s.Field(composer).Text; text != "bozza" {
		t.Errorf("what was being typed became %q", text)
	}
	s.Press("Modifica")
	s.Write(composer, "Noi: eccolo.")
	s.Run("post.send")
	s.Until("the edit", d.did("edit p2: Noi: eccolo."))
	s.Until("the composer's rest", func() bool { return s.Field(composer).Text == "bozza" })
}

func TestWithdrawAsksFirst(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Press("Ritira")
	s.Sees("Ritirare l’intervento?")
	s.Press("Ritira")
	s.Until("the withdrawal", d.did("withdraw p2"))
}

func TestASpaceThatIsNotKeptIsOffered(t *testing.T) {
	d := council()
	s := show(t, d)
	s.UntilSees("Ambiente")
	s.Tap("Ambiente")
	s.UntilSees("Aria, acqua, verde")
	s.Press("Tieni su questo computer")
	s.Until("joining", d.did("join s2"))
	s.UntilSees("Non ci sono ancora discussioni")
	s.Run("space.toggle")
	s.Sees("Lasciare la comunità?")
	s.Press("Lascia")
	s.Until("leaving", d.did("leave s2"))
}

func TestANewConversationKeepsWhatWasTypedUntilItIsOpen(t *testing.T) {
	d := council()
	s := show(t, d)
	s.UntilSees("Scuola")
	s.Tap("Sport")
	s.UntilSees("Non ci sono ancora discussioni")
	s.Press("Nuova discussione…")
	s.Until("the form", func() bool { return uitest.Field(s.Canvas, "Primo intervento") != nil })
	s.Write("Primo intervento", "Chi c’è?")
	s.Keys(fyne.KeyEscape) // from the title's field
	s.SeesNot("Apri la discussione")
	s.Press("Nuova discussione…")
	s.Press("Apri la discussione")
	s.Sees("Manca il titolo")
	if text := s.Field("Primo intervento").Text; text != "Chi c’è?" {
		t.Errorf("the text became %q", text)
	}
	s.Write("Titolo della discussione", "Palestre aperte")
	d.fail = civic.NewError(civic.Busy, "test", "")
	s.Press("Apri la discussione")
	s.Until("the form again", func() bool { return uitest.Field(s.Canvas, "Primo intervento") != nil })
	s.Press("Apri la discussione")
	s.Until("the opening", d.did("open s3: Palestre aperte / Chi c’è?"))
	s.UntilSees("Palestre aperte")
	s.Until("its first post", func() bool { return uitest.Field(s.Canvas, composer) != nil })
}

func TestTextsThatComeBackFromTheQueue(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Write(composer, "già scritto")
	s.Host.Keep("compose:t1", "tornato")
	s.Host.KeepFiles("t1", []civic.Attachment{plan()})
	s.Host.Keep("reply:t1", "p1")
	s.Page.Open("thread/t1")
	s.UntilSees("Rispondi a Ada Neri")
	if text := s.Field(composer).Text; text != "già scritto\n\ntornato" {
		t.Errorf("the composer holds %q", text)
	}
	s.Sees("pianta.pdf · 2 MB")
	s.Host.Keep("open:s3", "Titolo\nPrimo testo")
	s.Host.KeepFiles("s3", []civic.Attachment{plan()})
	s.Page.Open("s3")
	s.Until("the form", func() bool { return uitest.Field(s.Canvas, "Primo intervento") != nil })
	if title, text := s.Field("Titolo della discussione").Text, s.Field("Primo intervento").Text; title != "Titolo" || text != "Primo testo" {
		t.Errorf("the form holds %q and %q", title, text)
	}
	s.Press("Apri la discussione")
	s.Until("the opening with its file", d.did("open s3: Titolo / Primo testo [pianta.pdf]"))
}

func TestTheKeyboardGoesFromSpacesToThreadsToTheComposer(t *testing.T) {
	s := show(t, council())
	s.UntilSees("Mensa scolastica")
	s.Page.Focus()
	s.Keys(fyne.KeyHome, fyne.KeyReturn, fyne.KeyHome)
	s.UntilSees("Chi ha un regolamento?")
	s.Keys(fyne.KeyReturn)
	if f, ok := s.Canvas.Focused().(*kit.Field); !ok || f.PlaceHolder != composer {
		t.Errorf("the keyboard is at %T, not in the composer", s.Canvas.Focused())
	}
}

func TestItsStateComesBack(t *testing.T) {
	d := council()
	s := inThread(t, d)
	state := s.Page.Save()
	s.Page.Open("s3")
	s.UntilSees("Non ci sono ancora discussioni")
	s.Page.Restore(state)
	s.UntilSees("Noi, lo mando.")
}

func TestAConversationThatIsGoneLeavesItsSpace(t *testing.T) {
	s := show(t, council())
	s.UntilSees("Scuola")
	s.Page.Open("thread/gone")
	s.UntilSees("Mensa scolastica", "Scegli una discussione.")
}

func TestManyPostsShowTheirEndAndTheRestOnRequest(t *testing.T) {
	d := council()
	for i := range 150 {
		d.posts["t2"] = append(d.posts["t2"], civic.PostView{ID: civic.ID(fmt.Sprint("x", i)), Post: civic.Post{Text: fmt.Sprintf("riga-%03d", i)}, Author: "Ada"})
	}
	s := show(t, d)
	s.UntilSees("Trasporto")
	s.Tap("Trasporto")
	s.UntilSees("riga-149")
	s.SeesNot("riga-005")
	s.Tap("31")
	s.Sees("riga-005", "Scuolabus")
}
