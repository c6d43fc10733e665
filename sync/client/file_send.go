package client

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/go-resty/resty/v2"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// A file is sent in pieces: smaller ones after a cut, larger ones after a piece
// that came whole.
const (
	firstPiece    = 256 << 10
	largestPiece  = 1 << 20
	smallestPiece = 8 << 10
	pieceWait     = 90 * time.Second
)

// errShare ends a file that this sync has given its share of bytes: the next one
// goes on with it.
var errShare = errors.New("a file goes on with the next sync")

// sendFile brings one file, from where the central has it. What the central has
// is asked after every failure: a reply may be lost, a request doubled.
func (r *run) sendFile(ctx context.Context, p civic.Parcel) (err error) {
	in, size, err := r.c.blobs.Open(ctx, p.Hash)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if size != p.Size {
		return r.damaged(ctx, p, in)
	}
	restarts := 0
	for cuts := 0; ; {
		held, whole, err := r.held(ctx, p)
		if err == nil && !whole {
			_, whole, err = r.pieces(ctx, p, in, held)
		}
		if err == nil && whole {
			return nil
		}
		cut, isCut := errors.AsType[*cutError](err)
		switch {
		case ctx.Err() != nil:
			return civic.WrapError(civic.Offline, "client.file", ctx.Err())
		case civic.Is(err, civic.Invalid) && isKey(err, "attach.hash"):
			// The line changed something, or this copy did change.
			if restarts++; restarts > 1 {
				return err
			}
			if err := r.damaged(ctx, p, in); err != nil {
				return err
			}
			cuts = 0
		case isCut || civic.Is(err, civic.Conflict):
			if cuts++; cuts >= maxCuts {
				if isCut {
					return cut.err
				}
				return civic.WrapError(civic.Offline, "client.file", err)
			}
			r.c.piece.Store(max(r.c.piece.Load()/2, smallestPiece))
		case civic.Is(err, civic.NotFound):
			// A central that does not know of files yet: they wait for it.
			return civic.WrapError(civic.TooOld, "client.file", err)
		default:
			return err
		}
	}
}

func isKey(err error, key string) bool {
	e, ok := errors.AsType[*civic.Error](err)
	return ok && e.Key == key
}

// damaged looks whether this desk's own copy is still the file. One that is not
// goes: Damaged.
func (r *run) damaged(ctx context.Context, p civic.Parcel, in io.ReadSeeker) error {
	const op = "client.file"
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	sum := sha256.New()
	n, err := io.Copy(sum, in)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if n == p.Size && hex.EncodeToString(sum.Sum(nil)) == p.Hash {
		return nil
	}
	return errors.Join(civic.NewError(civic.Damaged, op, ""), r.c.blobs.Remove(ctx, p.Hash))
}

// pieces sends from an offset to the end.
func (r *run) pieces(ctx context.Context, p civic.Parcel, in io.ReadSeeker, from int64) (int64, bool, error) {
	for from < p.Size {
		if r.bytes >= filesPerSync {
			return from, false, errShare
		}
		if _, err := in.Seek(from, io.SeekStart); err != nil {
			return from, false, civic.WrapError(civic.Internal, "client.file", err)
		}
		piece, err := io.ReadAll(io.LimitReader(in, min(r.c.piece.Load(), p.Size-from)))
		if err != nil || len(piece) == 0 {
			return from, false, civic.WrapError(civic.Damaged, "client.file", errors.Join(err, io.ErrUnexpectedEOF))
		}
		held, whole, err := r.bring(ctx, p, from, piece)
		if err != nil {
			return from, false, err
		}
		r.bytes += int64(len(piece))
		r.c.piece.Store(min(r.c.piece.Load()*2, largestPiece))
		r.progress(civic.Progress{Step: "status.sending_files", Done: held, Total: p.Size})
		if whole {
			return held, true, nil
		}
		if held <= from || held > p.Size {
			return from, false, civic.NewError(civic.Offline, "client.file", "")
		}
		from = held
	}
	// All was brought and it is not whole: the last piece's check is to come.
	held, whole, err := r.bring(ctx, p, from, nil)
	if err == nil && !whole {
		err = civic.NewError(civic.Offline, "client.file", "")
	}
	return held, whole, err
}

// held asks the central how much of the file this person has brought.
func (r *run) held(ctx context.Context, p civic.Parcel) (int64, bool, error) {
	return r.askFile(r.aboutFile(ctx), http.MethodHead, p)
}

func (r *run) bring(ctx context.Context, p civic.Parcel, from int64, piece []byte) (int64, bool, error) {
	q := r.aboutFile(ctx).SetBody(piece).SetHeaders(map[string]string{
		wire.HeaderOffset: strconv.FormatInt(from, 10), wire.HeaderLength: strconv.FormatInt(p.Size, 10), "Content-Type": wire.TypeBytes,
	})
	return r.askFile(q, http.MethodPatch, p)
}

func (r *run) aboutFile(ctx context.Context) *resty.Request {
	return r.c.signed.R().SetContext(ctx).SetDoNotParseResponse(true).
		SetHeader("Accept-Encoding", "identity").SetHeader("Accept", wire.TypeProblem)
}

// askFile sends a request about a file. Its answer is in headers: one without
// them did not come from the central.
func (r *run) askFile(q *resty.Request, method string, p civic.Parcel) (held int64, whole bool, err error) {
	ctx := q.Context()
	within, cancel := context.WithTimeout(ctx, pieceWait)
	defer cancel()
	resp, err := q.SetContext(within).Execute(method, r.base+wire.BlobPath(p.Hash))
	if err != nil {
		return 0, false, lineCut(transportError(ctx, err))
	}
	raw := resp.RawResponse
	defer func() { _ = raw.Body.Close() }() // all that matters of it was read
	if raw.StatusCode != http.StatusOK && raw.StatusCode != http.StatusNoContent {
		return 0, false, lineCut(refusalOf(method, raw))
	}
	held, perr := strconv.ParseInt(raw.Header.Get(wire.HeaderOffset), 10, 64)
	if perr != nil || held < 0 {
		return 0, false, civic.NewError(civic.Offline, "client.file", "")
	}
	return held, raw.Header.Get(wire.HeaderComplete) == "1", nil
}

// refusalOf reads what went wrong. An answer to HEAD has no body: its status is
// believed where it has the headers of a problem of ours.
func refusalOf(method string, resp *http.Response) error {
	if method != http.MethodHead {
		return refusal(resp)
	}
	if resp.Header.Get("Content-Type") != wire.TypeProblem {
		return civic.NewError(civic.Offline, "client.file", "")
	}
	err := error(civic.NewError(wire.KindOfStatus(resp.StatusCode), "client.file", ""))
	if after := retryAfter(resp.Header); after > 0 {
		err = &waitError{err: err, after: after}
	}
	return err
}

// lineCut tells a line that broke from a central that asked to be left alone:
// after the first one goes on, from where the central has the file.
func lineCut(err error) error {
	if _, wait := errors.AsType[*waitError](err); !wait && civic.Is(err, civic.Offline) {
		return &cutError{err}
	}
	return err
}
