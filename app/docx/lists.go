package docx

import (
	"maps"
	"slices"
	"strconv"

	"scranno/app/document"
	"scranno/app/office"
)

// lists are the lists of a text: of each the shape of its labels, and a number
// by which its paragraphs name it.
type lists struct {
	of     map[int]listed // by the block's place
	shapes []document.Item
	starts []start // of each list, in order
}

type listed struct{ num, level int }

type start struct{ shape, level, value int }

func newLists(blocks []document.Block) *lists {
	l := &lists{of: map[int]listed{}}
	items := document.Items(blocks)
	for _, i := range slices.Sorted(maps.Keys(items)) {
		it := items[i]
		if it.List == 0 {
			continue
		}
		level := min(blocks[i].Depth, levels-1)
		if it.First {
			l.starts = append(l.starts, start{shape: l.shape(it), level: level, value: it.Value})
		}
		l.of[i] = listed{num: it.List, level: level}
	}
	return l
}

// shape gives the place of the labels' shape, noting a new one.
func (l *lists) shape(it document.Item) int {
	for i, s := range l.shapes {
		if s.Format == it.Format && s.Mark == it.Mark {
			return i
		}
	}
	l.shapes = append(l.shapes, it)
	return len(l.shapes) - 1
}

const levels = 9

func (l *lists) write() []byte {
	var x office.XML
	x.Raw(office.Header)
	x.Raw(`<w:numbering ` + wordSpace + `>`)
	for i, s := range l.shapes {
		x.Tags(`<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="multilevel"/>`, i)
		for n := range levels {
			format, text := labelOf(s, n)
			look := document.StyleOf(document.Block{Role: document.Point, Depth: n})
			x.Tags(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="right"/>`, n, format, office.Attr(text))
			x.Tags(`<w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl>`, office.Twips(look.Left), office.Twips(document.LabelGap))
		}
		x.Raw(`</w:abstractNum>`)
	}
	for i, s := range l.starts {
		x.Tags(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>`, i+1, s.shape)
		x.Tags(`<w:lvlOverride w:ilvl="%d"><w:startOverride w:val="%d"/></w:lvlOverride></w:num>`, s.level, s.value)
	}
	x.Raw(`</w:numbering>`)
	return x.Bytes()
}

// labelOf gives a label's kind and pattern as the format names them.
func labelOf(it document.Item, level int) (format, text string) {
	n := "%" + strconv.Itoa(level+1)
	switch it.Format {
	case document.NumberDot:
		return "decimal", n + "."
	case document.NumberPar:
		return "decimal", n + ")"
	case document.LetterDot:
		return "lowerLetter", n + "."
	case document.LetterPar:
		return "lowerLetter", n + ")"
	}
	return "bullet", it.Mark
}
