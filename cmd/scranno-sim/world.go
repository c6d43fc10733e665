package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/assets"
)

// worldSpec names a world of invented acts and posts. The same spec gives the
// same world; a larger one of the same seed begins with the smaller.
type worldSpec struct {
	acts, posts int
	seed        uint64
	size        int // bytes of an act's text, about
}

const (
	actSize     = 5_600 // of text, so that an act with what is written on it has 6 kB
	postSize    = 330   // of text, so that a post has 400 B
	threadPosts = 50
)

// world prints the import lines of a world's acts, or fills a central's data
// folder with acts and posts.
func world(ctx context.Context, s streams, args []string) error {
	spec := worldSpec{size: actSize}
	dir := ""
	rest, err := words(s, "world", args, func(f *flag.FlagSet) {
		f.IntVar(&spec.acts, "acts", 100, "how many acts")
		f.IntVar(&spec.posts, "posts", 0, "how many posts; they need --dir")
		f.Uint64Var(&spec.seed, "seed", 1, "the same seed gives the same world")
		f.StringVar(&dir, "dir", "", "a central's data folder to fill; empty: import lines on stdout")
	})
	switch {
	case err != nil:
		return err
	case len(rest) > 0 || spec.acts < 0 || spec.posts < 0:
		return usage("world --acts N [--posts M] [--seed S] [--dir DIR]")
	case dir != "":
		return fillWorld(ctx, s, dir, spec)
	case spec.posts > 0:
		say(s.err, "Posts are no import lines: they need --dir. These are the acts.")
	}
	out := bufio.NewWriterSize(s.out, 1<<16)
	for _, l := range spec.lines() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := writeLine(out, l); err != nil {
			return err
		}
	}
	return out.Flush()
}

// lines gives the acts one by one, numbered from 1.
func (s worldSpec) lines() iter.Seq2[int, central.ImportLine] {
	return func(yield func(int, central.ImportLine) bool) {
		g := newGrammar(s)
		for i := range s.acts {
			if !yield(i+1, g.act(i)) {
				return
			}
		}
	}
}

func (s worldSpec) actID(i int) civic.ID {
	return civic.DerivedID("world", "act", strconv.FormatUint(s.seed, 10), strconv.Itoa(i))
}

type town struct {
	code, name string
	region     civic.Region
}

// towns are the municipalities of the gazetteer, in its order.
func towns() []town {
	var out []town
	for line := range bytes.Lines(assets.Gazetteer()) {
		f := strings.Split(strings.TrimSpace(string(line)), "\t")
		if f[0] == "C" && len(f) >= 6 {
			out = append(out, town{code: f[1], name: f[2], region: civic.Region(f[5])})
		}
	}
	return out
}

// grammar makes acts and posts.
type grammar struct {
	spec     worldSpec
	towns    []town
	subjects []subjectWords
}

func newGrammar(s worldSpec) *grammar {
	if s.size == 0 {
		s.size = actSize
	}
	return &grammar{spec: s, towns: towns(), subjects: subjectList()}
}

// voice is the random state of one act or post, with its town: what comes out
// does not hang on what came before.
type voice struct {
	*rand.Rand
	town town
	year int
}

func (g *grammar) voice(stream, i int) voice {
	r := rand.New(rand.NewPCG(g.spec.seed, uint64(stream)<<40|uint64(i))) //nolint:gosec // drawn to be repeated
	return voice{Rand: r, town: g.towns[r.IntN(len(g.towns))], year: 2022 + r.IntN(4)}
}

func (v voice) pick(list []string) string { return list[v.IntN(len(list))] }

func (v voice) month() string {
	return v.pick([]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "settembre", "ottobre", "novembre", "dicembre"})
}

// fill replaces the places in braces.
func (v voice) fill(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(v.word(name))
		s = after
	}
}

func (v voice) word(name string) string {
	switch name {
	case "town":
		return v.town.name
	case "via":
		return v.pick(streets())
	case "quartiere":
		return v.pick(districts())
	case "ufficio":
		return v.pick(offices())
	case "mese":
		return v.month()
	case "anno":
		return strconv.Itoa(v.year - v.IntN(4))
	case "n":
		return strconv.Itoa(3 + v.IntN(87))
	case "euro":
		return fmt.Sprintf("%d.%03d", 5+v.IntN(400), 10*v.IntN(100))
	case "tema":
		return v.pick([]string{"manutenzione", "partecipazione", "sicurezza", "trasparenza", "gestione"})
	}
	return name
}

// actForm is how a kind of act speaks.
type actForm struct {
	kind     civic.ActKind
	subkind  string
	formula  string
	asks     bool // questions, not requests
	outcomes []civic.Outcome
}

func (v voice) form() actForm {
	motion := []civic.Outcome{civic.Approved, civic.Approved, civic.ApprovedAmended, civic.Rejected, civic.Rejected, civic.WithdrawnThere, civic.Pending}
	answer := []civic.Outcome{civic.AnsweredWritten, civic.AnsweredWritten, civic.AnsweredOral, civic.NotAnswered, civic.Pending}
	switch n := v.IntN(20); {
	case n < 10:
		return actForm{kind: civic.Motion, formula: "impegna il Sindaco e la Giunta a:", outcomes: motion}
	case n < 15:
		return actForm{kind: civic.Question, subkind: v.pick([]string{"scritta", "orale"}), formula: "interroga il Sindaco e la Giunta per sapere:", asks: true, outcomes: answer}
	case n < 17:
		return actForm{kind: civic.Interpellation, formula: "interpella il Sindaco e la Giunta per conoscere:", asks: true, outcomes: answer}
	case n < 19:
		return actForm{kind: civic.OrderOfTheDay, formula: "invita il Sindaco e la Giunta a:", outcomes: motion}
	}
	return actForm{kind: civic.Deliberation, subkind: "consiglio", formula: "delibera di:", outcomes: []civic.Outcome{civic.Approved, civic.Approved, civic.Rejected}}
}

const actStream, postStream = 1, 2

func (g *grammar) act(i int) central.ImportLine {
	v := g.voice(actStream, i)
	words := g.subjects[v.IntN(len(g.subjects))]
	form := v.form()
	month, day := 1+v.IntN(12), 1+v.IntN(28)
	filed := civic.Date(fmt.Sprintf("%04d-%02d-%02d", v.year, month, day))
	l := central.ImportLine{ID: g.spec.actID(i), Licence: civic.LicenceCCBY}
	l.Content = civic.Content{
		Kind: form.kind, Subkind: form.subkind, Level: civic.Municipal, Body: civic.BodyCode("istat:" + v.town.code), BodyName: v.town.name,
		Region: v.town.region, Subject: v.fill(v.pick(words.subjects)), Addressees: []string{"il Sindaco", "la Giunta"}, Place: v.town.name, Date: filed,
		Themes: []civic.Theme{words.theme}, Protocol: fmt.Sprintf("%d/%d", 100+v.IntN(40_000), v.year),
	}
	for range 1 + v.IntN(3) {
		l.Signatories = append(l.Signatories, civic.Signatory{
			Name: v.pick(givenNames()) + " " + v.pick(familyNames()), Group: v.fill(v.pick(groupNames())),
		})
	}
	l.Outcome = form.outcomes[v.IntN(len(form.outcomes))]
	l.Events = v.events(filed, l.Outcome, form.kind)
	l.Text = g.text(v, words, form)
	return l
}

func (v voice) events(filed civic.Date, o civic.Outcome, kind civic.ActKind) []civic.ActEvent {
	out := []civic.ActEvent{{Type: civic.Filed, Date: filed}}
	if o == civic.Pending || o == civic.NotAnswered {
		return out
	}
	later := civic.Date(fmt.Sprintf("%04d-%02d-%02d", v.year+1, 1+v.IntN(6), 1+v.IntN(28)))
	e := civic.ActEvent{Type: civic.OutcomeEvent, Date: later, Outcome: o}
	if kind.Inspection() {
		e.Type = civic.Answered
	} else if o != civic.WithdrawnThere {
		e.Votes = &civic.Votes{For: 5 + v.IntN(12), Against: v.IntN(9), Abstained: v.IntN(5)}
	}
	return append(out, e)
}

// text writes an act of about the wanted size: two parts of it premises, one
// what is asked.
func (g *grammar) text(v voice, w subjectWords, form actForm) string {
	var b strings.Builder
	var said deck
	sentence := func(own, common []string) string {
		return v.fill(said.draw(v, own, common)) + v.fill(v.pick(tails()))
	}
	for _, cue := range []string{"Premesso che:", "Considerato che:", "Rilevato che:", "Tenuto conto che:"} {
		b.WriteString(cue + "\n")
		for start := b.Len(); b.Len()-start < g.spec.size*2/3/4; {
			b.WriteString("- " + sentence(w.facts, commonFacts()) + ";\n")
		}
		b.WriteString("\n")
	}
	b.WriteString("Visti " + v.fill(v.pick(norms())) + " e " + v.fill(v.pick(norms())) + ".\n\nTutto ciò premesso,\n\n")
	if form.kind == civic.Deliberation {
		b.WriteString("il Consiglio comunale ")
	}
	b.WriteString(form.formula + "\n\n")
	said = deck{}
	own, common := w.asks, commonAsks()
	if form.asks {
		own, common = w.whys, commonWhys()
	}
	for n := 1; b.Len() < g.spec.size; n++ {
		fmt.Fprintf(&b, "%d. %s;\n", n, sentence(own, common))
	}
	return strings.TrimSuffix(b.String(), ";\n") + ".\n"
}

// deck deals sentences without saying one twice before all were said.
type deck struct{ left []string }

func (d *deck) draw(v voice, own, common []string) string {
	if len(d.left) == 0 {
		d.left = slices.Concat(own, common)
		v.Shuffle(len(d.left), func(i, j int) { d.left[i], d.left[j] = d.left[j], d.left[i] })
	}
	s := d.left[0]
	d.left = d.left[1:]
	return s
}

// post writes what someone says.
func (g *grammar) post(i int) string {
	v := g.voice(postStream, i)
	var b strings.Builder
	for want := postSize/2 + v.IntN(postSize); b.Len() < want; {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(v.fill(v.pick(talkLines())))
	}
	return b.String()
}
