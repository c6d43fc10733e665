package desk

import (
	"context"
	"strings"
	"unicode"

	"scranno/app/civic"
	"scranno/app/spelling"
)

// maxOwnWord bounds a word that the person adds, in bytes.
const maxOwnWord = 60

// Suspect is a place of an act where a word may be wrong.
type Suspect = spelling.Suspect

// Spelling reads an act and says which words may be wrong, in their order. The
// dictionary is read when it is first asked for: call it where nobody waits. It
// stops when the context ends.
func (d *Desk) Spelling(ctx context.Context, c civic.Content) ([]Suspect, error) {
	dict, err := d.dictionary()
	if err != nil {
		return nil, err
	}
	own, err := d.o.Store.OwnWords(ctx)
	if err != nil {
		return nil, err
	}
	return dict.Check(ctx, c, spelling.Beside{Own: own, Usual: d.o.Store.Usual})
}

// DraftSpelling is Spelling of a draft as it is saved.
func (d *Desk) DraftSpelling(ctx context.Context, id civic.ID) ([]Suspect, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return nil, err
	}
	return d.Spelling(ctx, *x.Plain)
}

// OwnWords lists the words that the person has added, in the order of the
// alphabet. They stay on this device.
func (d *Desk) OwnWords(ctx context.Context) ([]string, error) { return d.o.Store.OwnWords(ctx) }

// AddWord takes a word into the person's own dictionary.
func (d *Desk) AddWord(ctx context.Context, word string) error {
	word = strings.ToLower(strings.TrimSpace(word))
	bad := func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-' && !unicode.IsMark(r)
	}
	if word == "" || len(word) > maxOwnWord || strings.ContainsFunc(word, bad) {
		return civic.NewError(civic.Invalid, "desk.word", "spelling.bad_word")
	}
	return d.after(d.o.Store.AddWord(ctx, strings.ReplaceAll(word, "’", "'"), d.now()))
}

// RemoveWord takes a word out of it. NotFound: it is not there.
func (d *Desk) RemoveWord(ctx context.Context, word string) error {
	word = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(word)), "’", "'")
	return d.after(d.o.Store.RemoveWord(ctx, word))
}
