package kit

import "fyne.io/fyne/v2"

// NewerText is what a newer text of an act means for an amendment to it.
type NewerText struct {
	Subject         string
	Touched         []TouchedText
	Renamed, Others int  // references with another number; changes that it does not touch
	Applies         bool // the amendment, as it is written
}

// TouchedText is a passage that an amendment touches; no Now: it is gone.
type TouchedText struct {
	Name, Was, Now string
	Applies        bool
}

// Line says it in one line, and gives the tone of that.
func (n NewerText) Line(l *Lang) (text string, tone fyne.ThemeColorName) {
	switch {
	case !n.Applies:
		return l.T("amend.newer_lost"), ColorWarnSoft
	case len(n.Touched) > 0:
		return l.N("amend.newer_some", len(n.Touched)), ColorSoft
	}
	return l.T("amend.newer_none"), ColorSoft
}

// View shows what changed in the passages that the amendment touches.
func (n NewerText) View(l *Lang) fyne.CanvasObject {
	intro, _ := n.Line(l)
	intro = "«" + n.Subject + "»\n" + intro
	if n.Renamed > 0 {
		intro += " " + l.N("amend.renamed", n.Renamed)
	}
	if n.Others > 0 {
		intro += " " + l.N("amend.others", n.Others)
	}
	var all []Proposal
	for _, t := range n.Touched {
		if t.Now == "" {
			t.Now = l.T("amend.clause_gone")
		}
		if !t.Applies {
			t.Name += " – " + l.T("amend.clause_lost")
		}
		all = append(all, Proposal{Title: t.Name, Before: t.Was, After: t.Now})
	}
	return NewReadings(intro, l.T("amend.was"), l.T("amend.now"), all)
}
