package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Command is something one can do: it stands in the menu, in the palette and
// under its shortcut, always the same.
type Command struct {
	ID       string
	TitleKey string // in the locale
	Icon     fyne.Resource
	Shortcut *desktop.CustomShortcut // nil: none
	Run      func()
	Enabled  func() bool // nil: always; asked each time it is shown or run
	// Becomes gives another title's key where the command does something else for
	// now; nil, or an empty key: TitleKey.
	Becomes func() string
	// Absent tells that there is no such thing to do for now: no menu lists it. nil:
	// never.
	Absent func() bool
}

// Key is the key of the title that the command has now.
func (c Command) Key() string {
	if c.Becomes != nil {
		if key := c.Becomes(); key != "" {
			return key
		}
	}
	return c.TitleKey
}

// Listed tells whether menus list the command now, be it as one that cannot run.
func (c Command) Listed() bool { return c.Absent == nil || !c.Absent() }

// Can tells whether the command may run now.
func (c Command) Can() bool {
	return c.Run != nil && c.Listed() && (c.Enabled == nil || c.Enabled())
}

// Ctrl makes the shortcut of a key with Ctrl, or Command on a Mac.
func Ctrl(key fyne.KeyName) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

// CtrlShift makes the shortcut of a key with Ctrl and Shift.
func CtrlShift(key fyne.KeyName) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// Alt makes the shortcut of a key with Alt.
func Alt(key fyne.KeyName) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}

// Page is a place of the window as a value. The shell builds its content when
// it is first opened, keeps it, and tells it when it is shown and hidden. Every
// func but Build may be nil; all are called on the main goroutine.
type Page struct {
	Route    string // "acts", "acts/<id>", "settings/appearance"
	Title    func() string
	Build    func() fyne.CanvasObject
	Commands []Command
	Groups   []Group // which of the commands stand together in the menu
	Parts    []Part  // places within the page that one may look for by name

	Open   func(rest string) // a deeper route within the page
	Search func()            // put the cursor in the page's search
	Reload func()            // what it shows may have changed
	Shown  func()
	Hidden func()
	Focus  func()      // where the keyboard goes when the page is opened
	Leave  func() bool // false: the page has something to ask first
	// Close saves what is typed, as the window is about to go, and then calls
	// done, on the main goroutine. It is called only once Build was.
	Close   func(done func())
	Save    func() string      // its state, to come back to: scroll, choice
	Restore func(state string) // a state that Save once gave, maybe of an older version
}

// Part is a place within a page, such as a section of the settings.
type Part struct {
	Route    string // within the page
	TitleKey string // in the locale
}

// Find gives the command of an id.
func Find(commands []Command, id string) (Command, bool) {
	for _, c := range commands {
		if c.ID == id {
			return c, true
		}
	}
	return Command{}, false
}
