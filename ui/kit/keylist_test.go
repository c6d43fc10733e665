package kit_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"scranno/ui/kit"
)

// listStory is a list of rows named after what they are, and what it told.
type listStory struct {
	names   []string
	updated int
	current []int
	opened  []int
	chosen  []int
	now     time.Time
	list    *kit.KeyList
}

func newStory(n int, change func(*kit.ListOptions)) *listStory {
	s := &listStory{now: time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)}
	for i := range n {
		s.names = append(s.names, fmt.Sprintf("riga %d", i))
	}
	o := kit.ListOptions{
		Len:       func() int { return len(s.names) },
		New:       func() fyne.CanvasObject { return canvas.NewText("", nil) },
		Update:    func(i int, o fyne.CanvasObject) { s.updated++; o.(*canvas.Text).Text = s.names[i] },
		RowHeight: 20,
		OnCurrent: func(i int) { s.current = append(s.current, i) },
		OnOpen:    func(i int) { s.opened = append(s.opened, i) },
		OnChosen:  func(rows []int) { s.chosen = rows },
		Label:     func(i int) string { return s.names[i] },
		Now:       func() time.Time { return s.now },
	}
	if change != nil {
		change(&o)
	}
	s.list = kit.NewKeyList(o)
	return s
}

func TestKeyListMovesByEveryKey(t *testing.T) {
	s := newStory(100, nil)
	w := window(t, s.list, 200, 200)
	w.Canvas().Focus(s.list)
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyUp, 0},
		{fyne.KeyDown, 1},
		{fyne.KeyPageDown, 10},
		{fyne.KeyEnd, 99},
		{fyne.KeyDown, 99},
		{fyne.KeyPageUp, 90},
		{fyne.KeyHome, 0},
		{fyne.KeyPageUp, 0},
	} {
		press(s.list, c.key)
		if got := s.list.Current(); got != c.want {
			t.Fatalf("after %s the cursor is at %d, want %d", c.key, got, c.want)
		}
	}
	if want := []int{0, 1, 10, 99, 90, 0}; !reflect.DeepEqual(s.current, want) {
		t.Errorf("told of %v, want %v", s.current, want)
	}
	press(s.list, fyne.KeyEnd, fyne.KeyReturn)
	if !reflect.DeepEqual(s.opened, []int{99}) {
		t.Errorf("opened %v", s.opened)
	}
	if s.list.Offset() != 100*20-200 {
		t.Errorf("the last row is not in sight: offset %v", s.list.Offset())
	}
}

func TestKeyListDrawsOnlyWhatIsInSight(t *testing.T) {
	s := newStory(1_000_000, func(o *kit.ListOptions) { o.Label = nil })
	w := window(t, s.list, 200, 200)
	w.Canvas().Focus(s.list)
	press(s.list, fyne.KeyEnd)
	if s.list.Current() != 999_999 {
		t.Fatalf("cursor at %d", s.list.Current())
	}
	if s.updated > 60 {
		t.Errorf("%d rows were drawn for two screens of ten", s.updated)
	}
}

func TestKeyListSkipsHeadings(t *testing.T) {
	s := newStory(10, func(o *kit.ListOptions) { o.Skip = func(i int) bool { return i%4 == 0 } })
	w := window(t, s.list, 200, 400)
	w.Canvas().Focus(s.list)
	press(s.list, fyne.KeyHome)
	if s.list.Current() != 1 {
		t.Errorf("Home goes to %d", s.list.Current())
	}
	press(s.list, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	if s.list.Current() != 5 {
		t.Errorf("three times Down goes to %d, want 5", s.list.Current())
	}
	press(s.list, fyne.KeyPageUp)
	if s.list.Current() != 1 {
		t.Errorf("Page Up goes to %d, want 1", s.list.Current())
	}
}

func TestKeyListTypeAhead(t *testing.T) {
	s := newStory(0, nil)
	s.names = []string{"Ambiente", "Acqua", "Energia", "Èdera", "Scuola"}
	w := window(t, s.list, 200, 200)
	w.Canvas().Focus(s.list)
	test.Type(s.list, "e")
	if s.list.Current() != 2 {
		t.Fatalf("e goes to %d", s.list.Current())
	}
	test.Type(s.list, "n")
	if s.list.Current() != 2 {
		t.Fatalf("en goes to %d", s.list.Current())
	}
	s.now = s.now.Add(3 * time.Second)
	test.Type(s.list, "e")
	if s.list.Current() != 3 {
		t.Fatalf("e again, after a pause, goes to %d: accents do not matter", s.list.Current())
	}
	s.now = s.now.Add(3 * time.Second)
	test.Type(s.list, "ac")
	if s.list.Current() != 1 {
		t.Fatalf("ac goes to %d", s.list.Current())
	}
}

func TestKeyListTapTakesFocusAndCursor(t *testing.T) {
	s := newStory(10, nil)
	w := window(t, s.list, 200, 200)
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 70))
	if s.list.Current() != 3 || w.Canvas().Focused() != fyne.Focusable(s.list) {
		t.Fatalf("cursor at %d, focus %v", s.list.Current(), w.Canvas().Focused())
	}
	if !reflect.DeepEqual(s.current, []int{3}) {
		t.Errorf("told of %v", s.current)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 70))
	if !reflect.DeepEqual(s.opened, []int{3}) {
		t.Errorf("a second tap opens: %v", s.opened)
	}
}

func TestKeyListChoosesSeveral(t *testing.T) {
	s := newStory(6, func(o *kit.ListOptions) { o.Multi = true })
	w := window(t, s.list, 200, 200)
	w.Canvas().Focus(s.list)
	press(s.list, fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	if !reflect.DeepEqual(s.chosen, []int{0, 2}) {
		t.Errorf("chosen %v", s.chosen)
	}
	s.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	if len(s.chosen) != 6 {
		t.Errorf("select all chose %v", s.chosen)
	}
	s.names = s.names[:2]
	s.list.Reload()
	if got := s.list.Chosen(); !reflect.DeepEqual(got, []int{0, 1}) {
		t.Errorf("rows that went are still chosen: %v", got)
	}
	if s.list.Current() != 1 {
		t.Errorf("the cursor is beyond the end: %d", s.list.Current())
	}
}

func TestKeyListOfNothingIsQuiet(t *testing.T) {
	s := newStory(0, nil)
	w := window(t, s.list, 200, 200)
	w.Canvas().Focus(s.list)
	press(s.list, fyne.KeyDown, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyReturn, fyne.KeySpace)
	test.Type(s.list, "x")
	if s.list.Current() != -1 || s.current != nil || s.opened != nil {
		t.Errorf("cursor %d, told %v, opened %v", s.list.Current(), s.current, s.opened)
	}
}

func TestKeyListCanBeFocusedByTab(t *testing.T) {
	var _ fyne.Focusable = kit.NewReader()
	var _ desktop.Cursorable = kit.NewReader()
	s := newStory(3, nil)
	w := window(t, s.list, 100, 100)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(s.list) {
		t.Error("Tab does not reach the list")
	}
}

func TestLowRowsTakeOneLine(t *testing.T) {
	s := newStory(100, func(o *kit.ListOptions) {
		o.RowHeight = 100
		o.Skip = func(i int) bool { return i%10 == 0 }
		o.Low = o.Skip
	})
	w := window(t, s.list, 200, 300)
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 150)) // half of the second row, were the first as high
	if s.list.Current() != 2 {
		t.Errorf("below a heading of one line the tap came to row %d", s.list.Current())
	}
	w.Canvas().Focus(s.list)
	press(s.list, fyne.KeyEnd)
	end := s.list.Offset()
	if s.list.Current() != 99 || end >= 100*100-300-10*50 || end <= 90*100-300 {
		t.Errorf("the end is row %d at %v", s.list.Current(), end)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 150))
	if s.list.Current() != 98 {
		t.Errorf("at the end the tap came to row %d", s.list.Current())
	}
	s.names = s.names[:12]
	s.list.Reload()
	if top := s.list.Offset(); top <= 10*100-300 || top >= 12*100-300-50 {
		t.Errorf("a list that became shorter stands at %v", top)
	}
	press(s.list, fyne.KeyHome)
	if s.list.Current() != 1 || s.list.Offset() >= 50 {
		t.Errorf("home is row %d at %v", s.list.Current(), s.list.Offset())
	}
}

// TestAMenuOpensAtItsRow asks for the menu of rows near and far by key.
func TestAMenuOpensAtItsRow(t *testing.T) {
	var row int
	var at fyne.Position
	s := newStory(100, func(o *kit.ListOptions) { o.OnMenu = func(i int, p fyne.Position) { row, at = i, p } })
	w := window(t, s.list, 200, 200)
	w.Canvas().Focus(s.list)
	for _, c := range []struct {
		key  fyne.KeyName
		row  int
		from float32
		to   float32
	}{{fyne.KeyHome, 0, 20, 30}, {fyne.KeyDown, 1, 39, 41}, {fyne.KeyEnd, 99, 180, 200}} {
		press(s.list, c.key, desktop.KeyMenu)
		if row != c.row || at.Y < c.from || at.Y > c.to || at.X <= 0 {
			t.Errorf("%s: the menu of row %d opens at %v", c.key, row, at)
		}
	}
}
