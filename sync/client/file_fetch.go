package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// fetchWait bounds one request for the bytes of a file; what came by then stays.
const fetchWait = 5 * time.Minute

// Fetch brings a file to this desk, from where a former try left it, by the
// right to a record that names it. It is here when Fetch gives nil. What came
// before a failure stays. Errors: NotFound, also where the record may not be
// read; Offline; Invalid ("attach.hash"), where the central gives other bytes.
func (c *Client) Fetch(ctx context.Context, record civic.ID, a civic.Attachment, progress func(civic.Progress)) error {
	const op = "client.fetch"
	if c.files == nil {
		return civic.NewError(civic.Internal, op, "")
	}
	if err := a.CheckCarried(); err != nil {
		return err
	}
	at, err := c.standing(ctx)
	if err != nil {
		return err
	}
	if progress == nil {
		progress = func(civic.Progress) {}
	}
	f := &fetching{c: c, a: a, record: record, url: at.base + wire.BlobPath(a.Hash) + "?" + wire.ParamRecord + "=" + url.QueryEscape(string(record)), signed: at.signed, progress: progress}
	if err := f.all(ctx); err != nil {
		if ctx.Err() == nil {
			err = errors.Join(err, c.files.FileFailed(context.WithoutCancel(ctx), a.Hash, record, civic.KindOf(err)))
		}
		return err
	}
	return c.files.KeepFile(ctx, a.Hash, record)
}

// fetching is one file on its way here.
type fetching struct {
	c        *Client
	a        civic.Attachment
	record   civic.ID
	url      string
	signed   bool
	progress func(civic.Progress)
}

func (f *fetching) all(ctx context.Context) error {
	spoiled := false
	for cuts := 0; ; {
		held, whole, err := f.c.blobs.Held(ctx, f.a.Hash, "")
		if err != nil || whole {
			return err
		}
		now, whole, err := f.some(ctx, held)
		if whole {
			return nil
		}
		_, cut := errors.AsType[*cutError](err)
		switch {
		case ctx.Err() != nil:
			return civic.WrapError(civic.Offline, "client.fetch", ctx.Err())
		case isKey(err, "attach.hash") && !spoiled:
			spoiled = true // the part was dropped: once more from the start
		case !cut:
			return err
		case now > held:
			cuts = 0
		default:
			if cuts++; cuts >= maxCuts {
				return civic.WrapError(civic.Offline, "client.fetch", err)
			}
		}
	}
}

// some asks for the rest and keeps what comes of it.
func (f *fetching) some(ctx context.Context, held int64) (now int64, whole bool, err error) {
	const op = "client.fetch"
	within, cancel := context.WithTimeout(ctx, fetchWait)
	defer cancel()
	hc := f.c.bare
	if f.signed {
		hc = f.c.signed
	}
	q := hc.R().SetContext(within).SetDoNotParseResponse(true).
		SetHeader("Accept-Encoding", "identity").SetHeader("Accept", f.a.Type+", "+wire.TypeProblem)
	if held > 0 {
		q.SetHeader("Range", fmt.Sprintf("bytes=%d-", held))
	}
	resp, err := q.Execute(http.MethodGet, f.url)
	if err != nil {
		return held, false, lineCut(transportError(ctx, err))
	}
	raw := resp.RawResponse
	defer func() { _ = raw.Body.Close() }() // all that matters of it was read
	switch raw.StatusCode {
	case http.StatusOK, http.StatusPartialContent:
	default:
		return held, false, lineCut(refusal(raw))
	}
	// A captive portal's page, or an answer that something in between packed.
	if strings.TrimPrefix(raw.Header.Get("ETag"), "W/") != `"`+f.a.Hash+`"` || raw.Header.Get("Content-Encoding") != "" {
		return held, false, civic.NewError(civic.Offline, op, "")
	}
	if held > 0 && !strings.HasPrefix(raw.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", held)) {
		// All of it came again: from the start.
		if err := f.c.blobs.Remove(ctx, f.a.Hash); err != nil {
			return held, false, err
		}
		if held = 0; raw.StatusCode != http.StatusOK {
			return held, false, civic.NewError(civic.Offline, op, "")
		}
	}
	part := civic.FilePart{Hash: f.a.Hash, Size: f.a.Size, Offset: held}
	now, whole, err = f.c.blobs.Append(within, part, &counting{r: raw.Body, f: f, done: held})
	switch {
	case err == nil && !whole:
		err = &cutError{civic.WrapError(civic.Offline, op, io.ErrUnexpectedEOF)}
	case err != nil && ctx.Err() == nil && (civic.Is(err, civic.Offline) || within.Err() != nil):
		err = &cutError{err}
	}
	return now, whole, err
}

// counting tells how far a file has come.
type counting struct {
	r    io.Reader
	f    *fetching
	done int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	c.f.progress(civic.Progress{Step: "status.fetching_file", Done: c.done, Total: c.f.a.Size})
	return n, err
}
