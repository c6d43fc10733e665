package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/outfile"
	"scranno/cmd/assemble"
)

// format gives the format that is asked for, or the one that the file's ending
// says; a PDF where there is no ending. An ending that is no format is a misuse.
func (s *session) format(asked, file string) (string, error) {
	known := append(s.set.Desk.Formats(), s.set.Desk.MachineFormats()...)
	if asked == "" {
		if asked = strings.ToLower(strings.TrimPrefix(filepath.Ext(file), ".")); asked == "" {
			asked = "pdf"
		}
	}
	return asked, oneOf(asked, known)
}

// cmdExport writes an act or a draft out.
func cmdExport(f *flag.FlagSet) action {
	format := f.String("format", "", "")
	file := f.String("o", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		as, err := s.format(*format, *file)
		if err != nil {
			return err
		}
		if *file == "" || *file == "-" {
			if s.json {
				return misused("ctl.json_needs_file")
			}
			return s.set.Desk.Export(ctx, id, as, s.out)
		}
		if err := writeFile(*file, func(w io.Writer) error { return s.set.Desk.Export(ctx, id, as, w) }); err != nil {
			return err
		}
		s.printf("%s\n", s.T("ctl.written", "file", *file))
		return s.document(map[string]any{"id": id, "format": as, "file": *file})
	}
}

// dossierFile is where a dossier goes, and what stands on its cover.
type dossierFile struct{ file, format, title, by string }

func (d *dossierFile) declare(f *flag.FlagSet, file string) {
	f.StringVar(&d.file, file, "", "")
	f.StringVar(&d.format, "format", "", "")
	f.StringVar(&d.title, "title", "", "")
	f.StringVar(&d.by, "by", "", "")
}

func cmdDossier(f *flag.FlagSet) action {
	var out dossierFile
	out.declare(f, "o")
	return func(ctx context.Context, s *session, words []string) error {
		if out.file == "" {
			return misused("ctl.dossier_needs_file")
		}
		ids := make([]civic.ID, len(words))
		for i, w := range words {
			var err error
			if ids[i], err = idOf(w); err != nil {
				return err
			}
		}
		return s.writeDossier(ctx, out, ids)
	}
}

func (s *session) writeDossier(ctx context.Context, out dossierFile, ids []civic.ID) error {
	format, err := s.format(out.format, out.file)
	if err != nil {
		return err
	}
	if out.title == "" {
		out.title = s.T("dossier.title_default")
	}
	x := desk.Dossier{Title: out.title, By: out.by, IDs: ids}
	if err := writeFile(out.file, func(w io.Writer) error { return s.set.Desk.ExportDossier(ctx, x, format, w) }); err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.written", "file", out.file))
	return s.document(map[string]any{"acts": len(ids), "format": format, "file": out.file})
}

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	return writeFileFor(0o644, path, write)
}

// writeFileFor does so for those whom the mode lets read.
func writeFileFor(mode os.FileMode, path string, write func(io.Writer) error) error {
	const op = "terminal.write"
	dir := filepath.Dir(path)
	if at, err := os.Stat(dir); err != nil || !at.IsDir() {
		return civic.NewError(civic.NotFound, op, "ctl.no_folder", "folder", dir)
	}
	if at, err := os.Stat(path); err == nil && at.IsDir() {
		return civic.NewError(civic.Invalid, op, "ctl.is_folder", "file", path)
	}
	f, err := outfile.Begin(dir)
	if err != nil {
		return placeError(op, err)
	}
	w := &placed{f: f}
	err = write(w)
	if w.err != nil { // the place's fault, whatever the writer made of it
		err = placeError(op, w.err)
	}
	if err != nil {
		return errors.Join(err, f.Drop())
	}
	return placeError(op, f.End(mode, path))
}

// placed remembers why a file could not be written.
type placed struct {
	f   io.Writer
	err error
}

func (p *placed) Write(b []byte) (int, error) {
	n, err := p.f.Write(b)
	if err != nil {
		p.err = err
	}
	return n, err
}

// placeError says what is wrong with the place a file was to go to: no room, or
// else no leave.
func placeError(op string, err error) error {
	if err == nil {
		return nil
	}
	if full := assemble.FileError(op, err); errors.Is(full, assemble.ErrFull) {
		return full
	}
	return &civic.Error{Kind: civic.Forbidden, Op: op, Key: "disk.denied", Err: err}
}
