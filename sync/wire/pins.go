package wire

import (
	"strconv"

	"scranno/app/civic"
)

// Pin is civic.Pin on the wire. The sum is text: 64 bits are more than JSON's
// numbers hold everywhere.
type Pin struct {
	Channel civic.Channel `json:"channel,omitempty"`
	ID      civic.ID      `json:"id"`
	Version int64         `json:"version,omitempty"`
	Sum     string        `json:"sum,omitempty"`
}

// NewPins puts pins into a request.
func NewPins(pins []civic.Pin) []Pin {
	if len(pins) == 0 {
		return nil
	}
	out := make([]Pin, len(pins))
	for i, p := range pins {
		out[i] = Pin{Channel: p.Channel, ID: p.ID, Version: p.Version}
		if p.Version > 0 {
			out[i].Sum = strconv.FormatUint(p.Sum, 16)
		}
	}
	return out
}

// Pinned gives the pins of a request back; ill-formed ones are an error of kind
// Invalid, too many of kind TooLarge.
func (r FeedRequest) Pinned() ([]civic.Pin, error) {
	const op = "wire.pins"
	if len(r.Pins) > civic.MaxPins {
		return nil, civic.NewError(civic.TooLarge, op, "invalid.too_many")
	}
	out := make([]civic.Pin, len(r.Pins))
	for i, p := range r.Pins {
		out[i] = civic.Pin{Channel: p.Channel, ID: p.ID, Version: p.Version}
		var err error
		if p.Sum != "" {
			out[i].Sum, err = strconv.ParseUint(p.Sum, 16, 64)
		}
		if err != nil || !p.ID.Valid() || p.Version < 0 || p.Channel != "" && !p.Channel.Valid() {
			return nil, civic.NewError(civic.Invalid, op, "invalid.id")
		}
	}
	return out, nil
}

// pins writes what became of the pins into the header.
func (pw *pageWriter) pins(all []civic.Pinned) error {
	if len(all) == 0 {
		return nil
	}
	pw.buf = append(pw.buf, `,"pins":[`...)
	for i := range all {
		pw.buf = comma(pw.buf, i)
		pw.buf = append(pw.buf, `{"id":`...)
		pw.buf = appendString(pw.buf, string(all[i].ID))
		if all[i].Gone {
			pw.buf = append(pw.buf, `,"gone":true}`...)
			continue
		}
		pw.buf = append(pw.buf, `,"records":[`...)
		for j, r := range all[i].Records {
			pw.buf = comma(pw.buf, j)
			if err := pw.op(&civic.Op{Record: r, Seq: max(r.Born, 1)}); err != nil {
				return err
			}
			pw.buf = pw.buf[:len(pw.buf)-1] // here an operation is no line of its own
		}
		pw.buf = append(pw.buf, `]}`...)
	}
	pw.buf = append(pw.buf, ']')
	return nil
}

// pin reads one of them.
func (pr *pageReader) pin(s *scanner, p *civic.Page) error {
	var x civic.Pinned
	err := s.object(func(key []byte) (err error) {
		switch string(key) {
		case "id":
			var t []byte
			t, err = s.text()
			x.ID = civic.ID(t)
		case "gone":
			x.Gone, err = s.boolean()
		case "records":
			err = s.array(func() error {
				var o civic.Op
				if err := pr.op(s, &o); err != nil {
					return err
				}
				if !sound(&o) || o.Deleted || len(x.Records) >= pr.limits.Ops {
					return errSyntax
				}
				x.Records = append(x.Records, o.Record)
				return nil
			})
		default:
			_, err = s.value(0)
		}
		return err
	})
	if err != nil {
		return err
	}
	whole := len(x.Records) > 0 && x.Records[0].Kind == civic.KindAct && x.Records[0].ID == x.ID
	if !x.ID.Valid() || x.Gone == (len(x.Records) > 0) || !x.Gone && !whole {
		return errSyntax
	}
	p.Pins = append(p.Pins, x)
	return nil
}
