package civic

// Section is the place of a clause in an act.
type Section string

// The sections, in the order in which an act usually has them.
const (
	Intro     Section = "intro"     // prose without cues, never refused
	Recital   Section = "recital"   // premesso che, considerato che, …
	CitationS Section = "citation"  // visto, richiamato, …
	Hinge     Section = "hinge"     // tutto ciò premesso
	Operative Section = "operative" // the formula and its numbered points
	Article   Section = "article"   // regulations and bills
	Closing   Section = "closing"
)

// Sections lists them in order.
func Sections() []Section {
	return []Section{Intro, Recital, CitationS, Hinge, Operative, Article, Closing}
}

// Valid tells whether s is one of the sections.
func (s Section) Valid() bool {
	for _, x := range Sections() {
		if x == s {
			return true
		}
	}
	return false
}

// Clause is a piece of an act with an id of its own, which edits and reuse
// keep. Merge, lineage, amendments and redaction stand on these ids.
type Clause struct {
	ID      ID      `json:"id"`
	Section Section `json:"section"`
	Opener  string  `json:"opener,omitempty"` // the cue as written: "premesso che", "impegna il Sindaco e la Giunta", "1."
	Text    string  `json:"text"`
	Sep     string  `json:"sep,omitempty"`     // white space that follows in the source, where it is not the usual
	Origins []ID    `json:"origins,omitempty"` // clauses it was taken from, over any number of steps
}
