package document

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"scranno/app/civic"
)

// The paper speaks Italian whatever the screen does: it is for a council.

// KindLine is the title that an act of the kind bears on paper.
func KindLine(k civic.ActKind, subkind string) string {
	titles := map[civic.ActKind]string{
		civic.Motion: "MOZIONE", civic.Question: "INTERROGAZIONE", civic.Interpellation: "INTERPELLANZA",
		civic.OrderOfTheDay: "ORDINE DEL GIORNO", civic.Resolution: "RISOLUZIONE", civic.Deliberation: "PROPOSTA DI DELIBERAZIONE",
		civic.Amendment: "EMENDAMENTO", civic.Bill: "PROPOSTA DI LEGGE", civic.Petition: "PETIZIONE",
		civic.SessionRequest: "RICHIESTA DI CONVOCAZIONE DEL CONSIGLIO", civic.AccessRequest: "RICHIESTA DI ACCESSO AGLI ATTI", civic.Document: "DOCUMENTO",
	}
	t := titles[k]
	if t == "" {
		t = "ATTO"
	}
	switch sub := strings.ToLower(strings.TrimSpace(subkind)); {
	case k == civic.Question && (sub == "scritta" || sub == "orale"):
		return t + " A RISPOSTA " + strings.ToUpper(sub)
	case k == civic.Question && sub == "risposta immediata":
		return t + " A RISPOSTA IMMEDIATA"
	case k == civic.Question && sub == "in commissione":
		return t + " A RISPOSTA IN COMMISSIONE"
	case k == civic.Motion && (sub == "urgente" || sub == "di sfiducia" || sub == "di censura"):
		return t + " " + strings.ToUpper(sub)
	case k == civic.Motion && (sub == civic.SubkindNoConfidence || sub == "censura"):
		return t + " DI " + strings.ToUpper(sub)
	case k == civic.Amendment && strings.HasPrefix(sub, "subemendamento"):
		return "SUBEMENDAMENTO"
	case k == civic.Bill && sub == "disegno":
		return "DISEGNO DI LEGGE"
	case k == civic.Petition && sub == "proposta":
		return "PROPOSTA DEI CITTADINI"
	case k == civic.Document && sub != "", k == civic.Petition && sub != "":
		return strings.ToUpper(sub)
	case k == civic.OrderOfTheDay && strings.HasPrefix(sub, "collegato"):
		return t + " " + strings.ToUpper(sub)
	}
	return t
}

func sectionTitle(s civic.Section) string {
	switch s {
	case civic.Intro:
		return "Testo"
	case civic.Recital:
		return "Premesse"
	case civic.CitationS:
		return "Riferimenti"
	case civic.Operative:
		return "Dispositivo"
	case civic.Article:
		return "Articoli"
	case civic.Closing:
		return "Chiusura"
	}
	return ""
}

var months = [...]string{
	"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
}

// Day writes a date as Italian papers do: "12 marzo 2026", "1° dicembre 2026".
func Day(d civic.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	n := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		n = "1°"
	}
	return fmt.Sprintf("%s %s %d", n, months[t.Month()-1], t.Year())
}

// Folio is the line at the foot of a page.
func Folio(page, of int) string { return fmt.Sprintf("Pagina %d di %d", page, of) }

const contentsTitle = "Atti raccolti"

func actCount(n int) string {
	if n == 1 {
		return "Un atto"
	}
	return fmt.Sprintf("%d atti", n)
}

// armsAlt says what a coat of arms shows.
func armsAlt(p civic.CouncilProfile) string {
	part := strings.HasPrefix(p.Name, "Unione") || strings.HasPrefix(p.Name, "Comune") || strings.Contains(p.Name, "Municipio")
	switch {
	case p.Name == "":
		return "Stemma"
	case p.Level == civic.Municipal && !part:
		return "Stemma del Comune di " + p.Name
	}
	return "Stemma: " + p.Name
}
