package assets

import (
	"embed"
	"fmt"
)

// GazetteerCredit is what the licence of the gazetteer asks to be shown.
const GazetteerCredit = "Fonte: Istat (SITUAS), CC BY 4.0"

//go:embed icons/*.svg
var icons embed.FS

//go:embed locale/*.json
var locales embed.FS

//go:embed demo/acts.jsonl demo/bodies.csv demo/community.json
var demo embed.FS

//go:embed data/gazetteer.tsv
var gazetteer []byte

//go:embed templates/*.txt
var templates embed.FS

// Template gives the pattern of a kind of act, in the form that the room of
// drafting reads; nil when there is none.
func Template(kind string) []byte {
	data, err := templates.ReadFile("templates/" + kind + ".txt")
	if err != nil {
		return nil
	}
	return data
}

// Locale gives the texts of a language ("it" or "en") as JSON: flat keys, each
// a text, or an object with "one" and "other" where a number decides.
func Locale(lang string) ([]byte, error) {
	data, err := locales.ReadFile("locale/" + lang + ".json")
	if err != nil {
		return nil, fmt.Errorf("assets: no texts for language %q: %w", lang, err)
	}
	return data, nil
}

// Languages lists the languages that Locale knows, Italian first.
func Languages() []string { return []string{"it", "en"} }

// Icon gives an SVG of 24 by 24 by its name, without extension; nil when there
// is none. Shapes are filled, never stroked: themes recolour fills only.
func Icon(name string) []byte {
	data, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return data
}

// AppIcon gives the program's own mark, a council seat, as SVG.
func AppIcon() []byte { return Icon("app") }

// DemoActs gives the acts of the demo library, one import line each.
func DemoActs() ([]byte, error) { return demoFile("acts.jsonl") }

// DemoBodies gives the invented bodies of the demo world as CSV.
func DemoBodies() ([]byte, error) { return demoFile("bodies.csv") }

// DemoCommunity gives the people, spaces and threads of the demo world as JSON.
func DemoCommunity() ([]byte, error) { return demoFile("community.json") }

func demoFile(name string) ([]byte, error) {
	data, err := demo.ReadFile("demo/" + name)
	if err != nil {
		return nil, fmt.Errorf("assets: demo world: %w", err)
	}
	return data, nil
}

// Gazetteer gives Italy's regions, provinces and municipalities as lines of
// fields separated by tabs. The first field tells what a line is:
//
//	R  region code, name, statute (1 ordinary, 2 special)
//	P  province code, abbreviation, name, region code, kind of body by Istat
//	C  municipality code, name, name in the other language or empty, province abbreviation, region code
//
// Lines that begin with # are comments. The caller must not change the bytes.
func Gazetteer() []byte { return gazetteer }
