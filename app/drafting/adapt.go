package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/norms"
)

// GapKind says what a placeholder stands for.
type GapKind string

// The kinds of placeholders.
const (
	GapTown     GapKind = "town"
	GapProvince GapKind = "province"
	GapRegion   GapKind = "region"
	GapStreet   GapKind = "street"
	GapPlace    GapKind = "place" // a hamlet, a quarter
	GapAmount   GapKind = "amount"
	GapDate     GapKind = "date"
	GapName     GapKind = "name"
	GapGroup    GapKind = "group"
	GapProtocol GapKind = "protocol"
	GapNumber   GapKind = "number"
	GapAddress  GapKind = "address" // of a site or of mail
	GapOther    GapKind = "other"   // written by hand
)

// gapLabels are how placeholders stand in a text, until they are filled.
func gapLabels() map[GapKind]string {
	return map[GapKind]string{
		GapTown: "[Comune]", GapProvince: "[Provincia]", GapRegion: "[Regione]", GapStreet: "[via]", GapPlace: "[località]", GapAmount: "[importo]",
		GapDate: "[data]", GapName: "[nome]", GapGroup: "[gruppo]", GapProtocol: "[protocollo]", GapNumber: "[numero]", GapAddress: "[indirizzo]",
	}
}

// Label is how a placeholder of the kind stands in a text.
func (k GapKind) Label() string { return gapLabels()[k] }

// Replacement is one passage of the source that the reused text has otherwise.
type Replacement struct {
	Clause civic.ID `json:"clause,omitempty"` // of the new text; empty: the subject
	Kind   GapKind  `json:"kind"`
	Was    string   `json:"was"`
	Now    string   `json:"now"`
	Filled bool     `json:"filled"` // false: a placeholder is left
}

// Adaptation is what a text is adapted by.
type Adaptation struct {
	From, To Place
	Verbatim bool                 // word by word: only the heading becomes To's
	Level    bool                 // the formula and the addressees follow To's level
	Council  civic.CouncilProfile // of To; the zero value fills nothing
	IDs      func(i int) civic.ID // of the new clauses, by their place
}

// Adapted is a text made for another body.
type Adapted struct {
	Content  civic.Content
	Replaced []Replacement
	Rewrites []Rewrite       // organs of the level that it came from, with what stands for them
	Flags    []civic.Finding // clauses that name another body's powers, and how the source's people are called
}

// swap is a passage to be put otherwise.
type swap struct {
	from, to int // bytes
	last     int // the word after it
	kind     GapKind
	was, now string
	filled   bool
}

type adapter struct {
	g          *Gazetteer
	from, to   Place
	towns      []townForm
	regions    []townForm
	provinces  []townForm
	people     [][]string
	groups     [][]string
	verbatim   bool
	place      norms.Place // of the source, whose laws it cites
	mayor      string      // of the other town; empty: not known
	squeezed   []string    // the town's names as sites write them
	seats      int         // of the council that the text is for; 0: not known
	first, end int         // the years of the act's own dates

	hamletNames [][]string  // that the text names as hamlets, the longest first
	here        map[int]int // hamlets behind their noun in the text at hand: the word after each
}

// Adapt makes the source's text one for another body. What names the source's
// town, province, region, people, papers, days, sums and streets is filled where
// its value is certain and becomes a placeholder where it is not. Citations of
// law stay. The clauses get new ids and keep where they came from.
func (g *Gazetteer) Adapt(c civic.Content, how Adaptation) Adapted {
	a := g.adapter(c, how.From, how.To)
	a.verbatim = how.Verbatim
	a.seats = how.Council.Seats
	a.learn(c)
	a.mayor = how.Council.Holder(civic.OfficeMayor)
	out := Adapted{Content: c}
	n := &out.Content
	n.Subject = a.rewrite(c.Subject, "", &out.Replaced)
	n.Clauses = nil
	for _, cl := range c.Clauses {
		if cl.Text == civic.Obscured {
			continue
		}
		id := how.IDs(len(n.Clauses))
		x := civic.Clause{ID: id, Section: cl.Section, Sep: cl.Sep, Origins: clauseOrigins(cl)}
		x.Opener = a.rewrite(cl.Opener, id, &out.Replaced)
		x.Text = a.rewrite(cl.Text, id, &out.Replaced)
		n.Clauses = append(n.Clauses, x)
	}
	b := how.To.Body
	n.Level, n.Body, n.BodyName, n.Region = b.Level, b.Code(), b.Name, b.Region
	n.Organ, n.Term, n.Heading, n.Date, n.Protocol, n.Source = "", "", how.Council.Heading, "", "", ""
	n.Signatories, n.Attachments, n.Lineage = nil, nil, nil
	n.Place, _ = how.To.municipality()
	n.Themes = slices.Clone(c.Themes)
	n.Addressees = Addressees(c.Kind, b)
	if how.Level {
		relevel(n, how.From.Body, b)
	}
	out.Rewrites = Rewrites(*n, how.From.Body, b)
	out.Flags = append(calledOtherwise(*n, how.From, how.To), otherPowers(*n, b, out.Rewrites)...)
	return out
}

// clauseOrigins gives where a copy of the clause comes from, over all the steps.
func clauseOrigins(c civic.Clause) []civic.ID {
	out := append([]civic.ID{c.ID}, c.Origins...)
	return out[:min(len(out), civic.MaxList)]
}

func (g *Gazetteer) adapter(c civic.Content, from, to Place) *adapter {
	a := &adapter{
		place: norms.Place{Region: c.Region, Body: c.Body, Date: c.Date},
		g:     g, from: from, to: to, people: nameForms(c), groups: groupForms(c), first: 2010, end: 2199,
	}
	if name, other := from.municipality(); name != "" {
		a.towns = append(g.townForms(name, other), g.shortForms(name, false)...)
		for _, n := range []string{name, other} {
			if s := strings.ReplaceAll(foldName(n), " ", ""); len(s) > 2 {
				a.squeezed = append(a.squeezed, s)
			}
		}
	}
	for _, n := range strings.Split(from.RegionName, "/") {
		if n != "" {
			a.regions = append(a.regions, wordsForm(n))
		}
	}
	if from.Province != "" {
		for _, n := range strings.Split(from.Province, "/") {
			a.provinces = append(a.provinces, wordsForm(strings.TrimPrefix(strings.TrimPrefix(n, "L'"), "La ")))
			for _, short := range shortNames(n) {
				a.provinces = append(a.provinces, wordsForm(short))
			}
		}
		if strings.Contains(from.Province, " e della ") {
			a.provinces = append(a.provinces, wordsForm(strings.Replace(from.Province, " e della ", " e ", 1)))
		}
	}
	if y := c.Date.Year(); y > 0 {
		a.first, a.end = y-6, y+12
	}
	return a
}

func wordsForm(name string) townForm {
	f := townForm{name: name}
	for _, t := range units(name) {
		f.words = append(f.words, t.low)
	}
	return f
}

// rewrite goes through a text once and puts what it finds otherwise.
func (a *adapter) rewrite(s string, clause civic.ID, out *[]Replacement) string {
	if len(s) < 2 {
		return s
	}
	if a.verbatim {
		return s
	}
	r := unitsOf(s)
	a.hamletsHere(r)
	laws := norms.Find(s, a.place)
	var b strings.Builder
	at := 0
	for i := 0; i < len(r.ts); {
		for len(laws) > 0 && laws[0].End <= r.ts[i].start {
			laws = laws[1:]
		}
		if len(laws) > 0 && laws[0].Start <= r.ts[i].start {
			i++
			continue
		}
		if end, ok := r.cited(i); ok {
			i = end
			continue
		}
		h, ok := a.find(r, i)
		if !ok || h.to <= at {
			i++
			continue
		}
		if h.from >= at {
			b.WriteString(s[at:h.from])
		}
		b.WriteString(h.now)
		at, i = h.to, max(h.last, i+1)
		*out = append(*out, Replacement{Clause: clause, Kind: h.kind, Was: h.was, Now: h.now, Filled: h.filled})
	}
	if at == 0 {
		return s
	}
	b.WriteString(s[at:])
	return b.String()
}

// find gives the passage at word i that is the source's own.
func (a *adapter) find(r unitText, i int) (swap, bool) {
	if h, ok := a.address(r, i); ok {
		return h, true
	}
	if h, ok := a.assigned(r, i); ok {
		return h, true
	}
	t := r.ts[i]
	if t.digit {
		if end, year, ok := r.date(i); ok {
			return a.gapAt(r, i, end, GapDate), year >= a.first && year <= a.end
		}
		if end, year, ok := r.looseDate(i); ok {
			return a.gapAt(r, i, end, GapDate), year >= a.first && year <= a.end
		}
		if end, ok := r.amount(i); ok {
			return a.gapAt(r, i, end, GapAmount), true
		}
		return swap{}, false
	}
	if end, ok := r.spelledAmount(i); ok {
		return a.gapAt(r, i, end, GapAmount), true
	}
	if end, year, ok := r.monthOfYear(i); ok && year >= a.first && year <= a.end {
		return a.gapAt(r, i, end, GapDate), true
	}
	if h, ok := a.part(r, i); ok {
		return h, true
	}
	if h, ok := a.town(r, i); ok { // before streets: there is a town of Borgo Ticino
		return h, true
	}
	if end, ok := a.here[i]; ok {
		return a.gapAt(r, i, end, GapPlace), true
	}
	if from, to, kind, ok := r.filed(i); ok {
		return a.gapAt(r, from, to, kind), true
	}
	if from, to, kind, ok := r.street(i); ok && (kind != GapPlace || r.shouted(i, i+1)) && !(kind == GapStreet && r.townsOwn(i) && a.ownTown(r, i+2)) {
		return a.gapAt(r, from, to, kind), true
	}
	if h, ok := a.group(r, i); ok {
		return h, true
	}
	if h, ok := a.person(r, i); ok {
		return h, true
	}
	if h, ok := a.hamlet(r, i); ok {
		return h, true
	}
	if h, ok := a.province(r, i); ok {
		return h, true
	}
	return a.region(r, i)
}

func (a *adapter) gapAt(r unitText, i, j int, kind GapKind) swap {
	h := swap{from: r.ts[i].start, to: r.ts[j-1].end, last: j, kind: kind, now: kind.Label()}
	h.was = r.s[h.from:h.to]
	return h
}

// seats go before a town's name for where they sit: which town that is elsewhere
// is not certain.
var seats = []string{
	"tribunale", "università", "ateneo", "asl", "ausl", "usl", "asst", "ats", "azienda", "diocesi", "arcidiocesi", "commercio", "procura", "aeroporto", "ospedale",
	"conservatorio", "accademia", "policlinico", "porto", "stazione", "casello", "fiera", "prefettura", "questura", "corte", "tar", "liceo", "museo",
}

// bygone go before a town's name for what once was there, or was made there: no
// other town takes its place. What stays is told, like any name that is left.
var bygone = []string{
	"trattato", "trattati", "convenzione", "carta", "dichiarazione", "conferenza", "concordato", "accordi", "patti", "pace", "marcia", "sbarco",
	"battaglia", "assedio", "sacco", "strage", "eccidio", "olimpiadi",
}

func (a *adapter) town(r unitText, i int) (swap, bool) {
	for _, f := range a.towns {
		t, ok := a.g.town(r, i, f, false)
		if !ok {
			continue
		}
		before := ""
		if t.base != "" {
			before = r.low(t.word - 1)
		}
		if slices.Contains(bygone, before) {
			return swap{}, false
		}
		h := swap{from: t.from, to: t.to, last: t.last, kind: GapTown}
		h.was = r.s[t.from:t.to]
		name, other := a.to.municipality()
		if h.filled = name != "" && !slices.Contains(seats, before); !h.filled {
			name, other = GapTown.Label(), ""
		}
		h.now = t.written(name, other, a.to.Body.Province)
		if !h.filled && t.loud {
			h.now = strings.Replace(h.now, strings.ToUpper(GapTown.Label()), GapTown.Label(), 1)
		}
		return h, true
	}
	return swap{}, false
}

// address tells whether an address of the source's site or mail begins at i.
func (a *adapter) address(r unitText, i int) (swap, bool) {
	t := r.ts[i]
	rest := r.s[t.start:]
	if len(a.squeezed) == 0 {
		return swap{}, false
	}
	next := t.end - t.start
	if next >= len(rest) || rest[next] != '@' && rest[next] != '.' && rest[next] != ':' && rest[next] != '_' && rest[next] != '-' {
		return swap{}, false
	}
	end := strings.IndexAny(rest, " \u00a0\n\t,;)»>\"")
	if end < 0 {
		end = len(rest)
	}
	chunk := strings.TrimRight(rest[:end], ".:")
	if !strings.Contains(chunk, "@") && !strings.Contains(chunk, "://") && !strings.HasPrefix(chunk, "www.") && !strings.Contains(chunk, ".it") {
		return swap{}, false
	}
	folded := strings.ReplaceAll(foldName(chunk), " ", "")
	if !slices.ContainsFunc(a.squeezed, func(n string) bool { return strings.Contains(folded, n) }) {
		return swap{}, false
	}
	h := swap{from: t.start, to: t.start + len(chunk), last: i + 1, kind: GapAddress, was: chunk, now: GapAddress.Label()}
	for h.last < len(r.ts) && r.ts[h.last].start < h.to {
		h.last++
	}
	return h, true
}

// Gap is a placeholder in a text.
type Gap struct {
	Clause   civic.ID `json:"clause,omitempty"` // empty: a field of the heading
	Field    string   `json:"field"`            // "subject", "opener", "text", "place", "addressees"
	Kind     GapKind  `json:"kind"`
	From, To int      `json:"-"` // bytes
	Text     string   `json:"text"`
}

// Gaps lists the placeholders of a text, as one reads.
func Gaps(c civic.Content) []Gap {
	var out []Gap
	add := func(clause civic.ID, field, s string) {
		for _, m := range gaps(s) {
			out = append(out, Gap{Clause: clause, Field: field, Kind: gapKind(s[m[0]:m[1]]), From: m[0], To: m[1], Text: s[m[0]:m[1]]})
		}
	}
	add("", "subject", c.Subject)
	for _, s := range c.Addressees {
		add("", "addressees", s)
	}
	for _, cl := range c.Clauses {
		add(cl.ID, "opener", cl.Opener)
		add(cl.ID, "text", cl.Text)
	}
	return out
}

func gapKind(label string) GapKind {
	for k, l := range gapLabels() {
		if l == label {
			return k
		}
	}
	return GapOther
}
