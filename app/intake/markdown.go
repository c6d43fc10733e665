package intake

import (
	"path/filepath"
	"regexp"
	"strings"

	"scranno/app/civic"
)

// isMarkdown tells a text written in Markdown: by its name, or by a title.
func isMarkdown(f civic.LocalFile, text string) bool {
	switch strings.ToLower(filepath.Ext(f.Name)) {
	case ".md", ".markdown":
		return true
	}
	return regexp.MustCompile(`(?m)^#{1,6} \S`).MatchString(upTo(text, headBytes))
}

// unmarked takes the marks of Markdown out of a text: titles, emphasis, escapes
// and forced line ends. Lists keep theirs, which an act has too.
func unmarked(text string) string {
	const hidden = 0xe000 // where escaped signs stand meanwhile
	text = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]").ReplaceAllStringFunc(text, func(s string) string { return string(rune(hidden) + rune(s[1])) })
	for _, m := range []struct{ mark, with string }{
		{`(?s)<!--.*?-->`, ""},
		{`(?m)^ {0,3}(?:-{3,}|\*{3,}|_{3,}|={3,}|\|?[ \t:|-]*-{3,}[ \t:|-]*|(?:` + "```|~~~" + `).*)[ \t]*$`, ""},
		{`(?m)^ {0,3}(?:> ?)+`, ""},
		{`(?m)^([ \t]*)[*+][ \t]+`, "$1- "},
		{`!\[[^\]\n]*\]\([^)\n]*\)`, ""},
		{`\[([^\]\n]+)\]\([^)\n]*\)`, "$1"},
		{`(?m)^[ \t]*\|[ \t]*(.*?)[ \t]*\|[ \t]*$`, "$1"},
		{"`([^`\n]+)`", "$1"},
		{`(?m)\\[ \t]*$`, ""},
		{`(?m)^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$`, "$1"},
		{`\*\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*\*`, "$1"},
		{`\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*`, "$1"},
		{`\*([^*\s](?:[^*\n]*[^*\s])?)\*`, "$1"},
		{`(?m)(^|[^\w_])__?([^_\s](?:[^_\n]*[^_\s])?)__?([^\w_]|$)`, "$1$2$3"},
	} {
		text = regexp.MustCompile(m.mark).ReplaceAllString(text, m.with)
	}
	return strings.Map(func(r rune) rune {
		if r > hidden && r < hidden+0x80 {
			return r - hidden
		}
		return r
	}, text)
}
