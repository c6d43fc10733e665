//go:build window && linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What scrannoctl says of acts, sittings and terms.
type (
	sittingsDoc struct{ Sittings []struct{ Items int } }
	lifeDoc     struct{ Events []struct{ Type, Date string } }
	madeDoc     struct{ ID string }
	sentDoc     struct{ Act string }
	draftNote   struct{ ID, Subject string }
)

// drafted waits for a draft whose subject holds a text.
func (w *window) drafted(text string) (found draftNote) {
	w.t.Helper()
	until(w.t, "the draft "+text, says(w.screen, w.home, func(d draftsDoc) bool {
		for _, x := range d.Drafts {
			if strings.Contains(x.Subject, text) {
				found = draftNote{x.ID, x.Subject}
			}
		}
		return found.ID != ""
	}, "draft", "list"))
	return found
}

// exported waits for a document in the person's folder that begins as its kind
// does.
func (w *window) exported(ending, begins string) {
	w.t.Helper()
	until(w.t, "a document "+ending, func() bool {
		found, err := filepath.Glob(w.path("home/Documenti/Scranno/*" + ending))
		if err != nil || len(found) == 0 {
			return false
		}
		data, err := os.ReadFile(found[0])
		return err == nil && strings.HasPrefix(string(data), begins)
	})
}

// TestAdaptedComparedExported takes a colleague's act for one's own council, goes
// back to a former version of it, looks at its pages and writes it for a word
// processor.
func TestAdaptedComparedExported(t *testing.T) {
	s := newScreen(t, "960x600")
	w := s.open(s.signIn(newCentral(t, s.dir), "marco.ferri"))
	w.at("Oggi")
	w.keys("ctrl+f")
	w.at("Atti")
	w.write("strade scolastiche")
	w.still()
	w.keys("Return")
	w.still()
	w.command("Adatta al mio Comune")
	w.still()
	w.picture("adatta")
	w.keys("shift+Tab", "Return") // the last button: *Crea la bozza*
	w.at("Bozze")
	draft := w.drafted("strade scolastiche")
	w.still()
	w.picture("adattata")
	w.keys("ctrl+s")
	w.still()
	w.write("prima")
	w.keys("Return")
	w.still()
	w.keys("ctrl+e", "ctrl+End")
	w.write(" Parole in coda.")
	until(t, "the words on the disk", func() bool { return strings.Contains(w.draftText(draft.ID), "Parole in coda.") })
	w.still()
	w.command("Confronta con la versione precedente")
	w.still()
	w.picture("confronto")
	w.command("Ripristina questa versione")
	until(t, "the former text", func() bool { return !strings.Contains(w.draftText(draft.ID), "Parole in coda.") })
	w.keys("ctrl+l")
	w.still()
	w.keys("ctrl+shift+p") // the pages come before the side, which had the place of the text
	w.still()
	w.picture("anteprima")
	w.keys("ctrl+shift+e")
	w.still()
	w.picture("esporta")
	w.keys("Down", "Down", "shift+Tab", "shift+Tab", "shift+Tab", "Return") // Word; back past the first to *Esporta*
	w.exported(".docx", "PK")
	w.picture("esportata")
}

// TestFiledThenReminded records that a question was filed, sees its term pass and
// begins the reminder.
func TestFiledThenReminded(t *testing.T) {
	s := newScreen(t, "960x600")
	home := s.signIn(newCentral(t, s.dir), "giulia.conti")
	text := s.path("question.txt")
	if err := os.WriteFile(text, []byte("Premesso che:\n- i lampioni di via Larga sono spenti.\n\nSi chiede al Sindaco:\n\n1. quando saranno riparati.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var made madeDoc
	if err := s.ctl(home, &made, "draft", "new", "--kind", "question", "--from", text, "--subject", "Lampioni spenti in via Larga"); err != nil {
		t.Fatal(err)
	}
	var sent sentDoc
	if err := s.ctl(home, &sent, "draft", "submit", made.ID, "--visibility", "public"); err != nil {
		t.Fatal(err)
	}
	w := s.open(home, "scranno://act/"+sent.Act)
	w.at("Atti")
	w.still()
	w.command("Registra un passaggio")
	w.still()
	w.keys("Down") // the kinds of events; filed is the first of them
	w.still()
	w.keys("Down", "Return", "Tab", "ctrl+a")
	w.write("02/05/2025")
	w.still()
	w.picture("passaggio")
	w.keys("shift+Tab", "shift+Tab", "Return") // round to *Registra*
	until(t, "the filing", says(s, home, func(d lifeDoc) bool { return len(d.Events) == 1 && d.Events[0].Date == "2025-05-02" }, "act", "show", sent.Act))
	w.still()
	w.picture("storia")
	w.command("Scadenze")
	w.at("Scadenze")
	w.still()
	w.picture("scadenze")
	w.command("Prepara il sollecito")
	w.at("Bozze")
	w.drafted("Sollecito")
	w.still()
	w.picture("sollecito")
}

const convocation = "CONVOCAZIONE DEL CONSIGLIO COMUNALE\nIl Consiglio comunale e convocato in seduta ordinaria per il giorno 15 dicembre 2026 alle ore 18:30 presso la Sala consiliare.\nOrdine del giorno:\n1. Comunicazioni del Sindaco\n2. Bilancio di previsione 2027\n"

// TestPapersAndConvocationComeIn reads a folder of old papers and the text of a
// convocation, without any central.
func TestPapersAndConvocationComeIn(t *testing.T) {
	s := newScreen(t, "960x600")
	home := s.path("alone")
	for name, text := range map[string]string{
		"fontane.txt": "Consiglio comunale di Modena\n\nMOZIONE\n\nOggetto: Fontane in piazza\n\nPremesso che:\n- le fontane sono ferme da anni.\n\nimpegna il Sindaco:\n\n1. a ripararle.\n",
		"lampioni.md": "Consiglio comunale di Modena\n\n# INTERROGAZIONE\n\n## Oggetto: Lampioni in via Larga\n\n*Premesso che:*\n\n- i lampioni sono **spenti**.\n\nchiede al Sindaco:\n\n1. quando saranno riparati.\n",
		"vecchio.txt": `{\rtf1\ansi vecchio}`,
	} {
		if err := os.WriteFile(s.path("home/Documenti/"+name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.ctl(home, nil, "council", "set", "036023", "--seats", "32"); err != nil {
		t.Fatal(err)
	}
	w := s.open(home)
	w.at("Benvenuto in Scranno")
	w.keys("Tab", "Return")
	w.at("Oggi")
	w.command("Importa atti")
	w.at("Bozze")
	w.command("Una cartella")
	w.still()
	w.picture("cartella")
	w.keys("shift+Tab", "space") // *Apri*, in the person's documents
	w.still()
	w.picture("revisione")
	w.command("Crea le bozze")
	w.drafted("Fontane in piazza")
	if d := w.drafted("Lampioni in via Larga"); strings.ContainsAny(w.draftText(d.ID), "#*") {
		t.Error("the marks of Markdown came in")
	}
	w.picture("create")
	w.command("Sedute")
	w.at("Sedute")
	w.command("Incolla la convocazione")
	w.still()
	for line := range strings.Lines(convocation) {
		w.write(strings.TrimSpace(line))
		w.keys("Return")
	}
	w.keys("Tab", "Tab", "Return")
	w.still()
	w.picture("convocazione")
	for range 8 { // from the day through the hours and places to the last field, which keeps it
		w.keys("Return")
	}
	until(t, "the sitting", says(s, home, func(d sittingsDoc) bool {
		return len(d.Sittings) == 1 && d.Sittings[0].Items == 2
	}, "sitting", "list"))
	w.still()
	w.picture("seduta")
}
