package desk

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"sync"

	"scranno/app/civic"
	"scranno/app/document"
)

// Formats lists what Export can write.
func (d *Desk) Formats() []string {
	if d.o.Exporter == nil {
		return nil
	}
	return d.o.Exporter.Formats()
}

// MachineFormats lists what Export can write for other programs.
func (d *Desk) MachineFormats() []string {
	if d.o.Exporter == nil {
		return nil
	}
	return d.o.Exporter.MachineFormats()
}

// Export writes a draft or an act out as a document.
func (d *Desk) Export(ctx context.Context, id civic.ID, format string, w io.Writer) error {
	if d.o.Exporter == nil {
		return civic.NewError(civic.Internal, "desk.export", "")
	}
	c, err := d.content(ctx, id)
	if err != nil {
		return err
	}
	heads, err := d.letterheads(ctx, c)
	if err != nil {
		return err
	}
	return d.o.Exporter.Export(ctx, document.Paper{Act: c, Heads: heads}, format, w)
}

// Paper is an act as it goes on paper: with the coat of arms of its body, where
// the person keeps one.
func (d *Desk) Paper(ctx context.Context, c civic.Content) (document.Document, error) {
	heads, err := d.letterheads(ctx, c)
	return document.BuildWith(c, heads), err
}

// letterheads gives the coats of arms that the person keeps for the bodies of
// some acts, and no other's. One that cannot be read is left out: the paper does
// not fail for it.
func (d *Desk) letterheads(ctx context.Context, acts ...civic.Content) (document.Letterheads, error) {
	if d.o.Council == nil {
		return nil, nil
	}
	out := document.Letterheads{}
	for _, c := range acts {
		if _, known := out[c.Body]; known || !c.Body.Valid() {
			continue
		}
		p, err := d.o.Council.Kept(ctx, c.Body)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return nil, err
		}
		out[c.Body] = d.arms.of(p)
	}
	return out, nil
}

// armsKept remembers the picture of each coat of arms: making it takes longer
// than laying an act out.
type armsKept struct {
	mu  sync.Mutex
	all map[[sha256.Size]byte]*document.Picture
}

const mostArms = 8 // kept at once

func (k *armsKept) of(p civic.CouncilProfile) *document.Picture {
	if len(p.Arms) == 0 {
		return nil
	}
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%q %q", p.Name, p.Level) // to a hash: cannot fail
	_, _ = h.Write(p.Arms)
	sum := [sha256.Size]byte(h.Sum(nil))
	k.mu.Lock()
	defer k.mu.Unlock()
	if out, ok := k.all[sum]; ok {
		return out
	}
	out, err := document.NewArms(p)
	if err != nil {
		out = nil
	}
	if k.all == nil || len(k.all) >= mostArms {
		k.all = map[[sha256.Size]byte]*document.Picture{}
	}
	k.all[sum] = out
	return out
}

// Dossier is several acts or drafts to be written as one document.
type Dossier struct {
	Title string
	By    string
	IDs   []civic.ID // in the order of the document
}

// ExportDossier writes several acts out as one document of today. Invalid where
// there are none.
func (d *Desk) ExportDossier(ctx context.Context, x Dossier, format string, w io.Writer) error {
	const op = "desk.dossier"
	if d.o.Exporter == nil {
		return civic.NewError(civic.Internal, op, "")
	}
	if len(x.IDs) == 0 {
		return civic.NewError(civic.Invalid, op, "export.no_acts")
	}
	out := document.Dossier{Title: x.Title, By: x.By, Date: civic.DateOf(d.o.Now())}
	for _, id := range x.IDs {
		c, err := d.content(ctx, id)
		if err != nil {
			return err
		}
		out.Acts = append(out.Acts, c)
	}
	heads, err := d.letterheads(ctx, out.Acts...)
	if err != nil {
		return err
	}
	out.Heads = heads
	return d.o.Exporter.ExportDossier(ctx, out, format, w)
}

// Extension is the ending, with its dot, of the files of a format.
func Extension(format string) string {
	name, _, _ := strings.Cut(format, "-") // a profile, as in "pdf-1b"
	return "." + name
}

func (d *Desk) content(ctx context.Context, id civic.ID) (civic.Content, error) {
	x, err := d.open(ctx, id)
	if err == nil {
		return *x.Plain, nil
	}
	if !civic.Is(err, civic.NotFound) {
		return civic.Content{}, err
	}
	v, err := d.o.Store.Act(ctx, id)
	return v.Act.Content, err
}
