package acts

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// exportPDF writes the act into the folder of exports and opens it.
func (p *page) exportPDF() {
	x, ok := p.reading()
	if !ok {
		return
	}
	l, id, dir := p.h.Lang, x.view.Record.ID, p.h.Exports
	name := fileName(l.T("act.kind."+string(x.view.Act.Kind)), x.view.Act.Subject)
	kit.Do(context.Background(), p.h.Work, kit.Job[string]{
		Title: l.T("cmd.export_pdf"), Slot: "acts.export",
		Run: func(ctx context.Context, _ kit.Progress) (string, error) {
			return writeNew(dir, name, ".pdf", func(w io.Writer) error { return p.d.Export(ctx, id, "pdf", w) })
		},
		Done: func(path string, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			saved := kit.Toast{
				Text: l.T("acts.exported", "name", filepath.Base(path)), Action: l.T("button.open_folder"),
				Run: func() {
					if err := p.h.OpenFile(dir); err != nil {
						p.h.Fail(err)
					}
				},
			}
			if err := p.h.OpenFile(path); err != nil {
				saved.Text = l.T("acts.exported_closed", "path", path) // it is there all the same
				saved.Action = ""
			}
			p.h.Toast(saved)
		},
	})
}

// writeNew writes a file under a name that is free, whole or not at all, and
// gives its path.
func writeNew(dir, name, ext string, write func(io.Writer) error) (path string, err error) {
	const op = "acts.export"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	f, err := os.CreateTemp(dir, ".scranno-*")
	if err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	b := bufio.NewWriter(f)
	if err := errors.Join(write(b), b.Flush(), f.Sync(), f.Close()); err != nil {
		return "", err
	}
	for n := 1; n < 1000; n++ {
		path = filepath.Join(dir, name+ext)
		if n > 1 {
			path = filepath.Join(dir, name+"-"+strconv.Itoa(n)+ext)
		}
		// Taking the name first keeps a file that is already there.
		taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			err = errors.Join(taken.Close(), os.Rename(f.Name(), path))
		}
		return path, civic.WrapError(civic.Internal, op, err)
	}
	return "", civic.NewError(civic.Conflict, op, "acts.export_full")
}

// fileName makes a name that any system takes of the words given.
func fileName(words ...string) string {
	const most = 64
	other := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	name := ""
	for _, word := range strings.FieldsFunc(strings.ToLower(strings.Join(words, " ")), other) {
		if name != "" && len(name)+len(word) > most {
			break
		}
		name = joined("-", name, word)
	}
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most])
	}
	return name
}
