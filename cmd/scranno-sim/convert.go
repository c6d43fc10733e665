package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"scranno/app/central"
	"scranno/app/civic"
)

// source is a collection of published acts that convert can read.
type source struct {
	name string
	// mine tells whether a line has the collection's fields.
	mine func(fields map[string]json.RawMessage) bool
	// line turns one line into an import line.
	line func(raw []byte) (central.ImportLine, error)
}

func sources() []source {
	return []source{
		{"trento", has("numero_atto", "domanda"), trento},
		{"karlsruhe", has("consultations", "files", "kind"), karlsruhe},
	}
}

func has(names ...string) func(map[string]json.RawMessage) bool {
	return func(fields map[string]json.RawMessage) bool {
		for _, n := range names {
			if _, ok := fields[n]; !ok {
				return false
			}
		}
		return true
	}
}

// convert prints the import lines of a file. Lines that cannot be read are told
// on stderr by number; the others go out all the same.
func convert(ctx context.Context, s streams, args []string) error {
	if len(args) == 0 || len(args) > 2 {
		return usage("convert wants trento, karlsruhe or auto, and a file (- is stdin)")
	}
	name, file := "auto", args[0]
	if len(args) == 2 {
		name, file = args[0], args[1]
	}
	known := name == "auto"
	for _, x := range sources() {
		known = known || x.name == name
	}
	if !known {
		return usage("convert knows trento and karlsruhe")
	}
	in := s.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	out := bufio.NewWriter(s.out)
	bad, err := convertLines(ctx, in, name, out, func(n int, err error) { fmt.Fprintf(s.err, "line %d: %v\n", n, err) })
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d lines could not be read", bad)
	}
	return nil
}

// convertLines converts a whole stream, plain or compressed with gzip, and gives
// how many lines it told to report.
func convertLines(ctx context.Context, in io.Reader, name string, out io.Writer, report func(int, error)) (int, error) {
	r := bufio.NewReaderSize(in, 1<<20)
	if magic, err := r.Peek(2); err == nil && bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return 0, fmt.Errorf("convert: %w", err)
		}
		r = bufio.NewReaderSize(z, 1<<20)
	}
	bad := 0
	for n := 1; ; n++ {
		raw, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(raw)) > 0 {
			l, cerr := convertLine(raw, name)
			if cerr == nil {
				cerr = writeLine(out, l)
			}
			if cerr != nil {
				bad++
				report(n, cerr)
			}
		}
		if err == nil {
			err = ctx.Err()
		}
		if errors.Is(err, io.EOF) {
			return bad, nil
		}
		if err != nil {
			return bad, fmt.Errorf("convert: %w", err)
		}
	}
}

var errUnknownSource = errors.New("neither a Trento question nor a Karlsruhe paper")

func convertLine(raw []byte, name string) (central.ImportLine, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return central.ImportLine{}, err
	}
	for _, x := range sources() {
		if name == x.name || name == "auto" && x.mine(fields) {
			return x.line(raw)
		}
	}
	return central.ImportLine{}, errUnknownSource
}

// outLine is an import line as it is printed: what is empty is left out.
type outLine struct {
	ID          civic.ID          `json:"id,omitempty"`
	Kind        civic.ActKind     `json:"kind"`
	Subkind     string            `json:"subkind,omitempty"`
	Level       civic.Level       `json:"level"`
	Body        civic.BodyCode    `json:"body"`
	BodyName    string            `json:"bodyName,omitempty"`
	Subject     string            `json:"subject"`
	Addressees  []string          `json:"addressees,omitempty"`
	Place       string            `json:"place,omitempty"`
	Date        civic.Date        `json:"date"`
	Text        string            `json:"text"`
	Signatories []civic.Signatory `json:"signatories,omitempty"`
	Themes      []civic.Theme     `json:"themes,omitempty"`
	Outcome     civic.Outcome     `json:"outcome,omitempty"`
	Events      []outEvent        `json:"events,omitempty"`
	Protocol    string            `json:"protocol,omitempty"`
	Source      string            `json:"source,omitempty"`
	Licence     string            `json:"licence,omitempty"`
}

type outEvent struct {
	Type    civic.ActEventType `json:"type"`
	Date    civic.Date         `json:"date"`
	Outcome civic.Outcome      `json:"outcome,omitempty"`
	Votes   *civic.Votes       `json:"votes,omitempty"`
	Source  string             `json:"source,omitempty"`
}

func writeLine(w io.Writer, l central.ImportLine) error {
	o := outLine{
		ID: l.ID, Kind: l.Kind, Subkind: l.Subkind, Level: l.Level, Body: l.Body, BodyName: l.BodyName, Subject: l.Subject,
		Addressees: l.Addressees, Place: l.Place, Date: l.Date, Text: l.Text, Signatories: l.Signatories, Themes: l.Themes,
		Outcome: l.Outcome, Protocol: l.Protocol, Source: l.Source, Licence: l.Licence,
	}
	for _, e := range l.Events {
		o.Events = append(o.Events, outEvent{Type: e.Type, Date: e.Date, Outcome: e.Outcome, Votes: e.Votes, Source: e.Source})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(o); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
