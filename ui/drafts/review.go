package drafts

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Importing reads documents of the person's and makes drafts of them.
type Importing interface {
	ReadPapers(ctx context.Context, paths []string, each func(desk.Paper)) error
	DraftOfPaper(ctx context.Context, path string, c civic.Content, attach bool) (civic.Draft, error)
}

// review shows documents as they were read, before they are drafts: what each is,
// how it was cut, and what is uncertain.
type review struct {
	p       *page
	items   []*reviewItem
	current int // -1: none
	list    *kit.KeyList
	count   *kit.HighlightText
	all     *kit.Button
	pane    *fyne.Container
	form    *reviewForm
	root    fyne.CanvasObject
}

// reviewItem is one document.
type reviewItem struct {
	desk.Paper
	sheet  *sheet
	attach bool
	made   civic.ID // its draft
}

// importEndings are those of the files that are looked at.
func importEndings() []string {
	return []string{".odt", ".docx", ".pdf", ".txt", ".md", ".html", ".htm", ".xml", ".akn", ".doc", ".rtf"}
}

const (
	reviewList = 270
	// mostImports is how many files are taken of a folder at once.
	mostImports = 5_000
)

func newReview(p *page) *review {
	l := p.h.Lang
	r := &review{p: p, current: -1}
	r.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(r.items) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(r.row(r.items[i])) },
		Label:     func(i int) string { return r.items[i].Name },
		OnCurrent: r.show,
		OnOpen: func(i int) {
			if id := r.items[i].made; id != "" {
				r.leave()
				p.h.Go("drafts/" + string(id))
			}
		},
		OnKey: func(k *fyne.KeyEvent) bool {
			if k.Name == fyne.KeyEscape {
				r.close()
			}
			return k.Name == fyne.KeyEscape
		},
	})
	r.count = kit.NewHighlightText("", kit.TextLook{Size: 12, Color: kit.ColorMuted, MaxLines: 2})
	r.all = kit.NewPrimaryButton("", nil, r.makeAll)
	buttons := container.NewHBox(
		kit.NewButton(l.T("import.add_file"), theme.NewThemedResource(theme.ContentAddIcon()), r.chooseFile),
		kit.NewButton(l.T("import.add_folder"), theme.NewThemedResource(theme.FolderOpenIcon()), r.chooseFolder),
		r.all, kit.NewQuietButton(l.T("button.close"), nil, r.close),
	)
	title := container.NewVBox(kit.NewHighlightText(l.T("import.title"), kit.TextLook{Size: 20, Bold: true}), r.count)
	head := container.New(layout.NewCustomPaddedLayout(8, 8, 14, 8), container.NewBorder(nil, nil, nil, container.New(&middle{}, buttons), title))
	r.pane = container.NewStack()
	r.form = newReviewForm(r)
	r.root = kit.NewFrame(head, nil, nil, nil, p.h.Split("drafts.import", r.list, r.pane, reviewList, nil))
	r.sum()
	r.put()
	return r
}

// importing opens the screen of what comes in, made once.
func (p *page) importing() *review {
	if p.rev == nil {
		p.rev = newReview(p)
		p.root.Add(p.rev.root)
	}
	p.split.Hide()
	p.rev.root.Show()
	return p.rev
}

// onImport tells whether that screen is on show.
func (p *page) onImport() bool { return p.rev != nil && p.rev.root.Visible() }

// leave shows the drafts again; the documents stay.
func (r *review) leave() {
	r.root.Hide()
	r.p.split.Show()
}

func (r *review) close() {
	drop := func() {
		r.items, r.current = nil, -1
		r.list.Reload()
		r.sum()
		r.put()
		r.leave()
		r.p.takeFocus()
	}
	left := 0
	for _, it := range r.items {
		if it.made == "" && it.Err == nil && it.Twin == nil {
			left++
		}
	}
	if left == 0 {
		drop()
		return
	}
	l := r.p.h.Lang
	r.p.h.Ask(l.T("import.title"), l.N("import.leave", left), l.T("import.leave_verb"), drop)
}

// row says how a document stands.
func (r *review) row(it *reviewItem) kit.RowView {
	l := r.p.h.Lang
	v := kit.RowView{Title: it.Content.Subject, Detail: it.Name, Icon: kit.KindIcon(string(it.Content.Kind))}
	if v.Title == "" {
		v.Title = it.Name
	}
	switch {
	case it.Err != nil:
		v.Icon, v.Detail = theme.NewWarningThemedResource(theme.WarningIcon()), l.Explain(it.Err).What
		v.Badge, v.Tone = l.T("import.badge.unread"), kit.Warn
	case it.made != "":
		v.Badge, v.Tone = l.T("import.badge.made"), kit.Neutral
	case it.Twin != nil:
		v.Badge = l.T("import.badge.twin")
	case !it.Complete():
		v.Badge, v.Tone = l.T("import.badge.missing"), kit.Warn
	case len(it.Guessed) > 0:
		v.Badge = l.T("import.badge.look")
	default:
		v.Badge = l.T("import.badge.ready")
	}
	return v
}

// ready tells whether a draft is made of it together with the others.
func (it *reviewItem) ready() bool { return it.made == "" && it.Twin == nil && it.Complete() }

// sum counts.
func (r *review) sum() {
	l := r.p.h.Lang
	ready, unread := 0, 0
	for _, it := range r.items {
		switch {
		case it.Err != nil:
			unread++
		case it.ready():
			ready++
		}
	}
	text := l.N("import.count", len(r.items))
	if unread > 0 {
		text += " · " + l.N("import.count_unread", unread)
	}
	if len(r.items) == 0 {
		text = l.T("import.help")
	}
	r.count.Set(text, nil)
	r.all.SetText(l.N("import.make_all", ready))
	r.all.Hidden = ready == 0
}

// put shows the chosen document, or what to do.
func (r *review) put() {
	l := r.p.h.Lang
	var o fyne.CanvasObject
	switch {
	case len(r.items) == 0:
		o = kit.NewEmptyState(kit.EmptyView{
			Icon: "drafts", Text: l.T("import.empty"), Hint: l.T("import.empty_do"), Button: l.T("import.add_folder"), OnPress: r.chooseFolder,
		})
	case r.current < 0:
		o = kit.NewEmptyState(kit.EmptyView{Icon: "drafts", Text: l.T("import.choose")})
	case r.items[r.current].Err != nil:
		it := r.items[r.current]
		t := l.Explain(it.Err)
		o = kit.NewEmptyState(kit.EmptyView{Icon: "drafts", Text: it.Name, Hint: strings.TrimSpace(t.What)})
	default:
		o = r.form.root
	}
	r.pane.Objects = []fyne.CanvasObject{o}
	r.pane.Refresh()
}

// show takes a document to the pane.
func (r *review) show(i int) {
	r.current = i
	if it := r.items[i]; it.Err == nil {
		r.form.fill(it)
	}
	r.put()
}

func (r *review) chooseFile() {
	r.p.h.ChooseFile(importEndings(), func(path string) { r.read([]string{path}) })
}

func (r *review) chooseFolder() {
	r.p.h.ChooseFolder(func(path string) { r.read([]string{path}) })
}

// dropped takes files and folders that were let fall on the window.
func (p *page) dropped(_ fyne.Position, uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if len(paths) == 0 || p.h.OnDrop != nil && p.h.OnDrop(paths) {
		return
	}
	p.h.Go("drafts/import")
	if p.onImport() {
		p.rev.read(paths)
	}
}

// read reads documents away from the screen; each stands in the list as soon as
// it is read.
func (r *review) read(paths []string) {
	p := r.p
	have := map[string]bool{}
	for _, it := range r.items {
		have[it.Path] = true
	}
	own, known := slices.Clone(p.who.actor.Mandates), p.gaz
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Title: p.h.Lang.T("import.reading"),
		Run: func(ctx context.Context, told kit.Progress) (struct{}, error) {
			files, err := filesIn(ctx, paths)
			if err != nil {
				return struct{}{}, err
			}
			files = slices.DeleteFunc(files, func(f string) bool { return have[f] })
			told(0, len(files))
			done := 0
			return struct{}{}, p.d.ReadPapers(ctx, files, func(x desk.Paper) {
				if x.Err == nil {
					x.Settle(own, known)
				}
				done++
				told(done, len(files))
				p.h.Work.Deliver(func() { r.add(x) })
			})
		},
		Done: func(_ struct{}, err error) {
			if err != nil {
				p.h.Fail(err)
			}
		},
	})
}

func (r *review) add(x desk.Paper) {
	it := &reviewItem{Paper: x}
	it.sheet = newSheet(x.Content.Clauses, r.p.newID)
	r.items = append(r.items, it)
	r.list.Reload()
	r.sum()
	if r.current < 0 {
		r.list.SetCurrent(0)
		r.show(0)
		if r.p.onImport() {
			r.p.h.Window.Canvas().Focus(r.list)
		}
	}
}

// filesIn gives the documents among files and in folders. A file that was named
// is always among them: why it cannot be read is to be told.
func filesIn(ctx context.Context, paths []string) ([]string, error) {
	var out []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || !info.IsDir() {
			out = append(out, path)
			continue
		}
		err = filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				return nil // a folder that one may not look into
			case strings.HasPrefix(d.Name(), ".") && at != path:
				if d.IsDir() {
					return fs.SkipDir
				}
			case len(out) >= mostImports:
				return fs.SkipAll
			case d.Type().IsRegular() && !strings.HasPrefix(d.Name(), "~$") && slices.Contains(importEndings(), strings.ToLower(filepath.Ext(at))):
				out = append(out, at)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// makeOne makes a draft of the chosen document.
func (r *review) makeOne() {
	if r.current >= 0 {
		r.make([]*reviewItem{r.items[r.current]})
	}
}

// makeAll makes a draft of each that is complete and not here already.
func (r *review) makeAll() {
	var ready []*reviewItem
	for _, it := range r.items {
		if it.ready() {
			ready = append(ready, it)
		}
	}
	r.make(ready)
}

func (r *review) make(items []*reviewItem) {
	p, l := r.p, r.p.h.Lang
	type wish struct {
		it     *reviewItem
		c      civic.Content
		attach bool
	}
	var wishes []wish
	for _, it := range items {
		if it.made == "" && it.Complete() {
			c := it.Content
			c.Clauses = it.sheet.content()
			wishes = append(wishes, wish{it, c, it.attach})
		}
	}
	if len(wishes) == 0 {
		return
	}
	r.all.Disable()
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Title: l.T("import.making"), Slot: "drafts.import",
		Run: func(ctx context.Context, told kit.Progress) (struct{}, error) {
			for i, w := range wishes {
				if err := ctx.Err(); err != nil {
					return struct{}{}, err
				}
				d, err := p.d.DraftOfPaper(ctx, w.it.Path, w.c, w.attach)
				if err != nil {
					return struct{}{}, err
				}
				told(i+1, len(wishes))
				p.h.Work.Deliver(func() { r.done(w.it, d.ID) })
			}
			return struct{}{}, nil
		},
		Done: func(_ struct{}, err error) {
			r.sum()
			if err != nil {
				p.h.Fail(err)
			} else {
				p.h.Toast(kit.Toast{Text: l.N("import.made", len(wishes))})
			}
			p.reload()
		},
	})
}

// done notes the draft of a document.
func (r *review) done(it *reviewItem, id civic.ID) {
	it.made = id
	r.list.Reload()
	r.sum()
	if r.current >= 0 && r.items[r.current] == it {
		r.form.fill(it)
	}
}
