package spelling

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
)

const (
	// MaxSuspects is how many are told of one act: who has more writes in another
	// language.
	MaxSuspects = 300
	maxOffered  = 6 // corrections of one word
	// thought is for how many words corrections are looked for at once.
	thought = 60
)

// Suspect is a place of an act where a word may be wrong.
type Suspect struct {
	Clause civic.ID `json:"clause"` // empty: the subject
	From   int      `json:"from"`   // in bytes of the clause's text, or the subject
	To     int      `json:"to"`
	Word   string   `json:"word"` // as it stands there
	Code   string   `json:"code"` // why
	Offers []string `json:"offers"`
}

// Beside is what is known besides the dictionary.
type Beside struct {
	Own []string // the person's own words, in any case
	// Usual tells how many acts of the library have each of these words, in this
	// order; nil: nobody knows.
	Usual func(ctx context.Context, words []string) ([]int64, error)
}

// Check reads the subject and the clauses of an act. Names on the act are known.
// It stops when the context ends.
func (d *Dictionary) Check(ctx context.Context, c civic.Content, b Beside) ([]Suspect, error) {
	k := &checking{d: d, known: map[string]struct{}{}, judged: map[string]verdict{}, names: namesOn(c)}
	for _, w := range b.Own {
		k.known[strings.ToLower(straight(w))] = struct{}{}
	}
	k.read("", c.Subject)
	for _, cl := range c.Clauses {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if cl.Text != civic.Obscured {
			k.read(cl.ID, cl.Text)
		}
	}
	k.dropNames()
	return k.found, d.offer(ctx, k.found, b)
}

// namesOn are the words of people, bodies and places that the act itself gives.
func namesOn(c civic.Content) map[string]struct{} {
	out := map[string]struct{}{}
	for _, s := range c.Signatories {
		addNames(out, s.Name)
		addNames(out, s.Group)
	}
	for _, a := range c.Addressees {
		addNames(out, a)
	}
	for _, s := range []string{c.BodyName, c.Organ, c.Place, c.Heading} {
		addNames(out, s)
	}
	return out
}

// verdict is what is thought of a word wherever it stands.
type verdict struct {
	code  string // empty: it is right
	right string // what it should be, where a rule says so
}

type checking struct {
	d      *Dictionary
	known  map[string]struct{} // the person's own
	names  map[string]struct{}
	judged map[string]verdict
	found  []Suspect
	capped []bool // of found: a capital where no sentence begins
}

func (k *checking) read(clause civic.ID, text string) {
	var last token
	for _, t := range tokens(text) {
		if len(k.found) >= MaxSuspects {
			return
		}
		if again(text, last, t) {
			k.add(Suspect{Clause: clause, From: last.from, To: t.to, Word: text[last.from:t.to], Code: CodeTwice, Offers: []string{last.word}}, false)
		}
		last = t
		v := k.judge(t)
		if v.code == "" {
			continue
		}
		s := Suspect{Clause: clause, From: t.from, To: t.to, Word: text[t.from:t.to], Code: v.code}
		if v.right != "" {
			s.Offers = []string{v.right}
		} else if t.tail {
			s.To, s.Word = t.from+len(t.word), t.word
		}
		k.add(s, capital(t))
	}
}

func (k *checking) add(s Suspect, capital bool) {
	k.found, k.capped = append(k.found, s), append(k.capped, capital)
}

// capital tells whether a word, or what stands behind its article, has a capital
// that no sentence asks for.
func capital(t token) bool {
	word := t.word
	elided := strings.LastIndexFunc(word, apostrophe)
	if elided >= 0 {
		_, size := utf8.DecodeRuneInString(word[elided:])
		word = word[elided+size:]
	}
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && (elided >= 0 || !t.opens)
}

func (k *checking) judge(t token) verdict {
	key := t.word
	if t.tail {
		key += "'"
	}
	v, ok := k.judged[key]
	if !ok {
		v = k.think(t)
		k.judged[key] = v
	}
	return v
}

func (k *checking) think(t token) verdict {
	word := straight(t.word)
	lower := strings.ToLower(word)
	if _, own := k.known[lower]; own || utf8.RuneCountInString(word) == 1 && !t.tail && lower != "é" || len(word) > maxWord {
		return verdict{}
	}
	if right, code := fault(t); code != "" {
		return verdict{code, right}
	}
	if foreign(word) || k.d.Known(word) && !(t.tail && k.meansAccent(lower)) || t.tail && k.d.Known(word+"'") {
		return verdict{}
	}
	if k.name(word) || k.d.Known("'"+lower) {
		return verdict{}
	}
	if right := k.d.accentFor(word); right != "" {
		if t.tail {
			return verdict{CodeApostrophe, right}
		}
		return verdict{CodeAccent, right}
	}
	if _, rest, ok := strings.Cut(word, "'"); ok && (k.name(rest) || k.own(rest)) {
		return verdict{}
	}
	return verdict{code: CodeUnknown}
}

func (k *checking) own(word string) bool {
	_, ok := k.known[strings.ToLower(word)]
	return ok
}

// meansAccent tells whether a known word before an apostrophe is another one with
// its accent: piu' is not the end of a quotation, casa' is.
func (k *checking) meansAccent(lower string) bool {
	switch lower {
	case "piu", "gia", "puo", "cosi", "cio", "cioe":
		return true
	}
	return false
}

// name tells whether a word with a capital is a name that is known.
func (k *checking) name(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) {
		return false
	}
	lower := strings.ToLower(word)
	if _, ok := k.names[lower]; ok {
		return true
	}
	_, ok := k.d.names[lower]
	return ok
}

// dropNames takes away words with a capital inside a sentence: names of people
// and firms, of which nobody has a list. Those stay that stand there once and are
// a likely slip away from a known word.
func (k *checking) dropNames() {
	count, capped := map[string]int{}, map[string]bool{}
	for i, s := range k.found {
		count[s.Word]++
		capped[s.Word] = capped[s.Word] || k.capped[i]
	}
	kept := k.found[:0]
	for _, s := range k.found {
		if capped[s.Word] && s.Code == CodeUnknown && (count[s.Word] > 1 || !k.d.likelyWrong(straight(s.Word))) {
			continue
		}
		kept = append(kept, s)
	}
	k.found = kept
}

// again tells whether two words that follow each other are one written twice. Of
// the others Italian says twice what it means twice: via via, piano piano.
func again(text string, a, b token) bool {
	if a.word == "" || a.word != b.word || a.tail || text[a.to:b.from] != " " {
		return false
	}
	switch a.word {
	case "il", "lo", "la", "i", "gli", "un", "uno", "una", "di", "del", "della", "dei", "delle", "degli", "da", "dal", "dalla", "in", "nel", "nella",
		"con", "per", "tra", "fra", "a", "al", "alla", "ai", "alle", "agli", "e", "che", "non", "si", "sono", "è", "anche", "come", "su", "sul", "sulla":
		return true
	}
	return false
}

// foreign tells whether a word has letters that Italian does not write.
func foreign(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool {
		return unicode.IsLetter(r) && r > unicode.MaxLatin1 || strings.ContainsRune("äëïöüÄËÏÖÜßñçâêîôûåøæ", r)
	})
}
