package wire

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"strconv"

	"scranno/app/civic"
)

// Limits bound what a reader takes in from a page.
type Limits struct {
	Line int // bytes of one line
	Page int // bytes of the whole page
	Ops  int // operations
}

// DefaultLimits hold any page that a central of this version makes.
func DefaultLimits() Limits { return Limits{Line: 4 << 20, Page: 64 << 20, Ops: 200_000} }

// ReadPage reads a page to its end and checks its sum. Whatever is not a whole
// page of this form, within the limits, is an error of kind Offline (TooLarge
// over a limit), and gives no part of it.
func ReadPage(r io.Reader, l Limits) (civic.Page, error) {
	const op = "wire.page"
	pr := pageReader{r: bufio.NewReaderSize(r, 64<<10), sum: sha256.New(), limits: l, names: map[string]string{}}
	p, err := pr.read()
	switch {
	case err == nil:
		return p, nil
	case civic.Is(err, civic.TooLarge):
		return civic.Page{}, err
	case civic.Planted(civic.BugCutPageApplied) && p.Epoch != "":
		p.Cursors = nil
		for _, h := range p.Heads {
			p.Cursors = append(p.Cursors, civic.Cursor{Channel: h.Channel, Tail: h.Head})
		}
		return p, nil
	}
	return civic.Page{}, civic.WrapError(civic.Offline, op, err)
}

type pageReader struct {
	r      *bufio.Reader
	sum    hash.Hash
	limits Limits
	taken  int
	long   []byte // a line longer than the reader's buffer
	names  map[string]string
	share  bool // bodies are slices of the lines, which stay
}

func (pr *pageReader) read() (civic.Page, error) {
	var p civic.Page
	line, err := pr.line()
	if err != nil {
		return p, err
	}
	pr.sum.Write(line)
	ops := 0
	if err := whole(trim(line), func(s *scanner) error { return pr.header(s, &p, &ops) }); err != nil {
		return p, err
	}
	if ops < 0 || ops > pr.limits.Ops {
		return p, civic.NewError(civic.TooLarge, "wire.page", "invalid.too_many")
	}
	p.Ops = make([]civic.Op, 0, min(ops, 4_096))
	for range ops {
		if line, err = pr.line(); err != nil {
			return p, err
		}
		pr.sum.Write(line)
		p.Ops = append(p.Ops, civic.Op{})
		o := &p.Ops[len(p.Ops)-1]
		if err := whole(trim(line), func(s *scanner) error { return pr.op(s, o) }); err != nil {
			return p, err
		}
		if !sound(o) {
			return p, errSyntax
		}
	}
	return p, pr.trailer(&p)
}

func (pr *pageReader) trailer(p *civic.Page) error {
	line, err := pr.line()
	if err != nil {
		return err
	}
	cut := len(line) - sumLength
	if cut < 0 || !bytes.HasPrefix(line[cut:], []byte(sumOpen)) || !bytes.HasSuffix(line, []byte(sumClose)) {
		return errSyntax
	}
	pr.sum.Write(line[:cut])
	want := hex.AppendEncode(nil, pr.sum.Sum(nil))
	if !bytes.Equal(want, line[cut+len(sumOpen):len(line)-len(sumClose)]) {
		return errSum
	}
	if err := whole(trim(line), func(s *scanner) error { return pr.cursors(s, p) }); err != nil {
		return err
	}
	if _, err := pr.r.ReadByte(); err != io.EOF {
		return errSyntax
	}
	return nil
}

var errSum = errors.New("the page's sum is not its content's")

// line gives the next line with its end; a last one without an end is a cut
// page.
func (pr *pageReader) line() ([]byte, error) {
	pr.long = pr.long[:0]
	for {
		part, err := pr.r.ReadSlice('\n')
		pr.taken += len(part)
		if pr.taken > pr.limits.Page || len(pr.long)+len(part) > pr.limits.Line {
			return nil, civic.NewError(civic.TooLarge, "wire.page", "invalid.too_long")
		}
		switch {
		case err == nil && len(pr.long) == 0:
			return part, nil
		case err == nil:
			pr.long = append(pr.long, part...)
			return pr.long, nil
		case errors.Is(err, bufio.ErrBufferFull):
			pr.long = append(pr.long, part...)
		case err == io.EOF:
			return nil, io.ErrUnexpectedEOF
		default:
			return nil, err
		}
	}
}

func trim(line []byte) []byte { return line[:len(line)-1] }

// name keeps one string of each name that a page repeats on every line.
func (pr *pageReader) name(b []byte) string {
	if s, ok := pr.names[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(pr.names) < 4_096 {
		pr.names[s] = s
	}
	return s
}

func (pr *pageReader) header(s *scanner, p *civic.Page, ops *int) error {
	*ops = -1
	return s.object(func(key []byte) (err error) {
		switch string(key) {
		case "epoch":
			p.Epoch, err = text(s)
		case "now":
			var ms int64
			ms, err = s.number()
			p.Now = moment(ms)
		case "lost":
			err = s.array(func() error {
				c, err := s.text()
				p.Lost = append(p.Lost, civic.Channel(pr.name(c)))
				return err
			})
		case "channels":
			err = s.array(func() error { return pr.head(s, p) })
		case "pins":
			err = s.array(func() error { return pr.pin(s, p) })
		case "ops":
			var n int64
			n, err = s.number()
			*ops = int(min(n, int64(pr.limits.Ops)+1))
		case "more":
			p.More, err = s.boolean()
		default:
			_, err = s.value(0)
		}
		return err
	})
}

func (pr *pageReader) head(s *scanner, p *civic.Page) error {
	var h civic.Head
	err := s.object(func(key []byte) (err error) {
		var t []byte
		switch string(key) {
		case "id":
			t, err = s.text()
			h.Channel = civic.Channel(pr.name(t))
		case "head":
			h.Head, err = s.number()
		case "count":
			h.Count, err = s.number()
		case "sealed":
			h.Sealed, err = s.number()
		case "horizon":
			h.Horizon, err = s.number()
		case "sum":
			if t, err = s.text(); err == nil {
				h.Sum, err = strconv.ParseUint(string(t), 16, 64)
			}
		default:
			_, err = s.value(0)
		}
		return err
	})
	if !h.Channel.Valid() || h.Head < 0 || h.Count < 0 || h.Sealed < 0 || h.Horizon < 0 {
		return errSyntax
	}
	p.Heads = append(p.Heads, h)
	return err
}

func (pr *pageReader) cursors(s *scanner, p *civic.Page) error {
	return s.object(func(key []byte) error {
		if string(key) != "cursors" {
			_, err := s.value(0)
			return err
		}
		return s.array(func() error {
			var c civic.Cursor
			err := s.object(func(key []byte) (err error) {
				switch string(key) {
				case "id":
					var t []byte
					t, err = s.text()
					c.Channel = civic.Channel(pr.name(t))
				case "tail":
					c.Tail, err = s.number()
				case "from":
					c.From, err = s.number()
				case "to":
					c.To, err = s.number()
				default:
					_, err = s.value(0)
				}
				return err
			})
			if err == nil && (!c.Channel.Valid() || c.Tail < 0 || c.From < 0 || c.To < c.From) {
				return errSyntax
			}
			p.Cursors = append(p.Cursors, c)
			return err
		})
	})
}

func text(s *scanner) (string, error) {
	b, err := s.text()
	return string(b), err
}
