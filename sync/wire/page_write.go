package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"strconv"
	"unicode/utf8"

	"scranno/app/civic"
)

// flushAt is how much of a page is gathered before it is written out.
const flushAt = 32 << 10

// A trailer ends with its checksum: everything before these bytes is under it.
const (
	sumOpen   = `,"sha256":"`
	sumClose  = "\"}\n"
	sumLength = len(sumOpen) + 2*sha256.Size + len(sumClose)
)

// WritePage writes the page as lines of JSON: a header, one line an operation,
// a trailer with the cursors and the SHA-256 of all that precedes the sum. The
// bytes of a body are written as they are. A body that is no single line of
// JSON is an error of kind Damaged, before its line is written.
func WritePage(w io.Writer, p civic.Page) error {
	pw := pageWriter{w: w, sum: sha256.New(), buf: make([]byte, 0, flushAt+4<<10)}
	if err := pw.header(p); err != nil {
		return err
	}
	for i := range p.Ops {
		if err := pw.op(&p.Ops[i]); err != nil {
			return err
		}
		if len(pw.buf) >= flushAt {
			if err := pw.flush(); err != nil {
				return err
			}
		}
	}
	pw.trailer(p.Cursors)
	if err := pw.flush(); err != nil {
		return err
	}
	pw.buf = append(pw.buf, sumOpen...)
	pw.buf = hex.AppendEncode(pw.buf, pw.sum.Sum(nil))
	pw.buf = append(pw.buf, sumClose...)
	_, err := w.Write(pw.buf)
	return civic.WrapError(civic.Offline, "wire.page", err)
}

type pageWriter struct {
	w   io.Writer
	sum hash.Hash
	buf []byte
}

func (pw *pageWriter) flush() error {
	pw.sum.Write(pw.buf)
	_, err := pw.w.Write(pw.buf)
	pw.buf = pw.buf[:0]
	return civic.WrapError(civic.Offline, "wire.page", err)
}

func (pw *pageWriter) header(p civic.Page) error {
	b := append(pw.buf, `{"epoch":`...)
	b = appendString(b, p.Epoch)
	b = append(b, `,"now":`...)
	b = strconv.AppendInt(b, millis(p.Now), 10)
	if len(p.Lost) > 0 {
		b = append(b, `,"lost":[`...)
		for i, c := range p.Lost {
			b = comma(b, i)
			b = appendString(b, string(c))
		}
		b = append(b, ']')
	}
	b = append(b, `,"channels":[`...)
	for i, h := range p.Heads {
		b = comma(b, i)
		b = append(b, `{"id":`...)
		b = appendString(b, string(h.Channel))
		b = append(b, `,"head":`...)
		b = strconv.AppendInt(b, h.Head, 10)
		b = append(b, `,"count":`...)
		b = strconv.AppendInt(b, h.Count, 10)
		b = append(b, `,"sum":"`...) // a string: 64 bits are more than JSON's numbers hold everywhere
		b = strconv.AppendUint(b, h.Sum, 16)
		b = append(b, '"')
		if h.Sealed > 0 {
			b = append(b, `,"sealed":`...)
			b = strconv.AppendInt(b, h.Sealed, 10)
		}
		if h.Horizon > 0 {
			b = append(b, `,"horizon":`...)
			b = strconv.AppendInt(b, h.Horizon, 10)
		}
		b = append(b, '}')
	}
	pw.buf = append(b, ']')
	if err := pw.pins(p.Pins); err != nil {
		return err
	}
	b = append(pw.buf, `,"ops":`...)
	b = strconv.AppendInt(b, int64(len(p.Ops)), 10)
	if p.More {
		b = append(b, `,"more":true`...)
	}
	pw.buf = append(b, "}\n"...)
	return nil
}

func (pw *pageWriter) op(o *civic.Op) error {
	b := append(pw.buf, `{"channel":`...)
	b = appendString(b, string(o.Channel))
	b = append(b, `,"seq":`...)
	b = strconv.AppendInt(b, o.Seq, 10)
	b = append(b, `,"kind":`...)
	b = appendString(b, string(o.Kind))
	b = append(b, `,"id":`...)
	b = appendString(b, string(o.ID))
	b = append(b, `,"version":`...)
	b = strconv.AppendInt(b, o.Version, 10)
	b = append(b, `,"born":`...)
	b = strconv.AppendInt(b, o.Born, 10)
	b = append(b, `,"author":`...)
	b = appendString(b, string(o.Author))
	b = append(b, `,"created":`...)
	b = strconv.AppendInt(b, millis(o.Created), 10)
	b = append(b, `,"updated":`...)
	b = strconv.AppendInt(b, millis(o.Updated), 10)
	var err error
	pw.buf, err = appendDeed(b, o)
	return err
}

// appendDeed ends an operation's line with what it does.
func appendDeed(b []byte, o *civic.Op) ([]byte, error) {
	switch {
	case o.Deleted && o.Erase:
		b = append(b, `,"do":"erase"}`...)
	case o.Deleted:
		b = append(b, `,"do":"remove"}`...)
	default:
		if len(o.Body) == 0 || o.Body[0] != '{' || bytes.IndexByte(o.Body, '\n') >= 0 {
			return nil, civic.NewError(civic.Damaged, "wire.page", "")
		}
		b = append(b, `,"do":"put","body":`...)
		b = append(b, o.Body...)
		b = append(b, '}')
	}
	return append(b, '\n'), nil
}

func (pw *pageWriter) trailer(cursors []civic.Cursor) {
	b := append(pw.buf, `{"cursors":[`...)
	for i, c := range cursors {
		b = comma(b, i)
		b = append(b, `{"id":`...)
		b = appendString(b, string(c.Channel))
		b = append(b, `,"tail":`...)
		b = strconv.AppendInt(b, c.Tail, 10)
		if c.From != 0 || c.To != 0 {
			b = append(b, `,"from":`...)
			b = strconv.AppendInt(b, c.From, 10)
			b = append(b, `,"to":`...)
			b = strconv.AppendInt(b, c.To, 10)
		}
		b = append(b, '}')
	}
	pw.buf = append(b, ']')
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

// appendString quotes a name. Ours are plain ASCII; anything else takes the
// library's way.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			quoted, err := json.Marshal(s)
			if err != nil {
				return append(b, `""`...)
			}
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
