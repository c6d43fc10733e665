package central

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"scranno/app/civic"
	"scranno/app/drafting"
)

const (
	maxImportLine = 4 << 20 // bytes
	importBatch   = 100     // lines that share a commit
)

// ImportLine is one act of an import file: its text or its clauses, and what is
// written on it.
type ImportLine struct {
	ID      civic.ID         `json:"id"`   // empty: derived from body, date, subject, protocol and source
	Text    string           `json:"text"` // cut into clauses, where none are given
	Outcome civic.Outcome    `json:"outcome"`
	Events  []civic.ActEvent `json:"events"`
	Licence string           `json:"licence"`
	civic.Content

	Author civic.ID `json:"-"` // empty: nobody here
}

// ImportResult counts lines. Same were there already, equal.
type ImportResult struct {
	New, Same, Refused int
}

// ImportActs reads acts, one JSON object a line, and brings in those that are
// sound; report is told the number of each other line and why. Doing it again
// changes nothing. foreign allows bodies of other countries and of tests.
func (s *Service) ImportActs(ctx context.Context, r io.Reader, foreign bool, report func(line int, err error)) (ImportResult, error) {
	var bad int
	var broken error
	lines := func(yield func(int, ImportLine) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		for n, end := 1, false; !end; n++ {
			var raw []byte
			var err error
			raw, end, err = readLine(in)
			if err != nil && !civic.Is(err, civic.TooLarge) {
				broken = err
				return
			}
			if err == nil && len(bytes.TrimSpace(raw)) == 0 {
				continue
			}
			var line ImportLine
			if err == nil {
				line, err = parseLine(raw)
			}
			if err != nil {
				bad++
				report(n, err)
			} else if !yield(n, line) {
				return
			}
		}
	}
	res, err := s.ImportLines(ctx, lines, foreign, report)
	res.Refused += bad
	return res, errors.Join(err, broken)
}

// readLine reads a line of any length, keeping no more than an act may have, and
// tells whether it was the last. TooLarge: the line is passed over.
func readLine(in *bufio.Reader) (line []byte, end bool, err error) {
	const op = "import.read"
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxImportLine; !long {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		end = errors.Is(err, io.EOF)
		switch {
		case err != nil && !end:
			return nil, true, civic.WrapError(civic.Internal, op, err)
		case long:
			return nil, end, civic.NewError(civic.TooLarge, op, "invalid.too_long", "field", "text")
		}
		return line, end, nil
	}
}

func parseLine(raw []byte) (ImportLine, error) {
	const op = "import.line"
	var line ImportLine
	if !utf8.Valid(raw) {
		return line, civic.NewError(civic.Invalid, op, "invalid.encoding", "field", "text")
	}
	if err := json.Unmarshal(raw, &line); err != nil {
		return line, &civic.Error{Kind: civic.Invalid, Op: op, Key: "invalid.json", Err: err}
	}
	return line, nil
}

// ImportLines brings in acts that were read elsewhere, by their numbers.
func (s *Service) ImportLines(ctx context.Context, lines iter.Seq2[int, ImportLine], foreign bool, report func(line int, err error)) (ImportResult, error) {
	m := &importing{s: s, foreign: foreign, report: report, seen: map[civic.ID]bool{}, bodies: map[civic.BodyCode]civic.Body{}}
	for n, line := range lines {
		a, err := m.prepare(ctx, line)
		if err != nil {
			m.refuse(n, err)
			continue
		}
		a.line = n
		if m.batch = append(m.batch, a); len(m.batch) < importBatch {
			continue
		}
		if err := m.flush(ctx); err != nil {
			return m.res, err
		}
	}
	return m.res, m.flush(ctx)
}

// importing is one run over a file.
type importing struct {
	s       *Service
	foreign bool
	report  func(line int, err error)
	seen    map[civic.ID]bool
	bodies  map[civic.BodyCode]civic.Body
	batch   []arrival
	res     ImportResult
}

// arrival is an act that may come in.
type arrival struct {
	line   int
	id     civic.ID
	act    civic.Act
	author civic.ID
	events []civic.ActEvent
	at     time.Time
}

func (m *importing) refuse(line int, err error) {
	m.res.Refused++
	m.report(line, err)
}

func (m *importing) prepare(ctx context.Context, l ImportLine) (arrival, error) {
	const op = "import.act"
	var a arrival
	if err := m.locate(ctx, &l.Content); err != nil {
		return a, err
	}
	c := l.Content
	c.Subject = strings.Join(strings.Fields(c.Subject), " ")
	if l.ID == "" {
		l.ID = civic.DerivedID("import", string(c.Body), string(c.Date), c.Subject, c.Protocol, c.Source)
	}
	id, err := civic.ParseID(string(l.ID))
	if err != nil {
		return a, err
	}
	c.Clauses = clausesOf(id, l)
	c.Signatories = c.Signers()
	switch {
	case c.Kind.Valid() && !c.Kind.Shareable():
		return a, civic.NewError(civic.Invalid, op, "import.not_shareable")
	case l.Outcome != "" && !l.Outcome.Valid():
		return a, civic.NewError(civic.Invalid, op, "invalid.outcome")
	case len(l.Licence) > civic.MaxName:
		return a, civic.NewError(civic.TooLarge, op, "invalid.too_long", "field", "licence")
	}
	if err := c.Validate(); err != nil {
		return a, err
	}
	for i := range l.Events {
		l.Events[i].Act = id
		if err := l.Events[i].Validate(); err != nil {
			return a, err
		}
	}
	if m.seen[id] {
		return a, civic.NewError(civic.Conflict, op, "import.repeated")
	}
	m.seen[id] = true
	a = arrival{id: id, author: l.Author, events: l.Events, at: m.arrivedAt(c.Date)}
	a.act = civic.Act{Content: c, Visibility: civic.Everyone, Licence: l.Licence, Published: a.at, Declared: l.Outcome}
	return a, nil
}

// locate fills what the body's entry in the directory says. A foreign body needs
// no entry.
func (m *importing) locate(ctx context.Context, c *civic.Content) error {
	const op = "import.body"
	code, err := civic.ParseBodyCode(string(c.Body))
	if err != nil {
		return err
	}
	c.Body = code
	if code.Foreign() {
		if !m.foreign {
			return civic.NewError(civic.Forbidden, op, "import.foreign")
		}
		c.Region = civic.Foreign
		if c.BodyName == "" {
			_, c.BodyName, _ = strings.Cut(string(code), ":")
		}
		return nil
	}
	body, known := m.bodies[code]
	if !known {
		if body, err = m.s.BodyByCode(ctx, code); err != nil {
			if civic.Is(err, civic.NotFound) {
				return civic.NewError(civic.NotFound, op, "body.unknown")
			}
			return err
		}
		m.bodies[code] = body
	}
	if c.Level != body.Level {
		return civic.NewError(civic.Invalid, op, "invalid.level")
	}
	c.Region, c.BodyName = body.Region, body.Name
	return nil
}

// clausesOf gives an act's clauses ids that are the same at every import.
func clausesOf(act civic.ID, l ImportLine) []civic.Clause {
	id := func(i int) civic.ID { return civic.DerivedID("clause", string(act), strconv.Itoa(i)) }
	if len(l.Clauses) == 0 {
		return drafting.Cut(lineEnds(l.Text), id)
	}
	for i := range l.Clauses {
		c := &l.Clauses[i]
		if c.ID == "" {
			c.ID = id(i)
		}
		c.Opener, c.Text, c.Sep = lineEnds(c.Opener), lineEnds(c.Text), lineEnds(c.Sep)
	}
	return l.Clauses
}

// lineEnds writes every way of ending a line as a new line.
func lineEnds(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n", "\u0085", "\n", "\ufeff", "").Replace(s)
}

// arrivedAt is when an imported act counts as published: on its own day, and
// never so lately that its author might still take it back.
func (m *importing) arrivedAt(day civic.Date) time.Time {
	latest := m.s.now().Add(-civic.UndoWindow)
	if t, err := time.Parse(time.DateOnly, string(day)); err == nil {
		if t = t.Add(12 * time.Hour); t.Before(latest) {
			return t
		}
	}
	return latest
}

func (m *importing) flush(ctx context.Context) error {
	if len(m.batch) == 0 {
		return nil
	}
	var res ImportResult
	failed := make(map[int]error)
	err := m.s.store.Update(ctx, m.s.now(), func(l Ledger) error {
		res = ImportResult{}
		clear(failed)
		for _, a := range m.batch {
			fresh := false
			err := l.Savepoint(ctx, func() (err error) {
				fresh, err = bringIn(ctx, l, a)
				return err
			})
			switch {
			case isOutage(err):
				return err
			case err != nil:
				failed[a.line] = err
			case fresh:
				res.New++
			default:
				res.Same++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, a := range m.batch {
		if err := failed[a.line]; err != nil {
			m.refuse(a.line, err)
		}
	}
	m.res.New += res.New
	m.res.Same += res.Same
	m.batch = m.batch[:0]
	return nil
}

// bringIn writes an act and its events, and tells whether the act is new.
func bringIn(ctx context.Context, l Ledger, a arrival) (bool, error) {
	const op = "import.act"
	ch := civic.ActChannel(civic.Everyone, a.act.Region, a.at.Year())
	var err error
	if a.act, err = obscureAct(ctx, l, a.act); err != nil {
		return false, err
	}
	old, err := l.Record(ctx, a.id)
	fresh := civic.Is(err, civic.NotFound)
	switch {
	case fresh:
		fields, err := fieldsOf(a.act)
		if err != nil {
			return false, err
		}
		_, err = l.Apply(ctx, a.author, []civic.Effect{{Kind: civic.KindAct, ID: a.id, Channel: ch, Fields: fields}})
		if isTaken(err) {
			return false, civic.NewError(civic.Conflict, op, "import.gone")
		}
		if err != nil {
			return false, err
		}
		now, err := l.Record(ctx, a.id)
		if err != nil {
			return false, err
		}
		if now.Version != 1 { // it was here once and was withdrawn: it stays away
			return false, civic.NewError(civic.Conflict, op, "import.gone")
		}
	case err != nil:
		return false, err
	case !sameAct(old, a.act):
		return false, civic.NewError(civic.Conflict, op, "import.differs")
	default:
		ch = old.Channel
	}
	return fresh, bringEvents(ctx, l, a, ch)
}

func bringEvents(ctx context.Context, l Ledger, a arrival, ch civic.Channel) error {
	effects := make([]civic.Effect, 0, len(a.events))
	for i, e := range a.events {
		fields, err := fieldsOf(e)
		if err != nil {
			return err
		}
		id := civic.DerivedID("import-event", string(a.id), strconv.Itoa(i), string(e.Type), string(e.Date))
		effects = append(effects, civic.Effect{Kind: civic.KindActEvent, ID: id, Channel: ch, Fields: fields})
	}
	_, err := l.Apply(ctx, a.author, effects)
	return err
}

// sameAct tells whether a record says what is to be imported.
func sameAct(old civic.Record, act civic.Act) bool {
	if old.Kind != civic.KindAct {
		return false
	}
	was, err := civic.DecodeBody[civic.Act](old)
	if err != nil || was.Declared != act.Declared {
		return false
	}
	a, err1 := civic.CanonicalOf(was.Content)
	b, err2 := civic.CanonicalOf(act.Content)
	return err1 == nil && err2 == nil && bytes.Equal(a, b)
}
