package drafting_test

import (
	"strings"
	"testing"

	"scranno/app/drafting"
)

func TestWhatAWordProcessorHandsOver(t *testing.T) {
	long := strings.Repeat("una frase che va avanti senza fermarsi ", 5)
	rows := []struct{ name, text, want string }{
		{
			"numbered points", "impegna il Sindaco e la Giunta a:\r\n1.\tcoprire la piazza;\r\n2.\triferire in Consiglio.\r\n",
			"operative|impegna il Sindaco e la Giunta a:|\noperative|1.|coprire la piazza;\noperative|2.|riferire in Consiglio.",
		},
		{
			"nested points", "impegna il Sindaco e la Giunta a:\n1.\tcoprire la piazza:\na)\tsubito;\nb)\tdel tutto;\n2.1.\triferire.",
			"operative|impegna il Sindaco e la Giunta a:|\noperative|1.|coprire la piazza:\noperative|a)|subito;\noperative|b)|del tutto;\noperative|2.1.|riferire.",
		},
		{"bullets", "premesso che\n•\tpiove;\n\uf0b7\ttira vento;\no\tnevica.", "recital|premesso che|\nrecital|•|piove;\nrecital|•|tira vento;\nrecital|–|nevica."},
		{"paragraphs", long + "\n" + long + "\n" + long, "intro||" + strings.TrimSpace(long) + "\nintro||" + strings.TrimSpace(long) + "\nintro||" + strings.TrimSpace(long)},
		{"signs of layout", "visto l\u2019art.\u00a042 del rego\u00adlamento\u200b;", "citation|visto|l’art. 42 del regolamento;"},
		{
			"html", "<html><body><p>premesso che <b>piove</b>&nbsp;forte;</p><ol><li>coprire</li><li>riferire</li></ol><ul><li>altro</li></ul></body></html>",
			"recital|premesso che|piove forte;\noperative|1.|coprire\noperative|2.|riferire\noperative|–|altro",
		},
		{
			"rtf", `{\rtf1\ansi{\fonttbl{\f0 Times;}}{\*\generator Riched20;}\f0 premesso che perch\'e9 no;\par 1.\tab coprire \u8212? tutto;\par}`,
			"recital|premesso che|perché no;\nrecital|1.|coprire — tutto;",
		},
	}
	for _, r := range rows {
		var got []string
		for _, c := range drafting.CutPasted(r.text, ids) {
			got = append(got, string(c.Section)+"|"+c.Opener+"|"+c.Text)
		}
		if strings.Join(got, "\n") != r.want {
			t.Errorf("%s:\n%s", r.name, strings.Join(got, "\n"))
		}
	}
}

func FuzzPasted(f *testing.F) {
	f.Add("1.\tuno\r\n•\tdue")
	f.Add(`{\rtf1\ansi \'e8\u8212? {\*x}}\`)
	f.Add("<html><ol><li>uno<li>due</ol><p>&egrave;<br>")
	f.Fuzz(func(_ *testing.T, text string) { drafting.CutPasted(text, ids) })
}

func TestWordsAreFound(t *testing.T) {
	rows := []struct {
		text, words string
		how         drafting.FindHow
		want        int
	}{
		{"La città e la CITTA", "citta", drafting.FindHow{}, 2},
		{"La città e la CITTA", "città", drafting.FindHow{Exact: true}, 1},
		{"Roma e Romagna", "roma", drafting.FindHow{}, 2},
		{"Roma e Romagna", "roma", drafting.FindHow{Word: true}, 1},
		{"l’acqua", "l'acqua", drafting.FindHow{}, 1},
		{"aaaa", "aa", drafting.FindHow{}, 2},
		{"è", "perché", drafting.FindHow{}, 0},
		{"testo", "", drafting.FindHow{}, 0},
	}
	for _, r := range rows {
		got := drafting.FindText(r.text, r.words, r.how)
		if len(got) != r.want {
			t.Errorf("%q in %q: %v", r.words, r.text, got)
		}
	}
	if got := drafting.FindText("perché la città", "citta", drafting.FindHow{}); "perché la città"[got[0][0]:got[0][1]] != "città" {
		t.Errorf("%v", got)
	}
}
