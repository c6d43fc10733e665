package intake

import (
	"context"
	"encoding/xml"
	"errors"
	"strings"

	"scranno/app/civic"
)

// Bounds of a document: a small file may claim to hold a large one.
const (
	maxEntries  = 2_000
	maxDocument = 32 << 20 // bytes of its XML
	maxDepth    = 200
)

func unreadable(err error) error {
	return &civic.Error{Kind: civic.Unknown, Op: "intake.text", Key: "intake.unreadable", Err: err}
}

// encrypted is what a document is that asks for a password.
func encrypted() error { return civic.NewError(civic.Unknown, "intake.text", "intake.encrypted") }

// docxText gives the text of a DOCX, its notes at the end.
func docxText(ctx context.Context, data []byte) (string, error) {
	a, err := openArchive(data)
	if err != nil {
		return "", err
	}
	nums := newWordNumbers()
	if _, err := a.read(ctx, "word/styles.xml", &wordStyles{nums: nums}); err != nil && ctx.Err() != nil {
		return "", err // an ill part beside the text costs its labels alone
	}
	if _, err := a.read(ctx, "word/numbering.xml", &wordNumbering{nums: nums}); err != nil && ctx.Err() != nil {
		return "", err
	}
	w := &wordText{paper: newPaper(), nums: nums, notes: map[string]string{}}
	for _, kind := range []string{"footnote", "endnote"} {
		if a.files["word/"+kind+"s.xml"] == nil {
			continue
		}
		n := &wordNotes{kind: kind, into: w.notes, wordText: wordText{paper: newPaper(), nums: newWordNumbers()}}
		if _, err := a.read(ctx, "word/"+kind+"s.xml", n); err != nil && ctx.Err() != nil {
			return "", err
		}
	}
	there, err := a.read(ctx, "word/document.xml", w)
	if err == nil && !there {
		err = unreadable(errors.New("no document"))
	}
	if err != nil {
		return "", err
	}
	return w.text(), nil
}

// word tells the namespaces of WordprocessingML: the usual one and the strict one.
func word(space string) bool {
	return space == "http://schemas.openxmlformats.org/wordprocessingml/2006/main" || space == "http://purl.oclc.org/ooxml/wordprocessingml/main"
}

// wordText walks the body of a WordprocessingML document (ECMA-376, part 1):
// w:t is text, w:tab and w:br white space, w:p a paragraph. Deleted text, text
// that was moved away, hidden text and what an old program is shown instead are
// left out.
type wordText struct {
	*paper
	nums   *wordNumbers
	notes  map[string]string // by kind and id
	within bool              // a w:t
	hidden bool              // the run is not shown
	goesOn []bool            // of each open paragraph: its end was taken out
	style  string
	num    string
	depth  int
}

func (w *wordText) start(t xml.StartElement, above []string) bool {
	name, around := t.Name.Local, parent(above)
	if name == "Fallback" {
		return true
	}
	if !word(t.Name.Space) {
		return false
	}
	w.within = false
	switch name {
	case "del", "moveFrom":
		return w.takenOut(above)
	case "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "sectPr":
		return true
	case "p":
		w.style, w.num, w.depth = "", "", -1
		w.goesOn = append(w.goesOn, false)
	case "txbxContent", "tc", "tr":
		w.push()
	case "r":
		w.hidden = false
	case "vanish":
		w.hidden = w.hidden || around == "rPr" && len(above) > 1 && above[len(above)-2] == "r" && on(t)
	case "pStyle":
		w.style = attr(t, "val")
	case "ilvl":
		w.depth = number(attr(t, "val"), 0)
	case "numId":
		w.num = attr(t, "val")
	case "t":
		w.within = !w.hidden
	case "footnoteReference", "endnoteReference":
		w.mark(strings.TrimSuffix(name, "Reference") + " " + attr(t, "id"))
	default:
		if around == "r" && !w.hidden {
			w.write(wordSpace(name))
		}
	}
	return false
}

func on(t xml.StartElement) bool {
	v := attr(t, "val")
	return v != "0" && v != "false" && v != "off"
}

// takenOut takes account of a tracked deletion: of the end of a paragraph, of a
// row, else of what is in the element, which is then passed over.
func (w *wordText) takenOut(above []string) bool {
	switch parent(above) {
	case "rPr":
		if len(above) > 1 && above[len(above)-2] == "pPr" && len(w.goesOn) > 0 {
			w.goesOn[len(w.goesOn)-1] = true
		}
	case "trPr":
		w.top().gone = true
	}
	return true
}

// mark puts the sign of a note, and keeps the note.
func (w *wordText) mark(id string) {
	text, ok := w.notes[id]
	if !ok || w.hidden {
		return
	}
	w.push()
	w.write(text)
	w.note()
}

func (w *wordText) end(name xml.Name, above []string) {
	if !word(name.Space) {
		return
	}
	switch name.Local {
	case "t":
		w.within = false
	case "pPr":
		if parent(above) == "p" {
			w.label(w.nums.label(w.style, w.num, w.depth))
		}
	case "p":
		if n := len(w.goesOn); n > 0 {
			w.paper.end(w.goesOn[n-1])
			w.goesOn = w.goesOn[:n-1]
		}
	case "txbxContent":
		w.box()
	case "tc":
		w.cell()
	case "tr":
		w.row()
	}
}

func (w *wordText) chars(s []byte) {
	if w.within {
		w.write(string(s))
	}
}

func wordSpace(name string) string {
	switch name {
	case "tab":
		return "\t"
	case "br", "cr":
		return "\n"
	case "noBreakHyphen":
		return "-"
	}
	return ""
}

// wordNotes reads the notes of a document, each by its kind and id.
type wordNotes struct {
	wordText
	kind string
	id   string
	into map[string]string
}

func (n *wordNotes) start(t xml.StartElement, above []string) bool {
	if t.Name.Local == n.kind && word(t.Name.Space) {
		if attr(t, "type") != "" && attr(t, "type") != "normal" {
			return true // the line that parts notes from the text
		}
		n.id = attr(t, "id")
		n.push()
		return false
	}
	return n.wordText.start(t, above)
}

func (n *wordNotes) end(name xml.Name, above []string) {
	if name.Local != n.kind || !word(name.Space) {
		n.wordText.end(name, above)
		return
	}
	n.paper.end(false)
	n.into[n.kind+" "+n.id] = strings.Join(n.pop().lines, " ")
}
