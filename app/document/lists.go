package document

import (
	"strconv"
	"strings"
)

// Item is a point's place in its list. Writers that number by themselves start
// a list at Value where First is set, and count on.
type Item struct {
	List   int // from 1; 0: its label fits no list and is written as it stands
	Format ListFormat
	Mark   string // of a list without numbers: "–"
	Value  int    // 1 for "1." and "a)"
	First  bool   // of its list
}

// ListFormat is how the points of a list are labelled.
type ListFormat int

// The formats.
const (
	OwnLabel   ListFormat = iota // as it stands
	NumberDot                    // 1.
	NumberPar                    // 1)
	LetterDot                    // a.
	LetterPar                    // a)
	MarkedList                   // –
)

// Items gives the place in its list of each block that is a point, by the
// block's place. A list goes on over other text while its numbers do; it ends
// where its numbers do not follow, and inside a point where the next begins.
func Items(blocks []Block) map[int]Item {
	out := map[int]Item{}
	var open [deepest + 1]Item
	lists := 0
	for i, b := range blocks {
		if b.NewPage {
			open = [deepest + 1]Item{}
		}
		if b.Role != Point {
			if b.Role != Paragraph {
				endMarked(&open)
			}
			continue
		}
		depth := min(b.Depth, deepest)
		it := readLabel(b.Label)
		if last := open[depth]; it.Format != OwnLabel {
			if last.List > 0 && it.Format == last.Format && it.Mark == last.Mark && (it.Format == MarkedList || it.Value == last.Value+1) {
				it.List = last.List
			} else {
				lists++
				it.List, it.First = lists, true
			}
		}
		open[depth] = it
		for d := depth + 1; d <= deepest; d++ {
			open[d] = Item{}
		}
		out[i] = it
	}
	return out
}

const deepest = 8

// endMarked ends the lists without numbers: nothing tells that they go on.
func endMarked(open *[deepest + 1]Item) {
	for d, it := range open {
		if it.Format == MarkedList {
			open[d] = Item{}
		}
	}
}

// readLabel takes a label apart. One that counting would not give back, such as
// "01.", stays as it is.
func readLabel(label string) Item {
	if label == "" {
		return Item{}
	}
	body, end := label[:len(label)-1], label[len(label)-1]
	if end != '.' && end != ')' {
		if strings.ContainsAny(label, "0123456789") || strings.ContainsRune(label, ' ') || len(label) > 4 {
			return Item{}
		}
		return Item{Format: MarkedList, Mark: label, Value: 1}
	}
	par := ListFormat(0)
	if end == ')' {
		par = 1
	}
	if n, err := strconv.Atoi(body); err == nil && n > 0 && strconv.Itoa(n) == body {
		return Item{Format: NumberDot + par, Value: n}
	}
	if len(body) == 1 && body[0] >= 'a' && body[0] <= 'z' {
		return Item{Format: LetterDot + par, Value: int(body[0]-'a') + 1}
	}
	return Item{}
}

// Label writes the label that the item has in its list; empty for OwnLabel.
func (it Item) Label() string {
	switch it.Format {
	case NumberDot:
		return strconv.Itoa(it.Value) + "."
	case NumberPar:
		return strconv.Itoa(it.Value) + ")"
	case LetterDot:
		return string(rune('a'+it.Value-1)) + "."
	case LetterPar:
		return string(rune('a'+it.Value-1)) + ")"
	case MarkedList:
		return it.Mark
	}
	return ""
}
