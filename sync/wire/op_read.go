package wire

import (
	"bytes"

	"scranno/app/civic"
)

// op reads an operation's line. Fields it does not know are passed by.
func (pr *pageReader) op(s *scanner, o *civic.Op) error {
	var do []byte
	err := s.object(func(key []byte) (err error) {
		var t []byte
		var n int64
		switch string(key) {
		case "channel":
			t, err = s.text()
			o.Channel = civic.Channel(pr.name(t))
		case "seq":
			o.Seq, err = s.number()
		case "kind":
			t, err = s.text()
			o.Kind = civic.RecordKind(pr.name(t))
		case "id":
			t, err = s.text()
			o.ID = civic.ID(t)
		case "version":
			o.Version, err = s.number()
		case "born":
			o.Born, err = s.number()
		case "author":
			t, err = s.text()
			o.Author = civic.ID(pr.name(t))
		case "created":
			n, err = s.number()
			o.Created = moment(n)
		case "updated":
			n, err = s.number()
			o.Updated = moment(n)
		case "do":
			do, err = s.text()
		case "body":
			t, err = s.value(0)
			if o.Body = t; !pr.share {
				o.Body = bytes.Clone(t)
			}
		default:
			_, err = s.value(0)
		}
		return err
	})
	if err != nil {
		return err
	}
	switch string(do) {
	case "put":
	case "remove":
		o.Deleted = true
	case "erase":
		o.Deleted, o.Erase = true, true
	default:
		return errSyntax
	}
	return nil
}

// sound tells whether an operation can be applied alone.
func sound(o *civic.Op) bool {
	if !o.Channel.Valid() || !o.ID.Valid() || o.Kind == "" || o.Seq < 1 || o.Version < 1 || o.Born < 0 {
		return false
	}
	if o.Author != "" && !o.Author.Valid() {
		return false
	}
	if o.Deleted {
		return o.Body == nil
	}
	return len(o.Body) > 1 && o.Body[0] == '{'
}
