package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/drafting"
	"scranno/app/pdf"
	"scranno/storage/deskdb"
)

// pdf measures an act of three pages and one of two hundred in this process,
// and the first by scrannoctl with its store, started for it alone.
func (b *bencher) pdf(ctx context.Context) error {
	for _, of := range []struct {
		pages int
		limit string
	}{{3, "≤ 60 ms"}, {200, "≤ 2 s"}} {
		c, err := actOfPages(of.pages)
		if err != nil {
			return err
		}
		e := pdf.NewExporter()
		var took []float64
		for range 4 + b.runs {
			var out bytes.Buffer
			start := time.Now()
			if err := e.Export(ctx, c, pdf.Format, &out); err != nil {
				return err
			}
			took = append(took, float64(time.Since(start).Microseconds())/1000)
		}
		b.add(measure{what: fmt.Sprintf("an act of %d pages to PDF, warm", of.pages), ours: ms(median(took)), limit: of.limit})
	}
	program := filepath.Join(b.bin, "scrannoctl")
	if _, err := os.Stat(program); err != nil {
		say(b.s.err, "scrannoctl is not beside this program: its start is not measured")
		return nil
	}
	return b.coldPDF(ctx, program)
}

// actOfPages makes an act that fills so many pages.
func actOfPages(pages int) (civic.Content, error) {
	for size := pages * 1_500; ; size += size / 8 {
		spec := worldSpec{acts: 1, seed: 1, size: size}
		for _, l := range spec.lines() {
			l.Clauses = drafting.Cut(l.Text, func(i int) civic.ID { return civic.DerivedID("clause", strconv.Itoa(i)) })
			laid, err := document.Layout(document.Build(l.Content))
			if err != nil || len(laid.Pages) >= pages {
				return l.Content, err
			}
		}
	}
}

// coldPDF exports a draft of three pages by the terminal, from a home of its
// own.
func (b *bencher) coldPDF(ctx context.Context, program string) error {
	c, err := actOfPages(3)
	if err != nil {
		return err
	}
	home := b.path("cold")
	if err := keepOne(ctx, home, c); err != nil {
		return err
	}
	var took, peak []float64
	for range b.runs + 2 {
		f, err := timed(ctx, program, "--home", home, "act", "export", string(benchAct()), "--format", "pdf", "-o", b.path("cold.pdf"))
		if err != nil {
			return err
		}
		took, peak = append(took, f.WallMS), append(peak, f.Peak)
	}
	b.add(measure{what: "an act of 3 pages to PDF, by scrannoctl with its store", ours: ms(median(took)), limit: "≤ 300 ms"})
	b.add(measure{what: "  memory at its peak", ours: fmt.Sprintf("%.0f MB", median(peak)), limit: "≤ 64 MB"})
	return b.officePDF(ctx, program, home, median(took))
}

// officePDF has LibreOffice, where it is installed, make a tagged PDF/A of the
// same act, which the terminal wrote out for it; ours is what the terminal took
// for the same, in milliseconds. Its first run, which makes its profile, does not
// count.
func (b *bencher) officePDF(ctx context.Context, program, home string, ours float64) error {
	what := "  the same by LibreOffice, as a tagged PDF/A"
	office, err := exec.LookPath("soffice")
	if err != nil {
		b.add(measure{what: what, ours: "LibreOffice is not installed"})
		return nil
	}
	odt := b.path("cold.odt")
	if _, err := timed(ctx, program, "--home", home, "act", "export", string(benchAct()), "--format", "odt", "-o", odt); err != nil {
		return err
	}
	var took []float64
	for i := range 1 + b.runs {
		f, err := timed(ctx, office, "-env:UserInstallation=file://"+b.path("office"), "--headless", "--convert-to",
			`pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"1"},"UseTaggedPDF":{"type":"boolean","value":"true"}}`,
			"--outdir", b.path("office-out"), odt)
		if err != nil {
			return err
		}
		if i > 0 {
			took = append(took, f.WallMS)
		}
	}
	if _, err := os.Stat(filepath.Join(b.path("office-out"), "cold.pdf")); err != nil {
		return fmt.Errorf("LibreOffice wrote no PDF: %w", err)
	}
	theirs := median(took)
	b.add(measure{what: what, ours: ms(ours), floor: ms(theirs), ratio: ours / theirs, limit: "≤ 0.10"})
	return nil
}

func benchAct() civic.ID { return civic.DerivedID("bench", "act") }

// keepOne makes a home whose copy holds one act.
func keepOne(ctx context.Context, home string, c civic.Content) (err error) {
	store, err := deskdb.Open(ctx, deskdb.Options{Home: home, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	channel := civic.ActChannel(civic.Everyone, c.Region, c.Date.Year())
	if err := openChannel(ctx, store, channel); err != nil {
		return err
	}
	now := civic.Stamp(time.Now())
	body, err := civic.CanonicalOf(civic.Act{Content: c, Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Published: now})
	if err != nil {
		return err
	}
	op := civic.Op{Seq: 1, Record: civic.Record{
		Kind: civic.KindAct, ID: benchAct(), Channel: channel, Version: 1, Born: 1, Created: now, Updated: now, Body: body,
	}}
	_, err = store.ApplyPage(ctx, civic.Page{
		Epoch: "bench", Now: now, Ops: []civic.Op{op}, Heads: []civic.Head{{Channel: channel, Head: 1, Count: 1, Sum: op.Digest()}},
		Cursors: []civic.Cursor{{Channel: channel, Tail: 1}},
	}, now)
	return err
}
