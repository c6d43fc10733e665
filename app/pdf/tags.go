package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"scranno/app/document"
)

// marked is a stretch of a page's text that belongs to one part. Its place in
// the page's list is its identifier there.
type marked = int

// tagOf names a part as readers know it.
// Source: ISO 32000-1:2008, 14.8.4.
func tagOf(p document.Part) string {
	switch p.Kind {
	case document.WholePart:
		return "Document"
	case document.SectionPart:
		return "Sect"
	case document.TitlePart:
		return fmt.Sprintf("H%d", max(1, min(p.Level, 6)))
	case document.ListPart:
		return "L"
	case document.ItemPart:
		return "LI"
	case document.LabelPart:
		return "Lbl"
	case document.BodyPart:
		return "LBody"
	case document.ContentsPart:
		return "TOC"
	case document.EntryPart:
		return "TOCI"
	case document.FigurePart:
		return "Figure"
	case document.ParagraphPart:
	}
	return "P"
}

// tags adds the structure of the document and gives the number of its root; 0
// where the pages have none. marks are the parts of each page's stretches.
// Source: ISO 32000-1:2008, 14.7.
func (d *painted) tags(p document.Pages, kids []int, marks [][]marked) int {
	if len(p.Parts) == 0 {
		return 0
	}
	full := partsWithText(p.Parts, marks)
	root := len(d.objects)
	numbers := make([]int, len(p.Parts))
	next := root + 1
	for i := range p.Parts {
		if full[i] || i == 0 {
			numbers[i] = next
			next++
		}
	}
	tree := next // the way back from a stretch to its part
	d.add(fmt.Appendf(nil, "<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>", numbers[0], tree, len(kids)))
	inside, sheet := contents(p.Parts, numbers, kids, marks)
	for i, part := range p.Parts {
		if numbers[i] == 0 {
			continue
		}
		parent := root
		if i > 0 {
			parent = numbers[part.Parent]
		}
		item := fmt.Appendf(nil, "<</Type /StructElem /S /%s /P %d 0 R", tagOf(part), parent)
		if sheet[i] != 0 {
			item = fmt.Appendf(item, " /Pg %d 0 R", sheet[i])
		}
		if numbering := numberingOf(part); numbering != "" {
			item = fmt.Appendf(item, " /A <</O /List /ListNumbering /%s>>", numbering)
		}
		switch {
		case part.Title == "":
		case part.Kind == document.FigurePart:
			item = fmt.Appendf(item, " /Alt %s%s", textString(part.Title), layoutOf(i, p))
		default:
			item = fmt.Appendf(item, " /T %s", textString(part.Title))
		}
		d.add(fmt.Appendf(item, " /K [%s]>>", strings.Join(inside[i], " ")))
	}
	d.add(parentTree(numbers, marks))
	for page, number := range kids {
		d.objects[number] = d.objects[number].with(fmt.Sprintf("/StructParents %d", page))
	}
	return root
}

// layoutOf tells where a figure stands on its sheet, from the lower left.
// Source: ISO 32000-1:2008, 14.8.5.4.3.
func layoutOf(part int, p document.Pages) string {
	for _, page := range p.Pages {
		for _, x := range page.Pictures {
			if x.Part == part {
				return fmt.Sprintf(" /A <</O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]>>",
					x.X, p.Height-x.Y-x.Height, x.X+x.Width, p.Height-x.Y)
			}
		}
	}
	return ""
}

// numberingOf tells how a list is numbered; empty: it is not.
// Source: ISO 32000-1:2008, 14.8.5.5.
func numberingOf(p document.Part) string {
	if p.Kind != document.ListPart || p.Label == "" {
		return ""
	}
	switch first := p.Label[0]; {
	case first >= '0' && first <= '9':
		return "Decimal"
	case first >= 'a' && first <= 'z':
		return "LowerAlpha"
	case first >= 'A' && first <= 'Z':
		return "UpperAlpha"
	}
	return ""
}

// partsWithText tells which parts have text of their own, or below them. A part
// comes after the one that holds it.
func partsWithText(parts []document.Part, marks [][]marked) []bool {
	full := make([]bool, len(parts))
	for _, page := range marks {
		for _, part := range page {
			full[part] = true
		}
	}
	for i := len(parts) - 1; i > 0; i-- {
		if full[i] {
			full[parts[i].Parent] = true
		}
	}
	return full
}

// contents gives what stands in each part, its own stretches of text, then the
// parts inside it; and the page of its first stretch.
func contents(parts []document.Part, numbers, kids []int, marks [][]marked) (inside [][]string, sheet []int) {
	inside, sheet = make([][]string, len(parts)), make([]int, len(parts))
	for page, stretches := range marks {
		for id, part := range stretches {
			if sheet[part] == 0 {
				sheet[part] = kids[page]
			}
			if sheet[part] == kids[page] {
				inside[part] = append(inside[part], strconv.Itoa(id))
				continue
			}
			inside[part] = append(inside[part], fmt.Sprintf("<</Type /MCR /Pg %d 0 R /MCID %d>>", kids[page], id))
		}
	}
	for i, part := range parts {
		if i > 0 && numbers[i] != 0 {
			inside[part.Parent] = append(inside[part.Parent], fmt.Sprintf("%d 0 R", numbers[i]))
		}
	}
	return inside, sheet
}

func parentTree(numbers []int, marks [][]marked) object {
	tree := []byte("<</Nums [")
	for page, stretches := range marks {
		tree = fmt.Appendf(tree, "%d [", page)
		for _, part := range stretches {
			tree = fmt.Appendf(tree, "%d 0 R ", numbers[part])
		}
		tree = append(tree, "]\n"...)
	}
	return append(tree, "]>>"...)
}

// with adds an entry to an object that is a dictionary.
func (o object) with(entry string) object {
	body := strings.TrimSuffix(string(o), ">>")
	return object(body + "\n" + entry + ">>")
}
