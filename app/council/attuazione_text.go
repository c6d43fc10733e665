package council

import (
	"context"
	"fmt"
	"strings"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// letter puts a follow-up of an act together, clause by clause. Its wording is
// the Italian of the acts themselves, not of the screens.
type letter struct {
	d     civic.Deadline
	of    civic.Content
	today civic.Date
	newID func() (civic.ID, error)

	kind       civic.ActKind
	subkind    string
	subject    string
	addressees []string
	clauses    []civic.Clause
}

func (w *letter) add(s civic.Section, opener, text string) error {
	id, err := w.newID()
	if err != nil {
		return err
	}
	w.clauses = append(w.clauses, civic.Clause{ID: id, Section: s, Opener: opener, Text: text})
	return nil
}

// addAll adds clauses in their order.
func (w *letter) addAll(list [][3]string) error {
	for _, x := range list {
		if err := w.add(civic.Section(x[0]), x[1], x[2]); err != nil {
			return err
		}
	}
	return nil
}

// content is unsigned: whose step it is is not the act's to say.
func (w *letter) content() civic.Content {
	return civic.Content{
		Kind: w.kind, Subkind: w.subkind, Level: w.of.Level, Body: w.of.Body, BodyName: w.of.BodyName, Region: w.of.Region,
		Organ: w.of.Organ, Term: w.of.Term, Heading: w.of.Heading, Subject: cut(w.subject), Addressees: w.addressees,
		Clauses: w.clauses, Place: w.of.Place, Date: w.today, Themes: w.of.Themes,
	}
}

// cut keeps a subject within its bound.
func cut(s string) string {
	for len(s) > civic.MaxSubject {
		s = strings.TrimRight(s[:strings.LastIndexByte(s, ' ')], " ,;:") + "…"
	}
	return s
}

func (w *letter) body() civic.Body {
	return civic.Body{Name: w.of.BodyName, Level: w.of.Level, Region: w.of.Region}
}

const (
	recital   = string(civic.Recital)
	citation  = string(civic.CitationS)
	hinge     = string(civic.Hinge)
	operative = string(civic.Operative)
	closing   = string(civic.Closing)
)

// reminder asks for an answer that is late.
func (w *letter) reminder() error {
	name, of := nameOf(w.of.Kind)
	w.kind, w.subkind = civic.Document, "sollecito"
	w.subject = "Sollecito di risposta " + of + " «" + w.of.Subject + "»"
	if chair, head := drafting.LetterTo(w.body()); head == "" {
		w.addressees = []string{chair}
	} else {
		w.addressees = []string{head, chair}
	}
	return w.addAll([][3]string{
		{recital, "premesso che", "in data " + longDate(w.d.Start) + " è stata presentata " + name + " avente a oggetto «" + w.of.Subject + "»;"},
		{citation, "visto", w.cited() + ", che fissa in " + days(w.d.Days) + " il termine per la risposta;"},
		{recital, "considerato che", "il termine è scaduto il " + longDate(w.d.Due) + " e alla data odierna la risposta non risulta pervenuta;"},
		{hinge, "tutto ciò premesso", ""},
		{operative, "si sollecita", "la risposta " + of + " sopra richiamata, nella forma in essa indicata."},
		{closing, "", "Si resta in attesa di riscontro. Distinti saluti."},
	})
}

// formalNotice puts the Prefect in the know of a sitting that was not convened.
func (w *letter) formalNotice() error {
	w.kind, w.subkind = civic.Document, "diffida"
	w.subject = "Diffida per la mancata convocazione del Consiglio: «" + w.of.Subject + "»"
	chair, head := drafting.LetterTo(w.body())
	if w.addressees = []string{chair}; head != "" {
		w.addressees = append(w.addressees, head)
	}
	w.addressees = append(w.addressees, "e, per conoscenza, al Prefetto")
	return w.addAll([][3]string{
		{recital, "premesso che", "in data " + longDate(w.d.Start) + " è stata chiesta la convocazione del Consiglio per trattare «" + w.of.Subject + "»;"},
		{citation, "visto", w.cited() + ", secondo cui il Consiglio è riunito entro " + days(w.d.Days) + " quando lo richiedono un quinto dei consiglieri o chi è a capo dell'ente, inserendo all'ordine del giorno le questioni richieste;"},
		{recital, "considerato che", "il termine è scaduto il " + longDate(w.d.Due) + " e la seduta non risulta tenuta;"},
		{hinge, "tutto ciò premesso", ""},
		{operative, "si diffida", "chi presiede il Consiglio a convocarlo senza ulteriore ritardo, con all'ordine del giorno le questioni richieste;"},
		{operative, "si porta", "la presente a conoscenza del Prefetto, per quanto di sua competenza."},
		{closing, "", "Distinti saluti."},
	})
}

// verification asks what was done of the points that were not carried out.
func (w *letter) verification(ctx context.Context, c *Council) error {
	points, _, err := c.Points(ctx, w.d.Act)
	if err != nil {
		return err
	}
	var open []civic.CommitmentView
	for _, p := range points {
		if p.Commitment.State.Open() && p.Clause.Text != "" && p.Clause.Text != civic.Obscured {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		return civic.NewError(civic.Conflict, "council.verify", "commitment.all_done")
	}
	w.kind, w.subkind = civic.Question, "scritta"
	w.subject = "Stato di attuazione " + kindGenitive(w.of.Kind) + " «" + w.of.Subject + "»"
	b := w.body()
	w.addressees = drafting.Addressees(civic.Question, b)
	verb, after := drafting.Verb(civic.Question)
	lines := [][3]string{
		{recital, "premesso che", "il Consiglio ha approvato " + kindNamed(w.of.Kind) + " avente a oggetto «" + w.of.Subject + "»;"},
	}
	for _, p := range open {
		text := "l'atto impegnava, fra l'altro: «" + strings.TrimRight(strings.TrimSpace(p.Clause.Text), ".;, ") + "»"
		if p.Commitment.Due != "" {
			text += ", entro il " + longDate(p.Commitment.Due)
		}
		if p.Commitment.Office != "" {
			text += ", a cura di: " + p.Commitment.Office
		}
		lines = append(lines, [3]string{recital, "considerato che", text + ";"})
	}
	lines = append(
		lines, [3]string{hinge, "tutto ciò premesso", ""},
		[3]string{operative, verb + " " + strings.Join(w.addressees, " e ") + " " + after + ":", ""},
		[3]string{operative, "1.", "a che punto è l'attuazione di ciascuno degli impegni richiamati e quali atti sono stati adottati;"},
		[3]string{operative, "2.", "per quali ragioni gli impegni non attuati non lo sono stati;"},
		[3]string{operative, "3.", "entro quale data saranno attuati e quale ufficio ne è responsabile."},
	)
	return w.addAll(lines)
}

// cited writes the article as it stands in a text.
func (w *letter) cited() string {
	if !w.d.Law {
		return w.d.Source
	}
	_, article, _ := strings.Cut(w.d.Source, ", ")
	return "l'" + article + ", del decreto legislativo 18 agosto 2000, n. 267 (TUEL)"
}

func days(n int) string { return fmt.Sprintf("%d giorni", n) }

// nameOf names an act of inspection with its article, and as "all'…".
func nameOf(k civic.ActKind) (name, of string) {
	if k == civic.Interpellation {
		return "l'interpellanza", "all'interpellanza"
	}
	return "l'interrogazione", "all'interrogazione"
}

func kindNamed(k civic.ActKind) string {
	switch k {
	case civic.OrderOfTheDay:
		return "l'ordine del giorno"
	case civic.Resolution:
		return "la risoluzione"
	case civic.Deliberation:
		return "la deliberazione"
	}
	return "la mozione"
}

func kindGenitive(k civic.ActKind) string {
	switch k {
	case civic.OrderOfTheDay:
		return "dell'ordine del giorno"
	case civic.Resolution:
		return "della risoluzione"
	case civic.Deliberation:
		return "della deliberazione"
	}
	return "della mozione"
}

// longDate writes a day as an act does: "1° aprile 2026".
func longDate(d civic.Date) string {
	var y, m, day int
	if _, err := fmt.Sscanf(string(d), "%d-%d-%d", &y, &m, &day); err != nil || m < 1 || m > 12 {
		return string(d)
	}
	months := [...]string{
		"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre",
		"dicembre",
	}
	first := fmt.Sprint(day)
	if day == 1 {
		first = "1°"
	}
	return fmt.Sprintf("%s %s %d", first, months[m-1], y)
}
