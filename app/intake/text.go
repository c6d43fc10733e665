package intake

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"scranno/app/akn"
	"scranno/app/civic"
	"scranno/app/drafting"
)

// maxText bounds the text that is taken out of a document, in bytes.
const maxText = civic.MaxActText - civic.MaxActText/10

// Text gives the act that a document holds: its subject where a line says
// *oggetto*, and its text cut into clauses. Unknown ("intake.no_text") where it
// holds none, as a scan; Unknown ("intake.unreadable", "intake.encrypted") where it
// cannot be read.
func (r Reader) Text(ctx context.Context, f civic.LocalFile, ids func(i int) civic.ID) (civic.Content, error) {
	p, err := r.read(ctx, f, ids)
	return p.Content, err
}

// Said is Text as far as an act may hold it.
func (r Reader) Said(ctx context.Context, f civic.LocalFile, ids func(i int) civic.ID) (civic.Paper, error) {
	p, err := r.read(ctx, f, ids)
	if list := p.Content.Clauses; len(list) > civic.MaxClauses {
		p.Content.Clauses, p.Short = list[:civic.MaxClauses:civic.MaxClauses], true
	}
	return p, err
}

// Paper is Said with what the document does not say in so many words guessed, and
// told to be so.
func (r Reader) Paper(ctx context.Context, f civic.LocalFile, ids func(i int) civic.ID) (civic.Paper, error) {
	p, err := r.Said(ctx, f, ids)
	if err == nil && !p.Whole {
		guess(&p, f.Name)
	}
	return p, err
}

func (r Reader) read(ctx context.Context, f civic.LocalFile, ids func(i int) civic.ID) (civic.Paper, error) {
	const op = "intake.text"
	var text string
	var err error
	switch f.Type {
	case civic.TypePDF:
		text, err = r.pdfText(ctx, f.Data)
		if civic.Is(err, civic.Unknown) && bytes.Contains(f.Data, []byte("/Encrypt")) {
			err = encrypted()
		}
	case civic.TypeDOCX:
		text, err = docxText(ctx, f.Data)
	case civic.TypeODT:
		text, err = odtText(ctx, f.Data)
	case civic.TypeText:
		return plainText(f, ids)
	default:
		err = civic.NewError(civic.Unknown, op, "intake.no_text")
	}
	if err != nil {
		return civic.Paper{}, err
	}
	text = strings.TrimSpace(civic.CleanText(text))
	if countLetters(text) < fewLetters {
		return civic.Paper{}, civic.NewError(civic.Unknown, op, "intake.no_text")
	}
	p := cut(upTo(text, maxText), ids)
	p.Short = tooLong(text)
	return p, nil
}

// tooLong tells whether a document goes on after what is taken of it. A reader stops
// at the bound, and white space was taken out since.
func tooLong(text string) bool { return len(text) > maxText-maxText/100 }

// cut makes an act of a text: its head, its foot, and its clauses.
func cut(text string, ids func(i int) civic.ID) civic.Paper {
	h, rest := split(evenly(unpaged(text)))
	p := civic.Paper{BodySaid: h.body, Content: civic.Content{
		Kind: h.kind, Subkind: h.subkind, Subject: h.subject, Protocol: h.protocol, Date: h.date, Addressees: h.to,
	}}
	rest = foot(&p, rest)
	p.Content.Clauses = drafting.Cut(rest, ids)
	return p
}

// evenly gives a text without the white space that only sets it: spaces in a row,
// and the tab between a word that begins a line and what follows.
func evenly(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if head, rest, ok := strings.Cut(l, "\t"); ok { // else it parts the cells of a table
			if _, mark := drafting.ParseLabel(strings.TrimSpace(head)); mark || leadWord.MatchString(head) {
				l = head + " " + strings.TrimLeft(rest, "\t ")
			}
		}
		if at := len(l) - len(strings.TrimLeft(l, " ")); strings.Contains(l[at:], "  ") {
			l = l[:at] + manySpaces.ReplaceAllString(l[at:], " ")
		}
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.Join(lines, "\n")
}

var (
	leadWord   = regexp.MustCompile(`(?i)^\s*(?:premess|considerat|vist|rilevat|ritenut|richiamat|dato atto|preso atto|tenuto conto)[aeio]?\s*$`)
	manySpaces = regexp.MustCompile(` {2,}`)
)

// plainText reads a draft's text file, an act as Akoma Ntoso, or any text.
func plainText(f civic.LocalFile, ids func(i int) civic.ID) (civic.Paper, error) {
	data := f.Data
	if bytes.HasPrefix(data, []byte(`{\rtf`)) {
		return civic.Paper{}, civic.NewError(civic.Unknown, "intake.text", "intake.rtf")
	}
	if akn.Is(data[:min(len(data), civic.AttachmentSniff)]) {
		c, err := akn.Read(data, ids)
		return civic.Paper{Content: c, Whole: akn.Whole(data)}, err
	}
	text := civic.CleanText(decoded(data))
	long := tooLong(text)
	text = upTo(text, maxText)
	c, err := drafting.ParseFile(text, ids)
	if err != nil || !strings.HasPrefix(text, "---") { // no front matter, or what only looks like it
		p := cut(plainly(f, text), ids)
		p.Short = long
		return p, nil
	}
	return civic.Paper{Content: c, Short: long}, nil
}

// plainly gives a text without the marks of its format, its sentences whole.
func plainly(f civic.LocalFile, text string) string {
	switch {
	case isHTML(f, text):
		return htmlText(text)
	case isMarkdown(f, text):
		text = unmarked(text)
	}
	return unbroken(text)
}

// wide tells a text in UTF-16, by its mark.
func wide(data []byte) bool {
	return len(data) > 2 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff)
}

// decoded gives the text of a file: UTF-8, UTF-16 with its mark, else the code
// page of western Windows.
func decoded(data []byte) string {
	if wide(data) {
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i+1 < len(data); i += 2 {
			if data[0] == 0xff {
				units = append(units, uint16(data[i])|uint16(data[i+1])<<8)
			} else {
				units = append(units, uint16(data[i+1])|uint16(data[i])<<8)
			}
		}
		return string(utf16.Decode(units))
	}
	if utf8.Valid(data) {
		return string(data)
	}
	return windows1252(data)
}

func windows1252(data []byte) string {
	high := []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		if c >= 0x80 && c < 0xa0 {
			b.WriteRune(high[c-0x80])
		} else {
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

// fewLetters is what a page's stamp or a scanner's mark may hold: less is no
// text.
const fewLetters = 40

func countLetters(text string) int {
	n := 0
	for _, r := range text {
		if r > ' ' && r != utf8.RuneError {
			n++
		}
	}
	return n
}

func upTo(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
