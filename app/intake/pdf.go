package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"github.com/ledongthuc/pdf"

	"scranno/app/civic"
)

// Bounds of reading a PDF.
const (
	pdfTime  = 10 * time.Second
	maxPages = 400
)

// Child is how a process is started that reads a PDF on its standard input and
// writes its text: ServePDF. Empty: the PDF is read in this process, which a
// hostile one can slow down or, by its memory, end.
type Child []string

// pdfText gives the text of a PDF in the order of its lines.
func (r Reader) pdfText(ctx context.Context, data []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	if len(r.Child) == 0 {
		return pdfLines(ctx, data)
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, r.Child[0], r.Child[1:]...) //nolint:gosec // this program itself
	cmd.Stdin, cmd.Stdout, cmd.WaitDelay = bytes.NewReader(data), &bounded{b: &out, left: maxText}, time.Second
	if err := cmd.Run(); err != nil {
		if errors.Is(ctx.Err(), context.Canceled) {
			return "", ctx.Err()
		}
		return "", unreadable(err)
	}
	return out.String(), nil
}

// bounded takes so many bytes and fails at the next.
type bounded struct {
	b    *bytes.Buffer
	left int
}

func (w *bounded) Write(p []byte) (int, error) {
	if len(p) > w.left {
		return 0, errors.New("too much text")
	}
	w.left -= len(p)
	return w.b.Write(p)
}

// ServePDF is the reading process: it writes the text of the PDF on in to out. A
// watch ends it by giveUp when it has taken too much memory.
func ServePDF(ctx context.Context, in io.Reader, out io.Writer, giveUp func()) error {
	data, err := io.ReadAll(io.LimitReader(in, civic.MaxAttachment+1))
	if err != nil {
		return civic.WrapError(civic.Internal, "intake.serve", err)
	}
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	go watchMemory(ctx, giveUp)
	text, err := pdfLines(ctx, data)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, upTo(text, maxText))
	return civic.WrapError(civic.Internal, "intake.serve", err)
}

// pdfLines reads the pages one after the other. The library panics on many ill
// files; and a reading that goes on for ever ends at the next byte that it wants
// after the deadline.
func pdfLines(ctx context.Context, data []byte) (text string, err error) {
	defer func() {
		if p := recover(); p != nil {
			text, err = "", unreadable(fmt.Errorf("the reader panicked: %v", p))
		}
		if ctx.Err() != nil && err != nil {
			text, err = "", unreadable(ctx.Err())
		}
	}()
	if err := tame(data); err != nil {
		return "", err
	}
	r, err := pdf.NewReader(until(ctx, bytes.NewReader(data)), int64(len(data)))
	if err != nil {
		return "", unreadable(err)
	}
	var pages [][]printed
	for i, size := 1, 0; i <= min(r.NumPage(), maxPages) && size < maxText; i++ {
		if err := ctx.Err(); err != nil {
			return "", unreadable(err)
		}
		page := r.Page(i)
		if page.V.IsNull() {
			continue
		}
		lines := linesOf(lettersOf(page), i)
		for _, l := range lines {
			size += len(l.text)
		}
		pages = append(pages, lines)
	}
	return paragraphs(withoutEdges(pages)), nil
}

// timed is a ReaderAt that fails once the context has ended.
type timed func(p []byte, at int64) (int, error)

func (t timed) ReadAt(p []byte, at int64) (int, error) { return t(p, at) }

func until(ctx context.Context, r io.ReaderAt) timed {
	return func(p []byte, at int64) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if at < 0 {
			return 0, io.ErrUnexpectedEOF
		}
		return r.ReadAt(p, at)
	}
}
