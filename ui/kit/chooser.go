package kit

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// chooser asks for a file or a folder with a list made for the keyboard: Enter
// opens a folder or takes a file, Backspace goes up, letters find a name.
type chooser struct {
	h       *Host
	endings []string // of files; nil: a folder is wanted
	chosen  func(path string)

	at     string // the folder on show
	found  listing
	list   *KeyList
	place  *HighlightText
	note   *HighlightText
	middle *fyne.Container
	dialog *dialog.CustomDialog
}

// listing is what a folder holds of what is asked for.
type listing struct {
	folders, names []string // names: folders first, then files
	files          int      // all of them, suitable or not
}

func newChooser(h *Host, endings []string, chosen func(string)) *chooser {
	c := &chooser{h: h, endings: endings, chosen: chosen}
	c.place = NewHighlightText("", TextLook{Bold: true})
	c.note = NewHighlightText("", TextLook{MaxLines: 2, Color: ColorMuted})
	c.list = NewKeyList(ListOptions{
		Len:     func() int { return len(c.found.names) },
		New:     func() fyne.CanvasObject { return NewRow(1) },
		Update:  func(i int, o fyne.CanvasObject) { o.(*Row).Set(c.view(i)) },
		Label:   func(i int) string { return c.found.names[i] },
		Low:     func(int) bool { return true },
		NoLines: true,
		OnOpen:  c.take,
		OnKey:   c.key,
	})
	c.middle = container.NewStack(c.list)
	return c
}

func (c *chooser) folder(i int) bool { return i < len(c.found.folders) }

func (c *chooser) view(i int) RowView {
	icon := theme.FileIcon()
	if c.folder(i) {
		icon = theme.FolderIcon()
	}
	return RowView{Title: c.found.names[i], Icon: theme.NewColoredResource(icon, theme.ColorNamePrimary)}
}

func (c *chooser) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		c.dialog.Hide()
	case fyne.KeyBackspace, fyne.KeyLeft:
		c.up()
	case fyne.KeyRight:
		if i := c.list.Current(); i >= 0 && c.folder(i) {
			c.take(i)
		}
	default:
		return false
	}
	return true
}

// up goes to the folder that holds this one; from the root of a drive to the
// drives, where the system has several.
func (c *chooser) up() {
	parent := filepath.Dir(c.at)
	if parent == c.at && runtime.GOOS == "windows" {
		parent = drives
	}
	c.enter(parent, filepath.Base(c.at))
}

// drives stands for what is above the root of a drive.
const drives = ""

// take opens a folder and gives a file.
func (c *chooser) take(i int) {
	if i < 0 || i >= len(c.found.names) {
		return
	}
	path := filepath.Join(c.at, c.found.names[i]) // of a drive: itself
	if c.folder(i) {
		c.enter(path, "")
		return
	}
	c.done(path)
}

func (c *chooser) done(path string) {
	c.h.folder = c.at
	c.dialog.Hide()
	c.chosen(path)
}

// open is the button: the folder on show, or what the cursor is on.
func (c *chooser) open() {
	switch {
	case c.endings != nil:
		c.take(c.list.Current())
	case c.at != drives: // nor is it still being read
		c.done(c.at)
	}
}

// enter shows a folder, the cursor on a name within; away from the screen,
// since it may be on a slow drive.
func (c *chooser) enter(path, on string) {
	Do(context.Background(), c.h.Work, Job[listing]{
		Slot: "kit.chooser",
		Run:  func(context.Context, Progress) (listing, error) { return readFolder(path, c.endings) },
		Done: func(l listing, err error) {
			c.at, c.found = path, l
			c.place.Set(tail(path), nil)
			c.list.Reload()
			c.list.SetOffset(0)
			c.list.SetCurrent(max(0, slices.Index(l.names, on)))
			c.tell(err)
			c.h.Window.Canvas().Focus(c.list)
		},
	})
}

// tail is the end of a path, which says most of where one is.
func tail(path string) string {
	sep := string(filepath.Separator)
	if parts := strings.Split(path, sep); len(parts) > mostParts {
		return "…" + sep + strings.Join(parts[len(parts)-mostParts:], sep)
	}
	return path
}

// mostParts is how many folders of a path are shown.
const mostParts = 4

// tell says what a folder without anything to choose is.
func (c *chooser) tell(err error) {
	l, text := c.h.Lang, ""
	switch {
	case err != nil:
		text = l.T("choose.unreadable")
	case c.endings == nil && c.found.files > 0:
		text = l.N("choose.files", c.found.files)
	case len(c.found.names) > 0:
	case c.endings == nil:
		text = l.T("choose.none_folder")
	default:
		text = l.T("choose.none")
	}
	c.note.Set(text, nil)
}

// readFolder lists what may be chosen in a folder: hidden things never.
func readFolder(path string, endings []string) (l listing, err error) {
	if path == drives {
		for letter := 'A'; letter <= 'Z'; letter++ {
			if root := string(letter) + `:\`; isFolder(root) {
				l.folders = append(l.folders, root)
			}
		}
		l.names = l.folders
		return l, nil
	}
	all, err := os.ReadDir(path)
	var files []string
	for _, e := range all {
		name := e.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		isDir := e.IsDir()
		if e.Type()&os.ModeSymlink != 0 {
			to, err := os.Stat(filepath.Join(path, name))
			if err != nil {
				continue // it leads nowhere
			}
			isDir = to.IsDir()
		}
		switch {
		case isDir:
			l.folders = append(l.folders, name)
		default:
			l.files++
			if slices.Contains(endings, strings.ToLower(filepath.Ext(name))) {
				files = append(files, name)
			}
		}
	}
	byName := func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
	slices.SortFunc(l.folders, byName)
	slices.SortFunc(files, byName)
	l.names = slices.Concat(l.folders, files)
	return l, err
}

func isFolder(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.IsDir()
}

// places are the folders that people keep things in, where they are there.
func (c *chooser) places() []fyne.CanvasObject {
	l := c.h.Lang
	out := []fyne.CanvasObject{NewQuietButton(l.T("choose.up"), theme.NewThemedResource(theme.MoveUpIcon()), c.up)}
	home, err := os.UserHomeDir()
	if err != nil {
		return out
	}
	for _, p := range []struct {
		key   string
		names []string
	}{
		{"choose.documents", []string{"Documenti", "Documents"}},
		{"choose.downloads", []string{"Scaricati", "Downloads"}},
		{"choose.desktop", []string{"Scrivania", "Desktop"}},
		{"choose.home", []string{""}},
		{"choose.media", []string{"/media/" + filepath.Base(home), "/run/media/" + filepath.Base(home), "/Volumes"}},
	} {
		for _, path := range p.names {
			if !strings.HasPrefix(path, "/") {
				path = filepath.Join(home, path)
			}
			if isFolder(path) {
				out = append(out, NewQuietButton(l.T(p.key), nil, func() { c.enter(path, "") }))
				break
			}
		}
	}
	return out
}

func (c *chooser) show() {
	l := c.h.Lang
	title, verb := l.T("choose.file"), l.T("choose.open")
	if c.endings == nil {
		title, verb = l.T("choose.folder"), l.T("choose.this")
	}
	places := container.New(layout.NewRowWrapLayout(), c.places()...)
	content := NewFrame(container.NewVBox(places, container.NewPadded(c.place)), container.NewPadded(c.note), nil, nil, c.middle)
	slices.Reverse(content.Objects) // Tab goes from the list to the places and the buttons
	c.dialog = dialog.NewCustomWithoutButtons(title, content, c.h.Window)
	no := NewButton(l.T("button.cancel"), nil, c.dialog.Hide)
	ok := NewPrimaryButton(verb, nil, c.open)
	Escapes(container.NewVBox(append([]fyne.CanvasObject{no, ok}, places.Objects...)...), c.dialog.Hide)
	c.dialog.SetButtons([]fyne.CanvasObject{no, ok})
	c.dialog.Show()
	size := c.h.Window.Canvas().Size()
	c.dialog.Resize(fyne.NewSize(min(760, size.Width-40), min(600, size.Height-40)))
}
