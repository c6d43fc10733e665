package pdf

import (
	"fmt"

	"scranno/app/document"
)

// outline adds the bookmarks, all on one level, and gives the number of their
// root; 0 where there are none.
// Source: ISO 32000-1:2008, 12.3.3.
func (d *painted) outline(p document.Pages, kids []int) int {
	marks := make([]document.Mark, 0, len(p.Outline))
	for _, m := range p.Outline {
		if m.Page >= 0 && m.Page < len(kids) && m.Title != "" {
			marks = append(marks, m)
		}
	}
	if len(marks) == 0 {
		return 0
	}
	root := len(d.objects)
	first, last := root+1, root+len(marks)
	d.add(fmt.Appendf(nil, "<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>", first, last, len(marks)))
	for i, m := range marks {
		item := fmt.Appendf(nil, "<</Title %s /Parent %d 0 R", textString(m.Title), root)
		if i > 0 {
			item = fmt.Appendf(item, " /Prev %d 0 R", first+i-1)
		}
		if i < len(marks)-1 {
			item = fmt.Appendf(item, " /Next %d 0 R", first+i+1)
		}
		d.add(fmt.Appendf(item, " /Dest [%d 0 R /XYZ 0 %.2f null]>>", kids[m.Page], p.Height-m.Y))
	}
	return root
}
