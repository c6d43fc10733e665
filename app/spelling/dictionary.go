package spelling

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
	"scranno/assets"
)

// maxWord bounds a word that is looked up, in bytes: the longest form of the
// dictionary has less than half of it.
const maxWord = 80

// maxUnpacked bounds a file of the dictionary, in bytes: the larger has 1.3 MB.
const maxUnpacked = 16 << 20

// Dictionary knows Italian words and names of places. It does not change and is
// safe for concurrent use.
type Dictionary struct {
	text  string   // all entries, "word/flags" a line
	table []uint32 // places of entries in text, counted from 1, by hash; 0: free
	suffixes,
	prefixes affixes
	extra map[string]struct{} // words that the dictionary lacks, lower case
	names map[string]struct{} // words of names of places, lower case
}

// Load reads the dictionary that is embedded. It takes about a tenth of a second
// and six megabytes: call it where nobody waits, once.
func Load() (*Dictionary, error) {
	rules, err := unpack(assets.SpellingRules())
	if err != nil {
		return nil, err
	}
	words, err := unpack(assets.SpellingWords())
	if err != nil {
		return nil, err
	}
	d := &Dictionary{extra: map[string]struct{}{}}
	d.suffixes, d.prefixes = readAffixes(rules)
	d.index(words)
	for line := range strings.Lines(assets.CouncilWords()) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			d.extra[w] = struct{}{}
		}
	}
	d.names = placeNames(assets.Gazetteer())
	return d, nil
}

func unpack(packed []byte) (string, error) {
	const op = "spelling.load"
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", civic.WrapError(civic.Damaged, op, err)
	}
	text, err := io.ReadAll(io.LimitReader(z, maxUnpacked))
	if err == nil {
		err = z.Close()
	}
	return string(text), civic.WrapError(civic.Damaged, op, err)
}

// index puts the entries into the table. The list begins with its size and, as
// comments, with lines that begin with a slash.
func (d *Dictionary) index(list string) {
	d.text = list
	d.table = make([]uint32, 1<<18)
	mask := uint32(len(d.table) - 1)
	for at := 0; at < len(list); {
		end := len(list)
		if i := strings.IndexByte(list[at:], '\n'); i >= 0 {
			end = at + i
		}
		if line := list[at:end]; line != "" && line[0] != '/' && line[0] > '9' {
			word, _, _ := strings.Cut(line, "/")
			h := hash(word) & mask
			for d.table[h] != 0 {
				h = (h + 1) & mask
			}
			d.table[h] = uint32(at + 1)
		}
		at = end + 1
	}
}

func hash(word string) uint32 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return h ^ h>>15
}

// entry tells whether some entry of exactly this word fits; flags are those of
// one that stands in the dictionary.
func (d *Dictionary) entry(word string, fits func(flags string) bool) bool {
	mask := uint32(len(d.table) - 1)
	for h := hash(word) & mask; d.table[h] != 0; h = (h + 1) & mask {
		line := d.text[d.table[h]-1:]
		if !strings.HasPrefix(line, word) || len(line) == len(word) {
			continue
		}
		rest := line[len(word):]
		switch rest[0] {
		case '\n', '\r':
			if fits("") {
				return true
			}
		case '/':
			flags, _, _ := strings.Cut(rest[1:], "\n")
			if fits(flags) {
				return true
			}
		}
	}
	return false
}

// whatever takes any entry.
func whatever(string) bool { return true }

// Known tells whether a word is written as Italian writes it: as it stands, in
// lower case where it begins with a capital, or with an article elided before
// it. The apostrophe may be the typewriter's or the printer's.
func (d *Dictionary) Known(word string) bool {
	if word = straight(word); len(word) > maxWord || word == "" {
		return false
	}
	if d.form(word) {
		return true
	}
	r, size := utf8.DecodeRuneInString(word)
	lower := string(unicode.ToLower(r)) + word[size:]
	if lower != word && d.form(lower) {
		return true
	}
	if bare := withoutInnerAccents(lower); bare != lower && d.form(bare) {
		return true // presìdi, princìpi: to tell them from others
	}
	i := strings.IndexByte(word, '\'')
	if i < 0 {
		return false
	}
	head, rest := lower[:i+1], lower[i+1:]
	if rest == "" {
		return elides(head) || d.form(lower)
	}
	return elides(head) && opensWithVowel(rest) && d.Known(rest)
}

// form tells whether the dictionary makes exactly this word.
func (d *Dictionary) form(word string) bool {
	if _, ok := d.extra[word]; ok || d.entry(word, whatever) {
		return true
	}
	return d.ends(word, "") || d.begins(word)
}

// straight writes a word with the typewriter's apostrophe, its accents in one
// sign with their letters and without soft hyphens.
func straight(word string) string {
	if !strings.ContainsAny(word, "’ʼ‘´`\u00ad\u0300\u0301") {
		return word
	}
	out := make([]rune, 0, len(word))
	for _, r := range word {
		switch r {
		case '’', 'ʼ', '‘', '´', '`':
			r = '\''
		case '\u00ad':
			continue
		case '\u0300', '\u0301':
			if n := len(out); n > 0 {
				if joined := accented(out[n-1], r == '\u0300'); joined != 0 {
					out[n-1] = joined
					continue
				}
			}
		}
		out = append(out, r)
	}
	return string(out)
}

const (
	plain = "aeiouAEIOU"
	grave = "àèìòùÀÈÌÒÙ"
	acute = "áéíóúÁÉÍÓÚ"
)

// accented puts an accent on a vowel; 0 where it is none.
func accented(r rune, down bool) rune {
	i := strings.IndexRune(plain, r)
	if i < 0 {
		return 0
	}
	if down {
		return []rune(grave)[i]
	}
	return []rune(acute)[i]
}

// withoutInnerAccents drops the accents that do not stand on the last letter,
// where they are no matter of spelling.
func withoutInnerAccents(word string) string {
	last := len(word)
	if last > 0 {
		_, size := utf8.DecodeLastRuneInString(word)
		last -= size
	}
	return strings.Map(func(r rune) rune {
		for i, a := range []rune(grave) {
			if a == r || r == []rune(acute)[i] {
				return rune(plain[i])
			}
		}
		return r
	}, word[:last]) + word[last:]
}

// elides tells whether words that begin with a vowel follow this one, which
// ends in an apostrophe, without a space.
func elides(head string) bool {
	switch head {
	case "l'", "un'", "d'", "c'", "m'", "t'", "s'", "v'", "n'", "gl'", "dell'", "all'", "dall'", "nell'", "sull'", "coll'", "dagl'", "degl'", "agl'",
		"quell'", "quest'", "bell'", "sant'", "nessun'", "ciascun'", "qualcun'", "alcun'", "tutt'", "mezz'", "quant'", "cos'", "dov'", "com'", "anch'",
		"senz'", "grand'", "buon'", "ognun'", "cent'", "trent'", "quand'", "neppur'", "sott'", "sopr'", "altr'", "fors'", "pover'", "ultim'", "prim'":
		return true
	}
	return false
}

func opensWithVowel(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return strings.ContainsRune(plain+grave+acute+"hH", r)
}
