package drafting

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"scranno/app/civic"
)

// longLine is the length in runes beyond which a line is a paragraph, as word
// processors hand them over; pages that were turned into text have shorter ones.
const longLine = 130

// Pasted reads what a clipboard holds: the plain text of a word processor, of a
// page or of a PDF, or RTF or HTML where the system hands that over. It gives
// the text with its marks of points as they are typed here, and whether each of
// its lines is a paragraph.
func Pasted(text string) (clean string, paragraphs bool) {
	switch head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 200)])); {
	case strings.HasPrefix(head, `{\rtf`):
		text, paragraphs = rtfText(text), true
	case strings.HasPrefix(head, "<!doctype html"), strings.HasPrefix(head, "<html"), strings.HasPrefix(head, "<meta"), strings.HasPrefix(head, "<p"), strings.HasPrefix(head, "<ol"), strings.HasPrefix(head, "<ul"):
		text, paragraphs = htmlText(text), true
	}
	text = unprinted.Replace(text)
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		paragraphs = paragraphs || strings.Contains(l, "\t") || utf8.RuneCountInString(l) > longLine
		lines[i] = pastedLine(l)
	}
	return civic.CleanText(strings.Join(lines, "\n")), paragraphs
}

// unprinted are signs that only matter to the program they come from. A break
// within a paragraph, and at a page's end, stays a break.
var unprinted = strings.NewReplacer(
	"\r\n", "\n", "\r", "\n", "\u000b", "\u2028", "\f", "\n", "\u00a0", " ", "\u202f", " ", "\u00ad", "", "\u200b", "", "\u200c", "",
	"\u2060", "", "\ufeff", "", "\u2029", "\n", "\u2011", "-", "\ufffc", "",
)

// bullets are the marks of lists that symbol fonts draw.
var bullets = strings.NewReplacer("\uf0b7", "•", "\uf0a7", "•", "\uf02d", "–", "\uf0d8", "•", "●", "•", "▪", "•", "■", "•", "◦", "–", "○", "–")

var pastedMark = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,3})*[.)]?|[a-zA-Z][.)]|[-–—•·o§*])\t+`)

// pastedLine writes the mark of a list with one space behind it, and tabs
// elsewhere as spaces.
func pastedLine(l string) string {
	l = bullets.Replace(strings.TrimLeft(l, " \t"))
	if m := pastedMark.FindString(l); m != "" {
		rest := strings.TrimLeft(l[len(m):], " \t")
		mark := strings.TrimRight(m, "\t")
		switch {
		case mark == "o" || mark == "§" || mark == "*":
			mark = "–"
		case mark[len(mark)-1] >= '0' && mark[len(mark)-1] <= '9':
			mark += "."
		case len(mark) == 2 && mark[1] == '.' && mark[0] >= 'a':
			mark = mark[:1] + ")"
		}
		l = mark + " " + rest
	}
	return strings.TrimRight(strings.ReplaceAll(l, "\t", " "), " ")
}

// CutPasted cuts a pasted text into clauses; each line is one where the lines
// are paragraphs.
func CutPasted(text string, ids func(i int) civic.ID) []civic.Clause {
	clean, paragraphs := Pasted(text)
	clean = strings.TrimSpace(clean)
	list := Cut(clean, ids)
	out := make([]civic.Clause, 0, len(list))
	n := len(list)
	for _, c := range list {
		if !paragraphs {
			out = append(out, c)
			continue
		}
		for k, line := range strings.Split(c.Text, "\n") {
			line = strings.TrimSpace(line)
			if k > 0 && line == "" {
				continue
			}
			x := c
			x.Text, x.Sep = line, ""
			if k > 0 {
				x.ID, x.Opener = ids(n), ""
				n++
			}
			out = append(out, x)
		}
	}
	for i := range out {
		out[i].Text = strings.ReplaceAll(out[i].Text, "\u2028", "\n")
	}
	return out
}

var (
	htmlDrop  = regexp.MustCompile(`(?is)<(script|style|head|title)\b.*?</(script|style|head|title)>|<!--.*?-->`)
	htmlItem  = regexp.MustCompile(`(?i)<(/?)(ol|ul|li|br|p|div|h[1-6]|tr|table)\b[^>]*>`)
	htmlTag   = regexp.MustCompile(`<[^>]*>`)
	htmlSpace = regexp.MustCompile(`[ \t\r\n]+`)
)

// htmlText gives the paragraphs and lists of a fragment of HTML.
func htmlText(s string) string {
	s = htmlSpace.ReplaceAllString(htmlDrop.ReplaceAllString(s, ""), " ")
	var counts []int // of the lists around: the number of the last point; -1: no numbers
	s = htmlItem.ReplaceAllStringFunc(s, func(tag string) string {
		m := htmlItem.FindStringSubmatch(tag)
		end, name := m[1] != "", strings.ToLower(m[2])
		switch {
		case name == "br":
			return "\u2028"
		case (name == "ol" || name == "ul") && end:
			counts = counts[:max(0, len(counts)-1)]
		case name == "ol":
			counts = append(counts, 0)
		case name == "ul":
			counts = append(counts, -1)
		case name == "li" && !end:
			if n := len(counts); n > 0 && counts[n-1] >= 0 {
				counts[n-1]++
				return "\n" + strconv.Itoa(counts[n-1]) + ".\t"
			}
			return "\n–\t"
		}
		return "\n"
	})
	s = html.UnescapeString(htmlTag.ReplaceAllString(s, ""))
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.Trim(line, " \u2028"); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// rtfText gives the paragraphs of a text in RTF.
func rtfText(s string) string {
	var b strings.Builder
	depth, hidden := 0, 0 // hidden: the depth of a group that is not text
	for i := 0; i < len(s); {
		c := s[i]
		switch c {
		case '{':
			depth++
			i++
		case '}':
			if hidden == depth {
				hidden = 0
			}
			depth--
			i++
		case '\\':
			word, num, next := rtfWord(s, i+1)
			put := ""
			switch word {
			case "par", "line", "row", "sect", "page":
				put = "\n"
			case "tab", "cell":
				put = "\t"
			case "emdash":
				put = "—"
			case "endash":
				put = "–"
			case "bullet":
				put = "•"
			case "lquote", "rquote":
				put = "'"
			case "ldblquote", "rdblquote":
				put = `"`
			case "u":
				put = string(rune(uint16(num))) //nolint:gosec // RTF writes sixteen bits with a sign
				if next < len(s) && s[next] != '\\' && s[next] != '{' && s[next] != '}' {
					next++ // the sign for programs that know no Unicode
				}
			case "'":
				put = string(rune(num)) // Latin-1, which is what Italian needs of it
			case "~":
				put = " "
			case "\\", "{", "}":
				put = word
			case "*", "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "footer", "listtable", "listoverridetable":
				if hidden == 0 {
					hidden = depth
				}
			}
			if hidden == 0 {
				b.WriteString(put)
			}
			i = next
		case '\r', '\n':
			i++
		default:
			if hidden == 0 {
				b.WriteByte(c)
			}
			i++
		}
	}
	return b.String()
}

// rtfWord reads the control behind a backslash: its word, its number, and where
// the text goes on.
func rtfWord(s string, at int) (word string, num, next int) {
	if at >= len(s) {
		return "", 0, at
	}
	if s[at] == '\'' && at+3 <= len(s) {
		n, err := strconv.ParseUint(s[at+1:at+3], 16, 8)
		if err == nil {
			return "'", int(n), at + 3
		}
	}
	end := at
	for end < len(s) && (s[end] >= 'a' && s[end] <= 'z' || s[end] >= 'A' && s[end] <= 'Z') {
		end++
	}
	if end == at {
		return s[at : at+1], 0, at + 1
	}
	word = s[at:end]
	from := end
	if end < len(s) && s[end] == '-' {
		end++
	}
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	if n, err := strconv.Atoi(s[from:end]); err == nil {
		num = n
	}
	if end < len(s) && s[end] == ' ' {
		end++
	}
	return word, num, end
}
