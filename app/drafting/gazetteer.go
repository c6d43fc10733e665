package drafting

import (
	"bufio"
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"scranno/app/civic"
	"scranno/assets"
)

// Gazetteer knows Italy's regions, provinces and municipalities, the national
// and European institutions, and what bodies it was given besides. It is safe
// for concurrent use once made.
type Gazetteer struct {
	byCode    map[civic.BodyCode]civic.Body
	provinces map[string]civic.Body // by the letters of their sign
	names     []named
	derived   derived
}

type named struct {
	folded string
	code   civic.BodyCode
}

// NewGazetteer reads the shipped gazetteer and adds other bodies to it, such
// as those of the demo world.
func NewGazetteer(others ...civic.Body) (*Gazetteer, error) {
	g := &Gazetteer{byCode: map[civic.BodyCode]civic.Body{}, provinces: map[string]civic.Body{}}
	s := bufio.NewScanner(bytes.NewReader(assets.Gazetteer()))
	for s.Scan() {
		f := strings.Split(s.Text(), "\t")
		switch {
		case f[0] == "R" && len(f) >= 3:
			g.add(body(civic.BodyCode("reg:"+f[1]), "Regione "+f[2], civic.Regional, civic.Region(f[1]), "region"))
		case f[0] == "P" && len(f) >= 6:
			b := body(civic.BodyCode("prov:"+f[1]), "Provincia di "+f[3], civic.Provincial, civic.Region(f[4]), "province")
			if f[5] == "3" {
				b.Name, b.Kind = "Città metropolitana di "+f[3], "metropolitan_city"
			}
			g.provinces[f[2]] = b
			g.add(b)
		case f[0] == "C" && len(f) >= 6:
			b := body(civic.BodyCode("istat:"+f[1]), f[2], civic.Municipal, civic.Region(f[5]), "municipality")
			b.OtherName, b.Province = f[3], f[4]
			g.add(b)
		}
	}
	if err := s.Err(); err != nil {
		return nil, civic.WrapError(civic.Damaged, "gazetteer.read", err)
	}
	g.add(body("it:camera", "Camera dei deputati", civic.National, civic.NationWide, "chamber"))
	g.add(body("it:senato", "Senato della Repubblica", civic.National, civic.NationWide, "chamber"))
	g.add(body("it:governo", "Governo", civic.National, civic.NationWide, "government"))
	g.add(body("eu:parliament", "Parlamento europeo", civic.European, civic.Europe, "chamber"))
	for _, b := range others {
		g.add(b)
	}
	g.derive()
	slices.SortFunc(g.names, func(a, b named) int { return cmp.Compare(a.folded, b.folded) })
	return g, nil
}

func body(code civic.BodyCode, name string, level civic.Level, region civic.Region, kind string) civic.Body {
	return civic.Body{
		ID: civic.BodyID(code), Name: name, Level: level, Region: region, Kind: kind,
		Codes: []civic.DatedCode{{Code: code}},
	}
}

func (g *Gazetteer) add(b civic.Body) {
	code := b.Code()
	g.byCode[code] = b
	g.names = append(g.names, named{foldName(b.Name), code})
	if b.OtherName != "" {
		g.names = append(g.names, named{foldName(b.OtherName), code})
	}
}

// Body finds a body by its present code. Foreign and test bodies ("x:<name>")
// are made on the spot: nobody keeps a list of them.
func (g *Gazetteer) Body(code civic.BodyCode) (civic.Body, error) {
	if b, ok := g.byCode[code]; ok {
		return b, nil
	}
	if code.Valid() && code.Foreign() {
		_, name, _ := strings.Cut(string(code), ":")
		return body(code, name, civic.Municipal, civic.Foreign, "municipality"), nil
	}
	return civic.Body{}, civic.NewError(civic.NotFound, "gazetteer.body", "invalid.body_unknown")
}

// Find gives up to limit bodies whose name, in either language, begins with
// what was typed; then those that contain it at the start of a word.
func (g *Gazetteer) Find(typed string, limit int) []civic.Body {
	q := foldName(typed)
	if q == "" || limit <= 0 {
		return nil
	}
	var out []civic.Body
	seen := map[civic.BodyCode]bool{}
	take := func(n named) {
		if !seen[n.code] && len(out) < limit {
			seen[n.code] = true
			out = append(out, g.byCode[n.code])
		}
	}
	i, _ := slices.BinarySearchFunc(g.names, q, func(n named, t string) int { return cmp.Compare(n.folded, t) })
	for ; i < len(g.names) && strings.HasPrefix(g.names[i].folded, q); i++ {
		take(g.names[i])
	}
	for _, n := range g.names {
		if strings.Contains(n.folded, " "+q) {
			take(n)
		}
	}
	return out
}

// foldName makes names comparable: no accents, no case, one space for every
// mark.
func foldName(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case r >= 0x300 && r <= 0x36f:
		case wordRune(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(fold(r))
		default:
			space = true
		}
	}
	return b.String()
}

// Municipalities gives every municipality, by its code.
func (g *Gazetteer) Municipalities() []civic.Body {
	var out []civic.Body
	for _, b := range g.byCode {
		if b.Kind == "municipality" {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b civic.Body) int { return cmp.Compare(a.Code(), b.Code()) })
	return out
}
