package intake

import (
	"encoding/xml"
	"strings"
)

// wordNumbers are the lists of a DOCX: how their points are labelled, and how far
// each has come.
type wordNumbers struct {
	shapes map[string]*[listLevels]listLevel // of abstract lists
	lists  map[string]wordList               // by number
	styles map[string]wordStyle
	counts map[string]*tally // of abstract lists: those of one shape go on counting
	used   map[string]bool   // lists that began
}

type wordList struct {
	shape string
	first map[int]int // where a depth begins anew
}

type wordStyle struct {
	num, upon string
	depth     int // -1: the list says
}

func newWordNumbers() *wordNumbers {
	return &wordNumbers{
		shapes: map[string]*[listLevels]listLevel{}, lists: map[string]wordList{}, styles: map[string]wordStyle{},
		counts: map[string]*tally{}, used: map[string]bool{},
	}
}

// label gives the label of a paragraph by its style and what it says itself.
func (n *wordNumbers) label(style, num string, depth int) string {
	named := style
	for i := 0; num == "" && style != "" && i < maxDepth; i++ {
		s := n.styles[style]
		num, style = s.num, s.upon
		if depth < 0 {
			depth = s.depth
		}
	}
	list, ok := n.lists[num]
	levels := n.shapes[list.shape]
	if !ok || levels == nil {
		return ""
	}
	if depth < 0 {
		depth = 0
		for i, l := range levels {
			if l.style != "" && l.style == named {
				depth = i
			}
		}
	}
	if depth >= listLevels || !levels[depth].known {
		return ""
	}
	count := n.counts[list.shape]
	if count == nil {
		count = &tally{}
		n.counts[list.shape] = count
	}
	if !n.used[num] {
		n.used[num] = true
		for at, first := range list.first {
			count.from(at, first)
		}
	}
	return count.next(levels, depth)
}

// wordNumbering reads word/numbering.xml.
type wordNumbering struct {
	nums  *wordNumbers
	shape string
	list  string
	level int
	bytes int
}

func (w *wordNumbering) start(t xml.StartElement, above []string) bool {
	if !word(t.Name.Space) {
		return t.Name.Local == "Fallback"
	}
	val := attr(t, "val")
	w.bytes += len(val)
	switch t.Name.Local {
	case "abstractNum":
		w.shape, w.list = attr(t, "abstractNumId"), ""
		w.nums.shapes[w.shape] = &[listLevels]listLevel{}
	case "num":
		w.list, w.shape = attr(t, "numId"), ""
		w.nums.lists[w.list] = wordList{first: map[int]int{}}
	case "abstractNumId":
		if l, ok := w.nums.lists[w.list]; ok {
			l.shape = val
			w.nums.lists[w.list] = l
		}
	case "lvlOverride":
		w.level = number(attr(t, "ilvl"), listLevels)
	case "startOverride":
		if l, ok := w.nums.lists[w.list]; ok && w.level < listLevels {
			l.first[w.level] = number(val, 1)
		}
	case "lvl":
		w.level = number(attr(t, "ilvl"), listLevels)
		if l := w.here(); l != nil {
			*l = listLevel{format: "decimal", start: 1, known: true}
		}
	default:
		if l := w.here(); l != nil && parent(above) == "lvl" {
			l.set(t.Name.Local, val)
		}
	}
	return false
}

// set takes one property of a level.
func (l *listLevel) set(name, val string) {
	switch name {
	case "start":
		l.start = number(val, 1)
	case "numFmt":
		l.format = val
	case "lvlText":
		if l.pattern = val; len(val) > longestLabel {
			l.pattern = ""
		}
	case "pStyle":
		l.style = val
	}
}

// here is the level that is being read, of a shape.
func (w *wordNumbering) here() *listLevel {
	levels := w.nums.shapes[w.shape]
	if levels == nil || w.level >= listLevels {
		return nil
	}
	return &levels[w.level]
}

func (w *wordNumbering) end(xml.Name, []string) {}
func (w *wordNumbering) chars([]byte)           {}
func (w *wordNumbering) full() bool {
	return w.bytes > maxText || len(w.nums.shapes) > maxLists || len(w.nums.lists) > maxLists
}

// wordStyles reads of word/styles.xml which styles make points.
type wordStyles struct {
	nums  *wordNumbers
	id    string
	bytes int
}

func (w *wordStyles) start(t xml.StartElement, above []string) bool {
	if !word(t.Name.Space) {
		return t.Name.Local == "Fallback"
	}
	val := attr(t, "val")
	w.bytes += len(val)
	s := w.nums.styles[w.id]
	switch t.Name.Local {
	case "style":
		w.id = strings.Clone(attr(t, "styleId"))
		s = wordStyle{depth: -1}
	case "basedOn":
		s.upon = val
	case "numId":
		s.num = val
	case "ilvl":
		s.depth = number(val, 0)
	default:
		return false
	}
	if w.id != "" {
		w.nums.styles[w.id] = s
	}
	return false
}

func (w *wordStyles) end(xml.Name, []string) {}
func (w *wordStyles) chars([]byte)           {}
func (w *wordStyles) full() bool             { return w.bytes > maxText || len(w.nums.styles) > maxLists }
