package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Proposal is one change that somebody may take: how it reads, how it would.
type Proposal struct {
	Title, Before, After string
}

// Proposals shows changes of which one ticks those to take.
type Proposals struct {
	Checks []*Check
	root   *container.Scroll
}

// proposalsHeight is how high the list grows before it scrolls.
const proposalsHeight = 380

// NewProposals makes the list below an introduction; before and after name the
// two readings.
func NewProposals(intro, before, after string, all []Proposal) *Proposals {
	p := &Proposals{}
	p.root = readings(intro, before, after, all, func(title string) fyne.CanvasObject {
		check := NewCheck(title, nil)
		p.Checks = append(p.Checks, check)
		return check
	})
	return p
}

// NewReadings shows changes that are told, and not taken one by one.
func NewReadings(intro, before, after string, all []Proposal) fyne.CanvasObject {
	return readings(intro, before, after, all, func(title string) fyne.CanvasObject {
		return NewHighlightText(title, TextLook{Bold: true, MaxLines: -1})
	})
}

func readings(intro, before, after string, all []Proposal, head func(string) fyne.CanvasObject) *container.Scroll {
	prose := func(text string, importance widget.Importance) fyne.CanvasObject {
		w := widget.NewLabel(text)
		w.Wrapping, w.Importance = fyne.TextWrapWord, importance
		return w
	}
	column := container.NewVBox(prose(intro, widget.MediumImportance))
	for _, x := range all {
		column.Add(head(x.Title))
		if x.Before != "" {
			column.Add(NewHighlightText(before, TextLook{Color: ColorMuted}))
			column.Add(prose(x.Before, widget.LowImportance))
		}
		if x.After != "" {
			column.Add(NewHighlightText(after, TextLook{Color: ColorMuted}))
			column.Add(prose(x.After, widget.MediumImportance))
		}
	}
	root := container.NewVScroll(column)
	root.SetMinSize(fyne.NewSize(460, min(proposalsHeight, 90+140*float32(len(all)))))
	return root
}

// View is the list.
func (p *Proposals) View() fyne.CanvasObject { return p.root }

// Chosen are the places of what is ticked.
func (p *Proposals) Chosen() []int {
	var out []int
	for i, c := range p.Checks {
		if c.Checked {
			out = append(out, i)
		}
	}
	return out
}
