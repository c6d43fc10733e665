//go:build office

package assemble

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
)

// TestAnOfficeReadsTheSameWords opens every demo act and a dossier with
// LibreOffice, as text and as PDF. It is built for ./dev office alone: the program
// is large, and not on every machine.
func TestAnOfficeReadsTheSameWords(t *testing.T) {
	f := exporters()
	dir := t.TempDir()
	want := map[string][]string{}
	put := func(name, format string, d document.Document) {
		var b bytes.Buffer
		if err := f.write(context.Background(), d, format, &b); err != nil {
			t.Fatal(err)
		}
		name += "-" + format
		want[name] = allWords(d)
		if err := os.WriteFile(filepath.Join(dir, name+"."+format), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	acts := demoActs(t)
	dossier, err := f.metrics.Number(document.BuildDossier(document.Dossier{Title: "Fascicolo", By: "Il gruppo", Date: "2026-11-23", Acts: acts[:9]}))
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"docx", "odt"} {
		for i, c := range append(acts, civic.Content{}) {
			put("atto"+strconv.Itoa(i), format, document.Build(c))
		}
		put("fascicolo", format, dossier)
	}
	opened(t, dir, "txt:Text (encoded):UTF8", "docx", "odt")
	for name, words := range want {
		raw, err := os.ReadFile(filepath.Join(dir, name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Fields(strings.TrimPrefix(string(raw), "\ufeff"))
		if strings.HasPrefix(name, "fascicolo") {
			got, words = lettersOnly(got), lettersOnly(words) // its pages are counted anew
		}
		if !slices.Equal(got, words) {
			i := 0
			for i < min(len(got), len(words)) && got[i] == words[i] {
				i++
			}
			t.Errorf("%s: %d words, wanted %d; from word %d %q, wanted %q", name, len(got), len(words), i, got[i:min(i+6, len(got))], words[i:min(i+6, len(words))])
		}
	}
	opened(t, dir, "pdf:writer_pdf_Export", "docx", "odt")
	for name, words := range want {
		raw, err := exec.Command("pdftotext", "-raw", filepath.Join(dir, name+".pdf"), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		read := " " + strings.Join(strings.Fields(string(raw)), " ") + " "
		for _, w := range words {
			if len(w) > 3 && !strings.Contains(read, w) && !strings.ContainsAny(w, "-/.") {
				t.Errorf("%s: %q is not on the pages", name, w)
			}
		}
	}
}

// opened converts the files of a folder with LibreOffice, with a profile of its
// own.
func opened(t *testing.T, dir, to string, from ...string) {
	t.Helper()
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--convert-to", to, "--outdir", dir}
	for _, x := range from {
		found, err := filepath.Glob(filepath.Join(dir, "*."+x))
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, found...)
	}
	if said, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
}

// allWords are those of a document with every label. A list's mark is a dot:
// LibreOffice writes each of them so as text.
func allWords(d document.Document) []string {
	var b strings.Builder
	items := document.Items(d.Blocks)
	for i, blk := range d.Blocks {
		if items[i].Format == document.MarkedList {
			blk.Label = "•"
		}
		for _, s := range blk.Signers {
			b.WriteString(" " + s.Name + " " + s.Group)
		}
		b.WriteString(" " + blk.Label + " " + blk.Text() + " " + blk.Tail)
	}
	return strings.Fields(b.String())
}

func lettersOnly(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return strings.Trim(w, "0123456789") == "" })
}
