//go:build window && linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What scrannoctl says, as far as the journeys ask.
type (
	statusDoc struct {
		Person   string
		SignedIn bool
		Pending  int
		Refused  int
		LastSync string
		Channels []struct {
			ID       string
			Complete bool
		}
	}
	draftsDoc struct {
		Drafts []struct{ ID, Subject, State string }
	}
	outboxDoc struct {
		Commands []struct{ ID, Name, State, Reason string }
	}
	actsDoc struct {
		Total int
		Acts  []struct{ ID, Subject string }
	}
	threadsDoc struct{ Threads []struct{ ID, Title string } }
	postsDoc   struct {
		Posts []struct {
			Text    string
			Pending bool
		}
	}
)

// says tells whether scrannoctl answers, and what it answers holds.
func says[T any](s *screen, home string, holds func(T) bool, args ...string) func() bool {
	return func() bool {
		var doc T
		return s.ctl(home, &doc, args...) == nil && holds(doc)
	}
}

func TestFirstRun(t *testing.T) {
	s := newScreen(t, "1366x768")
	c := newCentral(t, s.dir)
	home := s.path("first")
	w := s.open(home)
	w.at("Benvenuto in Scranno")
	w.picture("indirizzo")
	w.write(c.address)
	w.keys("Return")
	w.at("Accedi")
	w.write(c.accounts["giulia.conti"].email)
	w.keys("Return")
	w.write("sbagliata")
	w.keys("Return")
	w.picture("password-sbagliata")
	w.keys("ctrl+a")
	w.write(c.accounts["giulia.conti"].password)
	w.keys("Return")
	w.at("Che cosa vuoi avere con te")
	until(t, "the first sync", says(s, home, func(d statusDoc) bool { return d.LastSync != "" && d.Person == "Giulia Conti" }, "status"))
	w.picture("regioni")
	w.keys("Return")
	w.at("Oggi")
	until(t, "one's own region alone", says(s, home, func(d statusDoc) bool {
		own, other := false, false
		for _, ch := range d.Channels {
			own = own || strings.HasPrefix(ch.ID, "acts/08/")
			other = other || strings.HasPrefix(ch.ID, "acts/09/")
		}
		return own && !other
	}, "status"))
	w.picture("oggi")
}

func TestSearchAndRead(t *testing.T) {
	s := newScreen(t, "1366x768")
	home := s.signIn(newCentral(t, s.dir), "giulia.conti")
	var first actsDoc
	if err := s.ctl(home, &first, "acts", "accessibilita", "--limit", "1"); err != nil || len(first.Acts) != 1 {
		t.Fatal(first, err)
	}
	w := s.open(home)
	w.at("Oggi")
	w.keys("ctrl+f")
	w.at("Atti")
	w.write("accessibilita")
	w.still()
	w.picture("cercato")
	w.keys("Return")
	w.still()
	w.picture("letto")
	w.keys("ctrl+p")
	word := strings.ToLower(strings.Fields(first.Acts[0].Subject)[0])
	until(t, "the first act found as a PDF", func() bool {
		found, err := filepath.Glob(s.path("home/Documenti/Scranno/*.pdf"))
		if err != nil || len(found) == 0 {
			return false
		}
		data, err := os.ReadFile(found[0])
		return err == nil && strings.HasPrefix(string(data), "%PDF") && strings.Contains(strings.ToLower(found[0]), word)
	})
	w.picture("esportato")
	w.keys("alt+Left")
	w.at("Oggi")
}

// conversation finds a conversation that the person may write in.
func conversation(t *testing.T, s *screen, home string) string {
	t.Helper()
	var spaces struct{ Spaces []struct{ ID string } }
	if err := s.ctl(home, &spaces, "spaces"); err != nil {
		t.Fatal(err)
	}
	for _, space := range spaces.Spaces {
		var d threadsDoc
		if s.ctl(home, &d, "threads", space.ID) == nil && len(d.Threads) > 0 {
			return d.Threads[0].ID
		}
	}
	t.Fatal("no conversation in the demo world")
	return ""
}

func TestConversationOffline(t *testing.T) {
	s := newScreen(t, "1366x768")
	c := newCentral(t, s.dir)
	home := s.signIn(c, "giulia.conti")
	thread := conversation(t, s, home)
	c.stop()
	w := s.open(home)
	w.at("Oggi")
	// A second start hands its link to the window that is open, and ends.
	if out, err := s.tool(filepath.Join(programs, "scranno"), "--home", home, "scranno://thread/"+thread); err != nil {
		t.Fatalf("second start: %v %s", err, out)
	}
	w.at("Comunità")
	w.command("Scrivi una risposta")
	const text = "Da noi il regolamento prevede trenta giorni."
	w.write(text)
	w.picture("scritta")
	w.keys("ctrl+Return")
	posted := func(pending bool) func() bool {
		return says(s, home, func(d postsDoc) bool {
			for _, p := range d.Posts {
				if p.Text == text {
					return p.Pending == pending
				}
			}
			return false
		}, "thread", "show", thread)
	}
	until(t, "the post, waiting", posted(true))
	w.picture("in-attesa")
	c.start()
	w.command("Sincronizza adesso")
	until(t, "the post, accepted", posted(false))
	w.picture("arrivata")
}

func TestPaletteAndTheme(t *testing.T) {
	s := newScreen(t, "1366x768")
	w := s.open(s.path("alone"))
	w.at("Benvenuto in Scranno")
	w.keys("Tab", "Return") // later
	w.at("Oggi")
	w.command("Nessun comando") // there is none: nothing happens
	w.keys("Escape")
	w.command("Aspetto") // a section of the settings
	w.at("Impostazioni")
	w.picture("impostazioni")
	w.command("Cambia tema")
	until(t, "the theme in the settings", func() bool {
		data, err := os.ReadFile(s.path("alone/settings.json"))
		return err == nil && strings.Contains(string(data), `"light"`)
	})
	w.picture("chiaro")
}

const subject = "Piste ciclabili sicure verso le scuole"

// begin begins a motion with a subject and a first premise, and gives its id
// once it is on the disk.
func (w *window) begin() (draft string) {
	w.t.Helper()
	w.keys("ctrl+n")
	w.at("Bozze")
	w.still()
	w.keys("Return")
	w.still()
	w.write(subject)
	w.keys("Return", "ctrl+a", "ctrl+a") // in place of the template, whose gaps would stop the publication
	w.write("Molti ragazzi vanno a scuola in bicicletta.")
	until(w.t, "the draft on the disk", says(w.screen, w.home, func(d draftsDoc) bool {
		for _, x := range d.Drafts {
			if x.Subject == subject {
				draft = x.ID
			}
		}
		return draft != "" && strings.Contains(w.draftText(draft), "in bicicletta.")
	}, "draft", "list"))
	return draft
}

// draftText is what scrannoctl shows of a draft.
func (w *window) draftText(id string) string {
	var doc json.RawMessage
	if w.ctl(w.home, &doc, "draft", "show", id) != nil {
		return ""
	}
	return string(doc)
}

// publish publishes the open draft for everyone, by keyboard.
func (w *window) publish() {
	w.t.Helper()
	w.keys("ctrl+Return")
	w.still()
	w.picture("pubblica")
	w.keys("Tab", "Tab", "Tab", "Tab", "Tab", "Return") // three audiences, the filing, *Annulla*, *Pubblica*
}

// queued tells whether the publication stands in the outbox in that state.
func (w *window) queued(state string) func() bool {
	return says(w.screen, w.home, func(d outboxDoc) bool {
		for _, c := range d.Commands {
			if c.Name == "act.publish" {
				return c.State == state
			}
		}
		return false
	}, "outbox", "list")
}

func TestDraftOfflineThenPublished(t *testing.T) {
	s := newScreen(t, "1366x768")
	c := newCentral(t, s.dir)
	home, other := s.signIn(c, "giulia.conti"), s.signIn(c, "marco.ferri")
	c.stop()
	w := s.open(home)
	w.at("Oggi")
	w.begin()
	w.picture("scritta")
	w.publish()
	until(t, "the publication, waiting", w.queued("waiting"))
	w.keys("ctrl+5")
	w.at("In uscita")
	w.still()
	w.picture("in-uscita")
	c.start()
	w.command("Sincronizza adesso")
	until(t, "nothing waiting", says(s, home, func(d statusDoc) bool { return d.Pending == 0 && d.Refused == 0 }, "status"))
	w.still()
	w.picture("arrivata")
	until(t, "the act at a colleague's", func() bool {
		return s.ctl(other, nil, "sync") == nil &&
			says(s, other, func(d actsDoc) bool { return d.Total == 1 && d.Acts[0].Subject == subject }, "acts", subject)()
	})
}

func TestRefusalMended(t *testing.T) {
	s := newScreen(t, "1366x768")
	home := s.signIn(newCentral(t, s.dir), "luca.neri") // a member: no mandate
	w := s.open(home)
	w.at("Oggi")
	draft := w.begin()
	w.keys("ctrl+Return") // the body is missing: the cursor goes to its field
	w.still()
	w.picture("manca-l-ente")
	w.write("Modena")
	w.still()
	w.keys("Return")
	w.still()
	w.picture("ente")
	w.publish()
	until(t, "the refusal", w.queued("refused"))
	w.keys("ctrl+5")
	w.at("In uscita")
	w.still()
	w.picture("non-accettata")
	w.command("Modifica")
	w.at("Bozze")
	until(t, "the draft, open again", says(s, home, func(d draftsDoc) bool {
		return len(d.Drafts) == 1 && d.Drafts[0].ID == draft && d.Drafts[0].State == "open"
	}, "draft", "list"))
	w.still()
	w.picture("di-nuovo-aperta")
	until(t, "an empty outbox", says(s, home, func(d outboxDoc) bool { return len(d.Commands) == 0 }, "outbox", "list"))
}

func TestKilledAndReopened(t *testing.T) {
	s := newScreen(t, "1366x768")
	home := s.path("alone") // never connected: drafts need no central
	w := s.open(home)
	w.at("Benvenuto in Scranno")
	w.keys("Tab", "Return")
	w.at("Oggi")
	draft := w.begin()
	w.kill()
	w = s.open(home) // past the dead socket of the window before
	w.at("Benvenuto in Scranno")
	w.keys("Tab", "Return")
	w.at("Oggi")
	w.keys("ctrl+3")
	w.at("Bozze")
	w.still()
	w.picture("di-nuovo-li")
	if text := w.draftText(draft); !strings.Contains(text, subject) || !strings.Contains(text, "in bicicletta.") {
		t.Errorf("the draft is now %s", text)
	}
}

// TestAFileIsTakenByEnter goes into a folder and takes a file of it with Enter
// alone.
func TestAFileIsTakenByEnter(t *testing.T) {
	s := newScreen(t, "960x600")
	home := s.path("alone")
	folder := s.path("home/Documenti/carte")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	const text = "Consiglio comunale di Modena\n\nMOZIONE\n\nOggetto: Fontane in piazza\n\nPremesso che:\n- le fontane sono ferme da anni.\n\nimpegna il Sindaco:\n\n1. a ripararle.\n"
	if err := os.WriteFile(filepath.Join(folder, "fontane.txt"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w := s.open(home)
	w.at("Benvenuto in Scranno")
	w.keys("Tab", "Return")
	w.at("Oggi")
	w.command("Importa atti")
	w.at("Bozze")
	w.command("Aggiungi un file")
	w.still()
	w.keys("Return") // into the folder
	w.still()
	w.picture("cartella")
	w.keys("Return") // the file
	w.still()
	w.picture("letto")
	w.command("Crea le bozze")
	until(t, "the draft", says(s, home, func(d draftsDoc) bool {
		return len(d.Drafts) == 1 && d.Drafts[0].Subject == "Fontane in piazza"
	}, "draft", "list"))
}
