package spelling

import "strings"

// Why a word is suspect, beyond that nobody knows it. The screens have a
// sentence for each.
const (
	CodeUnknown    = "unknown"    // no such word
	CodeAccent     = "accent"     // the accent is missing, or leans the wrong way
	CodeApostrophe = "apostrophe" // an apostrophe in the place of an accent, or the other way round
	CodeElision    = "elision"    // an apostrophe that does not belong there: qual è
	CodeJoined     = "joined"     // one word written as two, or two as one
	CodeTwice      = "twice"      // the same word twice
)

// wrong is what Italians often write, whatever a dictionary says: what it should
// be and why.
var wrong = map[string]struct{ right, code string }{
	"pò": {"po'", CodeApostrophe}, "mò": {"mo'", CodeApostrophe},
	"qual'è": {"qual è", CodeElision}, "qual'era": {"qual era", CodeElision}, "tal'è": {"tal è", CodeElision},
	"perchè": {"perché", CodeAccent}, "poichè": {"poiché", CodeAccent}, "affinchè": {"affinché", CodeAccent},
	"benchè": {"benché", CodeAccent}, "finchè": {"finché", CodeAccent}, "giacchè": {"giacché", CodeAccent},
	"purchè": {"purché", CodeAccent}, "sicchè": {"sicché", CodeAccent}, "anzichè": {"anziché", CodeAccent},
	"nonchè": {"nonché", CodeAccent}, "allorchè": {"allorché", CodeAccent}, "cosicchè": {"cosicché", CodeAccent},
	"ancorchè": {"ancorché", CodeAccent}, "dopodichè": {"dopodiché", CodeAccent}, "dacchè": {"dacché", CodeAccent}, "talchè": {"talché", CodeAccent}, "fuorchè": {"fuorché", CodeAccent},
	"nè": {"né", CodeAccent}, "sè": {"sé", CodeAccent}, "é": {"è", CodeAccent}, "cioé": {"cioè", CodeAccent},
	"piú": {"più", CodeAccent}, "cosí": {"così", CodeAccent}, "potè": {"poté", CodeAccent}, "ventitrè": {"ventitré", CodeAccent},
	"trentatrè": {"trentatré", CodeAccent}, "caffé": {"caffè", CodeAccent}, "tré": {"tre", CodeAccent},
	"quì": {"qui", CodeAccent}, "quà": {"qua", CodeAccent}, "sù": {"su", CodeAccent}, "fà": {"fa", CodeAccent}, "stà": {"sta", CodeAccent},
	"sà": {"sa", CodeAccent}, "sò": {"so", CodeAccent}, "và": {"va", CodeAccent}, "stò": {"sto", CodeAccent}, "fù": {"fu", CodeAccent},
	"fin'ora":  {"finora", CodeJoined},
	"daccordo": {"d'accordo", CodeJoined}, "d'avanti": {"davanti", CodeJoined}, "inanzitutto": {"innanzitutto", CodeUnknown},
	"sopratutto": {"soprattutto", CodeUnknown}, "propio": {"proprio", CodeUnknown}, "propia": {"propria", CodeUnknown},
	"qualcun'altro": {"qualcun altro", CodeElision}, "nessun'altro": {"nessun altro", CodeElision}, "un'altro": {"un altro", CodeElision},
	"un'ente": {"un ente", CodeElision}, "un'atto": {"un atto", CodeElision}, "un'impegno": {"un impegno", CodeElision},
	"un'intervento": {"un intervento", CodeElision}, "un'incontro": {"un incontro", CodeElision}, "un'edificio": {"un edificio", CodeElision},
	"un'ufficio": {"un ufficio", CodeElision}, "un'accordo": {"un accordo", CodeElision}, "un'aumento": {"un aumento", CodeElision},
	"qual'e": {"qual è", CodeElision}, "c'e": {"c'è", CodeAccent}, "dov'e": {"dov'è", CodeAccent}, "com'e": {"com'è", CodeAccent}, "cos'e": {"cos'è", CodeAccent},
	"metereologico": {"meteorologico", CodeUnknown}, "conoscienza": {"conoscenza", CodeUnknown}, "coscenza": {"coscienza", CodeUnknown},
}

// fault judges a word by the rules; "" where they have nothing to say.
func fault(t token) (right, code string) {
	word := straight(t.word)
	lower := strings.ToLower(word)
	if w, ok := wrong[lower]; ok && w.code != "" && !t.tail {
		return sameCase(word, w.right), w.code
	}
	if t.tail && len(word) == 1 {
		switch word { // E' in the place of È
		case "E":
			return "È", CodeApostrophe
		case "e":
			return "", ""
		}
	}
	return "", ""
}

// accentFor gives the word that is meant by an apostrophe written for the accent
// (citta', piu'), or by none at all (citta); empty where there is none.
func (d *Dictionary) accentFor(word string) string {
	if word == "" {
		return ""
	}
	last := word[len(word)-1]
	i := strings.IndexByte(plain, last)
	if i < 0 {
		return ""
	}
	stem := word[:len(word)-1]
	options := []rune{[]rune(grave)[i]}
	if last == 'e' {
		options = append(options, 'é')
		if strings.HasSuffix(stem, "ch") {
			options[0], options[1] = 'é', 'è'
		}
	}
	for _, r := range options {
		if w := stem + string(r); d.Known(w) {
			return w
		}
	}
	return ""
}

// sameCase writes a word with the capital that another begins with.
func sameCase(model, word string) string {
	if model == "" || word == "" {
		return word
	}
	first := []rune(model)[0]
	if strings.ToUpper(string(first)) != string(first) || strings.ToLower(string(first)) == string(first) {
		return word
	}
	r := []rune(word)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
