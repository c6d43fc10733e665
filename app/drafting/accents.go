package drafting

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
)

// AccentWord is the code of the finding that tells of accents written with an
// apostrophe: "perche'", "E'", "citta'".
const AccentWord = "accents"

// Accent is a word whose accent was written with an apostrophe.
type Accent struct {
	Clause   civic.ID // empty: in the subject
	From, To int      // bytes
	Word     string   // as written, with the apostrophe
	Right    string
}

// Accents lists the words of a text whose accent was written with an apostrophe.
// Words that truly lost their end ("un po'", "a mo' di") are none, nor is what
// ends a quotation.
func Accents(c civic.Content) []Accent {
	out := accentsIn(nil, "", c.Subject)
	for _, cl := range c.Clauses {
		out = accentsIn(out, cl.ID, cl.Text)
	}
	return out
}

// WithAccents writes them as they should be, and says how many they were.
func WithAccents(c civic.Content) (civic.Content, int) {
	all := Accents(c)
	c.Clauses = slices.Clone(c.Clauses)
	for _, a := range slices.Backward(all) { // from behind: places stay true
		text := &c.Subject
		for i := range c.Clauses {
			if a.Clause != "" && c.Clauses[i].ID == a.Clause {
				text = &c.Clauses[i].Text
			}
		}
		*text = (*text)[:a.From] + a.Right + (*text)[a.To:]
	}
	return c, len(all)
}

func accentsIn(out []Accent, clause civic.ID, text string) []Accent {
	quoted := false // by single marks
	for i, r := range text {
		if r == '‘' {
			quoted = true
		}
		if r != '\'' && r != '’' {
			continue
		}
		size := utf8.RuneLen(r)
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+size:])
		if !unicode.IsLetter(before) {
			quoted = quoted || unicode.IsLetter(after) && i+size < len(text) && strings.ContainsAny(text[i+size:], "'’")
			continue
		}
		if i+size < len(text) && (unicode.IsLetter(after) || unicode.IsDigit(after)) {
			continue // elided
		}
		if quoted {
			quoted = false
			continue
		}
		from := wordStart(text, i)
		if right := accented(text[from:i]); right != "" && !url(text, from) {
			out = append(out, Accent{Clause: clause, From: from, To: i + size, Word: text[from : i+size], Right: right})
		}
	}
	return out
}

func wordStart(text string, end int) int {
	head := strings.TrimRightFunc(text[:end], unicode.IsLetter)
	return len(head)
}

// url tells whether a place is within an address.
func url(text string, at int) bool {
	from := strings.LastIndexFunc(text[:at], unicode.IsSpace) + 1
	to := strings.IndexFunc(text[at:], unicode.IsSpace)
	if to < 0 {
		to = len(text) - at
	}
	return strings.ContainsAny(text[from:at+to], "@/`=")
}

// ownAccents are words with their accents which no ending tells.
var ownAccents = map[string]string{
	"e": "è", "piu": "più", "gia": "già", "puo": "può", "cosi": "così", "cio": "ciò", "cioe": "cioè", "giu": "giù", "la": "là", "li": "lì",
	"si": "sì", "se": "sé", "ne": "né", "pero": "però", "percio": "perciò", "bensi": "bensì", "altresi": "altresì", "chissa": "chissà",
	"lunedi": "lunedì", "martedi": "martedì", "mercoledi": "mercoledì", "giovedi": "giovedì", "venerdi": "venerdì", "eta": "età", "meta": "metà",
	"virtu": "virtù", "gioventu": "gioventù", "tribu": "tribù", "caffe": "caffè", "lassu": "lassù", "quaggiu": "quaggiù", "oltreche": "oltreché",
	"sara": "sarà", "avra": "avrà", "fara": "farà", "dara": "darà", "stara": "starà", "potra": "potrà", "dovra": "dovrà", "verra": "verrà", "andra": "andrà",
	"vorra": "vorrà", "terra": "terrà", "rimarra": "rimarrà", "saro": "sarò", "avro": "avrò", "potro": "potrò", "dovro": "dovrò", "che": "ché",
}

// endings are those of words that Italian ends with an accent.
var endings = []struct{ plain, right string }{
	{"ita", "ità"},
	{"ieta", "ietà"},
	{"lta", "ltà"},
	{"rta", "rtà"},
	{"nta", "ntà"},
	{"tta", "ttà"},
	{"sta", "stà"},
	{"delta", "deltà"},
	{"che", "ché"},
	{"era", "erà"},
	{"ira", "irà"},
	{"tre", "tré"},
}

// accented gives the word that was meant before an apostrophe; empty where it is
// none.
func accented(word string) string {
	lower := strings.ToLower(word)
	right := ownAccents[lower]
	if utf8.RuneCountInString(word) == 1 && word != "E" && word != "e" {
		return ""
	}
	if right == "" && len(word) >= 5 {
		for _, e := range endings {
			if stem, ok := strings.CutSuffix(lower, e.plain); ok && stem != "" {
				right = stem + e.right
				break
			}
		}
	}
	switch {
	case right == "":
		return ""
	case len(word) > 1 && strings.ToUpper(word) == word:
		return strings.ToUpper(right)
	case unicode.IsUpper([]rune(word)[0]):
		r := []rune(right)
		return string(unicode.ToUpper(r[0])) + string(r[1:])
	}
	return right
}

// accents tells of accents written with an apostrophe, all at once.
func (x *checking) accents() {
	all := Accents(x.c)
	if len(all) == 0 {
		return
	}
	a := all[0]
	at := place{clause: a.Clause, from: a.From, to: a.To}
	if a.Clause == "" {
		at = place{field: "subject"}
	}
	x.add(civic.Hint, AccentWord, at, "text", a.Word, "now", a.Right, "count", strconv.Itoa(len(all)))
}
