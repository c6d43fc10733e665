package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"scranno/app/civic"
)

// MaxSegment bounds a segment's content: the largest record there may be, alone.
const MaxSegment = 4 << 20

// AppendSegment writes a segment's content: a line with its range, then one line
// an operation, each without what the range or itself says already. The same
// operations give the same bytes.
func AppendSegment(to []byte, s civic.Segment, ops []civic.Op) ([]byte, error) {
	pw := pageWriter{buf: to}
	b := append(pw.buf, `{"channel":`...)
	b = appendString(b, string(s.Channel))
	b = append(b, `,"from":`...)
	b = strconv.AppendInt(b, s.From, 10)
	b = append(b, `,"to":`...)
	b = strconv.AppendInt(b, s.To, 10)
	b = append(b, `,"ops":`...)
	b = strconv.AppendInt(b, int64(len(ops)), 10)
	pw.buf = append(b, "}\n"...)
	for i := range ops {
		if err := pw.sealed(&ops[i]); err != nil {
			return nil, err
		}
	}
	return pw.buf, nil
}

// sealed writes an operation's line in a segment: born is left out where it is
// the seq, updated where it is created.
func (pw *pageWriter) sealed(o *civic.Op) error {
	b := append(pw.buf, `{"kind":`...)
	b = appendString(b, string(o.Kind))
	b = append(b, `,"seq":`...)
	b = strconv.AppendInt(b, o.Seq, 10)
	b = append(b, `,"version":`...)
	b = strconv.AppendInt(b, o.Version, 10)
	if o.Born != o.Seq {
		b = append(b, `,"born":`...)
		b = strconv.AppendInt(b, o.Born, 10)
	}
	if o.Author != "" {
		b = append(b, `,"author":`...)
		b = appendString(b, string(o.Author))
	}
	b = append(b, `,"created":`...)
	b = strconv.AppendInt(b, millis(o.Created), 10)
	if millis(o.Updated) != millis(o.Created) {
		b = append(b, `,"updated":`...)
		b = strconv.AppendInt(b, millis(o.Updated), 10)
	}
	b = append(b, `,"id":`...)
	b = appendString(b, string(o.ID))
	var err error
	pw.buf, err = appendDeed(b, o)
	return err
}

// Content gives a segment the size and the hash of its content.
func Content(s civic.Segment, ops int, content []byte) civic.Segment {
	sum := sha256.Sum256(content)
	s.Hash, s.Ops, s.Size = hex.EncodeToString(sum[:]), ops, int64(len(content))
	return s
}

// ReadSegment reads the content of the segment that a manifest spoke of. What is
// not exactly that is an error of kind Offline, and gives no part of it. Bodies
// share the content's memory, which must not change afterwards.
func ReadSegment(s civic.Segment, content []byte) ([]civic.Op, error) {
	ops, err := readSegment(s, content)
	return ops, civic.WrapError(civic.Offline, "wire.segment", err)
}

func readSegment(s civic.Segment, content []byte) ([]civic.Op, error) {
	if got := Content(s, s.Ops, content); got != s {
		return nil, errSum
	}
	pr := pageReader{names: map[string]string{}, share: true}
	line, rest, err := cutLine(content)
	if err != nil {
		return nil, err
	}
	var said civic.Segment
	if err := whole(line, func(sc *scanner) error { return pr.segment(sc, &said) }); err != nil {
		return nil, err
	}
	if said.Channel != s.Channel || said.From != s.From || said.To != s.To || said.Ops != s.Ops {
		return nil, errSyntax
	}
	ops := make([]civic.Op, 0, min(s.Ops, civic.MaxSegmentOps))
	last, unset := s.From, time.Unix(-1, 1) // no moment that a line can name
	for range s.Ops {
		if line, rest, err = cutLine(rest); err != nil {
			return nil, err
		}
		o := civic.Op{Record: civic.Record{Channel: s.Channel, Born: -1, Updated: unset}}
		if err := whole(line, func(sc *scanner) error { return pr.op(sc, &o) }); err != nil {
			return nil, err
		}
		if o.Born < 0 {
			o.Born = o.Seq
		}
		if o.Updated.Equal(unset) {
			o.Updated = o.Created
		}
		if !sound(&o) || o.Channel != s.Channel || o.Seq <= last || o.Seq > s.To {
			return nil, errSyntax
		}
		last = o.Seq
		ops = append(ops, o)
	}
	if len(rest) > 0 {
		return nil, errSyntax
	}
	return ops, nil
}

func cutLine(b []byte) (line, rest []byte, err error) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return nil, nil, errSyntax
	}
	return b[:i], b[i+1:], nil
}

func (pr *pageReader) segment(s *scanner, out *civic.Segment) error {
	return s.object(func(key []byte) (err error) {
		switch string(key) {
		case "channel":
			var t []byte
			t, err = s.text()
			out.Channel = civic.Channel(t)
		case "from":
			out.From, err = s.number()
		case "to":
			out.To, err = s.number()
		case "ops":
			var n int64
			n, err = s.number()
			out.Ops = int(n)
		default:
			_, err = s.value(0)
		}
		return err
	})
}

// Manifest is civic.Manifest on the wire.
type Manifest struct {
	Epoch    string    `json:"epoch"`
	Segments []Segment `json:"segments" maxItems:"64"`
	More     bool      `json:"more,omitempty" doc:"Ask again below the last one's from"`
}

// Segment is civic.Segment on the wire. Without a hash nothing is left in its
// range.
type Segment struct {
	From int64  `json:"from"`
	To   int64  `json:"to"`
	Hash string `json:"hash,omitempty"`
	Ops  int    `json:"ops,omitempty"`
	Size int64  `json:"size,omitempty" doc:"Bytes of its content before compression"`
}

// NewManifest puts a manifest into a message.
func NewManifest(m civic.Manifest) Manifest {
	out := Manifest{Epoch: m.Epoch, More: m.More, Segments: make([]Segment, len(m.Segments))}
	for i, s := range m.Segments {
		out.Segments[i] = Segment{From: s.From, To: s.To, Hash: s.Hash, Ops: s.Ops, Size: s.Size}
	}
	return out
}

// Civic gives the manifest of that channel back. One that is out of order, or of
// sizes beyond a segment's, is an error of kind Offline.
func (m Manifest) Civic(ch civic.Channel) (civic.Manifest, error) {
	out := civic.Manifest{Epoch: m.Epoch, Channel: ch, More: m.More}
	ok := m.Epoch != "" && len(m.Segments) <= civic.ManifestPage && (len(m.Segments) > 0 || !m.More)
	for i, s := range m.Segments {
		ok = ok && s.From >= 0 && s.To > s.From && (i == 0 || s.To <= m.Segments[i-1].From)
		if s.Hash == "" {
			ok = ok && s.Ops == 0
		} else {
			ok = ok && hashed(s.Hash) && s.Ops > 0 && s.Size > 0 && s.Size <= MaxSegment && int64(s.Ops) <= s.Size
		}
		out.Segments = append(out.Segments, civic.Segment{Channel: ch, From: s.From, To: s.To, Hash: s.Hash, Ops: s.Ops, Size: s.Size})
	}
	if !ok {
		return civic.Manifest{}, civic.NewError(civic.Offline, "wire.manifest", "")
	}
	return out, nil
}

// DecodeManifest reads a manifest of that channel.
func DecodeManifest(data []byte, ch civic.Channel) (civic.Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return civic.Manifest{}, civic.WrapError(civic.Offline, "wire.manifest", err)
	}
	return m.Civic(ch)
}

func hashed(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

const segmentsPart = "/segments"

// ManifestPath is where a channel's manifest at or below a seq is.
func ManifestPath(ch civic.Channel, below int64) string {
	return PathChannels + string(ch) + segmentsPart + "?below=" + strconv.FormatInt(below, 10)
}

// SegmentPath is where a segment is.
func SegmentPath(s civic.Segment) string {
	return PathChannels + string(s.Channel) + segmentsPart + "/" +
		strconv.FormatInt(s.From, 10) + "-" + strconv.FormatInt(s.To, 10) + "." + s.Hash
}

// ReadSegmentPath reads what follows PathChannels: a channel, and the segment of
// it where one is named (To is zero for the manifest). False: it is neither.
func ReadSegmentPath(rest string) (civic.Segment, bool) {
	if ch, ok := strings.CutSuffix(rest, segmentsPart); ok {
		return civic.Segment{Channel: civic.Channel(ch)}, civic.Channel(ch).Valid()
	}
	i := strings.LastIndex(rest, segmentsPart+"/")
	if i < 0 {
		return civic.Segment{}, false
	}
	span, hash, _ := strings.Cut(rest[i+len(segmentsPart)+1:], ".")
	low, high, _ := strings.Cut(span, "-")
	from, e1 := strconv.ParseInt(low, 10, 64)
	to, e2 := strconv.ParseInt(high, 10, 64)
	s := civic.Segment{Channel: civic.Channel(rest[:i]), From: from, To: to, Hash: hash}
	plain := strconv.FormatInt(from, 10) == low && strconv.FormatInt(to, 10) == high
	return s, e1 == nil && e2 == nil && plain && from >= 0 && to > from && hashed(hash) && s.Channel.Valid()
}
