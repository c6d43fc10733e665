package central

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"scranno/app/civic"
)

// ImportBodies reads bodies from CSV with a header of the columns code, name,
// other_name, level, region, province, kind and example, and keeps those that
// are sound; report is told the line of each other and why. It gives how many
// are new or changed; doing it again changes nothing.
func (s *Service) ImportBodies(ctx context.Context, r io.Reader, report func(line int, err error)) (int, error) {
	const op = "import.bodies"
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		return 0, &civic.Error{Kind: civic.Invalid, Op: op, Key: "invalid.csv", Err: err}
	}
	column := map[string]int{}
	for i, name := range header {
		column[strings.TrimPrefix(strings.TrimSpace(name), "\ufeff")] = i
	}
	var bodies []civic.Body
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return s.store.PutBodies(ctx, bodies)
		}
		if err != nil {
			bad, ok := errors.AsType[*csv.ParseError](err)
			if !ok {
				return 0, civic.WrapError(civic.Internal, op, err)
			}
			report(bad.Line, &civic.Error{Kind: civic.Invalid, Op: op, Key: "invalid.csv", Err: err})
			continue
		}
		line, _ := in.FieldPos(0)
		b, err := bodyOf(func(name string) string {
			if i, ok := column[name]; ok && i < len(row) {
				return strings.TrimSpace(civic.CleanText(row[i]))
			}
			return ""
		})
		if err != nil {
			report(line, err)
			continue
		}
		bodies = append(bodies, b)
	}
}

func bodyOf(field func(name string) string) (civic.Body, error) {
	const op = "import.body"
	code, err := civic.ParseBodyCode(field("code"))
	if err != nil {
		return civic.Body{}, err
	}
	b := civic.Body{
		ID: civic.BodyID(code), Name: field("name"), OtherName: field("other_name"), Level: civic.Level(field("level")),
		Region: civic.Region(field("region")), Province: field("province"), Kind: field("kind"),
		Codes: []civic.DatedCode{{Code: code}}, Example: field("example") == "true",
	}
	switch {
	case b.Name == "" || len(b.Name) > civic.MaxName || len(b.OtherName) > civic.MaxName || strings.ContainsAny(b.Name+b.OtherName, "\n\t"):
		return b, civic.NewError(civic.Invalid, op, "invalid.name")
	case !b.Level.Valid():
		return b, civic.NewError(civic.Invalid, op, "invalid.level")
	case !b.Region.Valid():
		return b, civic.NewError(civic.Invalid, op, "invalid.region")
	}
	return b, nil
}
