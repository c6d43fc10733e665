//go:build window && shots && linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

const motion = `Premesso che:
- davanti alle scuole del capoluogo il traffico delle otto rende pericoloso l’arrivo a piedi e in bicicletta;
- il piano della mobilità prevede da tre anni due percorsi protetti che non sono stati realizzati.

Considerato che:
- gli interventi leggeri, come segnaletica e dissuasori, costano poco e si possono fare in una stagione;
- le famiglie hanno raccolto settecento firme e chiedono una sperimentazione di due mesi.

Visto:
- l’articolo 7, comma 11-bis, del decreto legislativo 30 aprile 1992, n. 285, che consente di istituire zone scolastiche.

Tutto ciò premesso,

impegna il Sindaco e la Giunta:

1. ad avviare entro l’anno scolastico in corso la sperimentazione di una zona scolastica davanti ai due plessi;
2. a realizzare i percorsi protetti già previsti, cominciando da quello lungo il viale;
3. a riferire in commissione i risultati entro sessanta giorni dalla fine della sperimentazione.
`

// TestPictures takes a picture of every screen, in both themes and three sizes.
func TestPictures(t *testing.T) {
	dir := os.Getenv(envPictures)
	if dir == "" {
		t.Fatalf("%s must name a folder", envPictures)
	}
	for _, size := range []string{"960x600", "1366x768", "2560x1440"} {
		for _, theme := range []string{"light", "dark"} {
			t.Run(size+"-"+theme, func(t *testing.T) {
				s := newScreen(t, size)
				c := newCentral(t, s.dir)
				g := gallery{t: t, s: s, dir: dir, prefix: size + "-" + theme + "-", theme: theme}
				g.assistant(c)
				home := s.signIn(c, "giulia.conti")
				g.prepare(home)
				thread := conversation(t, s, home)
				g.look(home)
				w := s.open(home)
				w.at("Oggi")
				g.acts(w)
				g.drafts(w)
				g.spaces(w, thread)
				g.rest(w)
			})
		}
	}
}

// gallery is the walk through one theme at one size.
type gallery struct {
	t      *testing.T
	s      *screen
	dir    string
	prefix string
	theme  string
	number int
}

// shot takes a picture once the screen rests.
func (g *gallery) shot(w *window, name string) {
	g.t.Helper()
	g.number++
	w.keep(g.dir, g.prefix+string(rune('a'+g.number/26))+string(rune('a'+g.number%26))+"-"+name+".png")
}

// look writes the settings of a profile.
func (g *gallery) look(home string) {
	g.t.Helper()
	if err := os.MkdirAll(home, 0o700); err != nil {
		g.t.Fatal(err)
	}
	data, err := json.Marshal(map[string]string{"theme": g.theme})
	if err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "settings.json"), data, 0o600); err != nil {
		g.t.Fatal(err)
	}
}

// prepare puts a draft, one that was refused and one that waits into a profile.
func (g *gallery) prepare(home string) {
	g.t.Helper()
	text := g.s.path("motion.txt")
	if err := os.WriteFile(text, []byte(motion), 0o600); err != nil {
		g.t.Fatal(err)
	}
	draft := func(subject string, more ...string) string {
		var d struct{ ID string }
		args := append([]string{"draft", "new", "--kind", "motion", "--from", text, "--subject", subject}, more...)
		if err := g.s.ctl(home, &d, args...); err != nil {
			g.t.Fatal(err)
		}
		return d.ID
	}
	refused := draft("Apertura serale della biblioteca", "--body", "demo:909001")
	_ = g.s.ctl(home, nil, "draft", "submit", refused, "--visibility", "public") // it exits with the refusal
	draft("Percorsi sicuri verso le scuole")
	waits := draft("Orti condivisi nelle aree comunali non utilizzate")
	if err := g.s.ctl(home, nil, "draft", "submit", waits, "--visibility", "public", "--queue"); err != nil {
		g.t.Fatal(err)
	}
}

func (g *gallery) assistant(c *central) {
	home := g.s.path("first")
	g.look(home)
	w := g.s.open(home)
	w.at("Benvenuto in Scranno")
	g.shot(w, "benvenuto")
	w.keys("Return")
	g.shot(w, "benvenuto-errore")
	w.write(c.address)
	w.keys("Return")
	w.at("Accedi")
	g.shot(w, "accedi")
	w.write(c.accounts["anna.villa"].email)
	w.keys("Return")
	w.write("sbagliata")
	w.keys("Return")
	g.shot(w, "accedi-errore")
	w.keys("ctrl+a")
	w.write(c.accounts["anna.villa"].password)
	w.keys("Return")
	w.at("Che cosa vuoi avere con te")
	g.shot(w, "regioni")
	stop(g.t, w.cmd, w.ended)
}

func (g *gallery) acts(w *window) {
	g.shot(w, "oggi")
	w.keys("ctrl+2")
	w.at("Atti")
	g.shot(w, "atti")
	w.keys("ctrl+f")
	w.write("accessibilita")
	g.shot(w, "atti-cercati")
	w.keys("Return")
	g.shot(w, "atto")
	w.command("Anteprima")
	g.shot(w, "atto-anteprima")
	w.command("Chiudi anteprima")
	w.command("Registra un passaggio")
	g.shot(w, "atto-passaggio")
	w.keys("Escape")
	w.still()
	w.keys("ctrl+f", "ctrl+a")
	w.write("qwxyz")
	g.shot(w, "atti-nessuno")
}

func (g *gallery) drafts(w *window) {
	w.keys("ctrl+3")
	w.at("Bozze")
	g.shot(w, "bozze")
	w.keys("Home", "Return")
	g.shot(w, "bozza")
	w.keys("ctrl+l")
	g.shot(w, "bozza-controlli")
	w.keys("ctrl+shift+p")
	g.shot(w, "bozza-anteprima")
	w.keys("ctrl+shift+p")
	w.still()
	w.keys("ctrl+i")
	g.shot(w, "bozza-intestazione")
	w.keys("ctrl+d")
	g.shot(w, "bozza-deposito")
	w.keys("Escape")
	w.still()
	w.keys("ctrl+Return")
	g.shot(w, "bozza-pubblica")
	w.keys("Tab", "Tab", "Tab", "Escape")
	w.still()
	w.keys("ctrl+n")
	g.shot(w, "bozza-nuova")
	w.keys("Escape")
}

func (g *gallery) spaces(w *window, thread string) {
	w.keys("ctrl+4")
	w.at("Comunità")
	g.shot(w, "comunita")
	if _, err := g.s.tool(filepath.Join(programs, "scranno"), "--home", w.home, "scranno://thread/"+thread); err != nil {
		g.t.Fatal(err)
	}
	g.shot(w, "discussione")
	w.command("Nuova discussione")
	g.shot(w, "discussione-nuova")
	w.keys("Tab", "Tab", "Escape")
}

func (g *gallery) rest(w *window) {
	w.still()
	w.keys("ctrl+5")
	w.at("In uscita")
	g.shot(w, "in-uscita")
	w.command("Togli dalla coda")
	g.shot(w, "in-uscita-togli")
	w.keys("Escape")
	w.still()
	w.keys("ctrl+6")
	w.at("Impostazioni")
	for _, name := range []string{"profilo", "account", "senza-rete", "aspetto", "dati", "diagnosi", "crediti"} {
		g.shot(w, "impostazioni-"+name)
		w.keys("Down")
	}
	w.keys("ctrl+k")
	g.shot(w, "palette")
	w.write("scuol")
	g.shot(w, "palette-cercata")
	w.keys("Escape", "alt")
	g.shot(w, "menu")
}
