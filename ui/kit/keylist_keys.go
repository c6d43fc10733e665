package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// typeAheadPause is how long a person may take between two letters.
const typeAheadPause = time.Second

// FocusGained shows the cursor.
func (l *KeyList) FocusGained() {
	l.focused = true
	if l.current < 0 {
		l.current = l.step(-1, 1)
		l.anchor = l.current
		l.tellCurrent()
	}
	l.layoutRows(false)
}

// FocusLost hides the ring; the cursor stays.
func (l *KeyList) FocusLost() {
	l.focused = false
	l.layoutRows(false)
}

// TypedKey moves the cursor, opens and chooses.
func (l *KeyList) TypedKey(e *fyne.KeyEvent) {
	if l.opts.OnKey != nil && l.opts.OnKey(e) {
		return
	}
	n := l.opts.Len()
	page := max(1, int(l.scroll.Size().Height/l.rowHeight())-1)
	switch e.Name {
	case fyne.KeyUp:
		l.moveTo(l.step(l.current, -1))
	case fyne.KeyDown:
		l.moveTo(l.step(l.current, 1))
	case fyne.KeyHome:
		l.moveTo(l.step(-1, 1))
	case fyne.KeyEnd:
		l.moveTo(l.step(n, -1))
	case fyne.KeyPageUp:
		l.moveTo(l.near(l.current-page, -1))
	case fyne.KeyPageDown:
		l.moveTo(l.near(l.current+page, 1))
	case fyne.KeyReturn, fyne.KeyEnter:
		l.open(l.current)
	case desktop.KeyMenu:
		if l.current >= 0 {
			l.menu(l.current, l.MenuPlace())
		}
	case fyne.KeySpace:
		if l.opts.Multi {
			l.toggle(l.current)
		} else if l.typed == "" {
			l.open(l.current)
		}
	}
}

// TypedRune looks for the next row whose label begins with what was typed.
func (l *KeyList) TypedRune(r rune) {
	if l.opts.Label == nil {
		return
	}
	now := l.opts.Now()
	if now.Sub(l.typedAt) > typeAheadPause {
		l.typed = ""
	}
	if r == ' ' && l.typed == "" {
		return
	}
	l.typed += foldText(string(r))
	l.typedAt = now
	start := l.current
	if len([]rune(l.typed)) == 1 {
		start++ // the same letter again goes on to the next
	}
	n := l.opts.Len()
	for k := range n {
		i := (max(0, start) + k) % n
		if !l.skip(i) && strings.HasPrefix(foldText(l.opts.Label(i)), l.typed) {
			l.moveTo(i)
			return
		}
	}
}

// TypedShortcut chooses all rows, where several may be chosen.
func (l *KeyList) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all && l.opts.Multi {
		for i := range l.opts.Len() {
			if !l.skip(i) {
				l.chosen[i] = true
			}
		}
		l.tellChosen()
	}
}

// AcceptsTab leaves Tab to the toolkit.
func (l *KeyList) AcceptsTab() bool { return false }

// step gives the next row from i in a direction that is not skipped, or the
// current one.
func (l *KeyList) step(i, by int) int {
	for k := i + by; k >= 0 && k < l.opts.Len(); k += by {
		if !l.skip(k) {
			return k
		}
	}
	return l.current
}

// near gives the row at i, or the nearest one towards by, or away from it at
// the ends.
func (l *KeyList) near(i, by int) int {
	i = min(max(i, 0), l.opts.Len()-1)
	if i >= 0 && !l.skip(i) {
		return i
	}
	if to := l.step(i, by); to != l.current {
		return to
	}
	return l.step(i, -by)
}

func (l *KeyList) skip(i int) bool { return l.opts.Skip != nil && l.opts.Skip(i) }

func (l *KeyList) moveTo(i int) {
	if i < 0 || i >= l.opts.Len() {
		return
	}
	moved := i != l.current
	l.current = i
	if l.opts.Multi && modifiers()&fyne.KeyModifierShift != 0 {
		l.chooseRange(l.anchor, i)
	} else {
		l.anchor = i
	}
	l.ScrollTo(i)
	l.layoutRows(false)
	if moved {
		l.tellCurrent()
	}
}

func (l *KeyList) open(i int) {
	if i >= 0 && i < l.opts.Len() && l.opts.OnOpen != nil {
		l.opts.OnOpen(i)
	}
}

func (l *KeyList) toggle(i int) {
	if i < 0 || i >= l.opts.Len() {
		return
	}
	if l.chosen[i] {
		delete(l.chosen, i)
	} else {
		l.chosen[i] = true
	}
	l.tellChosen()
}

func (l *KeyList) chooseRange(a, b int) {
	clear(l.chosen)
	for i := max(0, min(a, b)); i <= max(a, b); i++ {
		if !l.skip(i) {
			l.chosen[i] = true
		}
	}
	l.tellChosen()
}

// tapped is a tap on a row: the list takes the focus and the cursor.
func (l *KeyList) tapped(i int, mods fyne.KeyModifier) {
	if l.skip(i) {
		return
	}
	again := i == l.current
	l.focus()
	l.current = i
	switch {
	case l.opts.Multi && mods&fyne.KeyModifierShift != 0:
		l.chooseRange(l.anchor, i)
	case l.opts.Multi && mods&fyne.KeyModifierShortcutDefault != 0:
		l.anchor = i
		l.toggle(i)
	default:
		l.anchor = i
		if len(l.chosen) > 0 {
			clear(l.chosen)
			l.tellChosen()
		}
	}
	l.layoutRows(false)
	if !again {
		l.tellCurrent()
	}
	if again || l.opts.OpenOnTap {
		l.open(i)
	}
}

// focus takes the focus; the cursor then is set by who called.
func (l *KeyList) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && !l.focused {
		l.focused = true
		if l.current < 0 {
			l.current = 0 // so that gaining the focus does not choose a row first
			defer func() { l.current = -1 }()
		}
		c.Focus(l)
	}
}

func (l *KeyList) menu(i int, at fyne.Position) {
	if !l.skip(i) && l.opts.OnMenu != nil {
		l.focus()
		l.moveTo(i)
		l.opts.OnMenu(i, at)
	}
}

// MenuPlace is where a menu of the current row opens: at the foot of the row, as
// far as it is in sight.
func (l *KeyList) MenuPlace() fyne.Position {
	y := float32(menuInset)
	if l.current >= 0 {
		y = l.top(l.current+1) - l.scroll.Offset.Y
	}
	y = max(menuInset, min(y, l.Size().Height))
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(l).AddXY(menuInset, y)
}

// menuInset is how far a menu begins from the edges of its list.
const menuInset = 24

func (l *KeyList) tellCurrent() {
	if l.opts.OnCurrent != nil && l.current >= 0 {
		l.opts.OnCurrent(l.current)
	}
}

func (l *KeyList) tellChosen() {
	l.layoutRows(false)
	if l.opts.OnChosen != nil {
		l.opts.OnChosen(l.Chosen())
	}
}

func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// foldText makes text comparable for a person who types without accents.
func foldText(s string) string {
	return strings.NewReplacer(
		"à", "a", "á", "a", "â", "a", "ä", "a", "è", "e", "é", "e", "ê", "e", "ë", "e", "ì", "i", "í", "i", "î", "i",
		"ò", "o", "ó", "o", "ô", "o", "ö", "o", "ù", "u", "ú", "u", "û", "u", "ü", "u", "ç", "c", "’", "'",
	).Replace(strings.ToLower(s))
}
