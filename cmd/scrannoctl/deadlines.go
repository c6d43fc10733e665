package main

import (
	"context"
	"flag"
	"io"
	"strconv"

	"scranno/app/civic"
	"scranno/app/council"
)

type deadlineDoc struct {
	Key      string           `json:"key"`
	Kind     civic.ClockKind  `json:"kind"`
	Act      civic.ID         `json:"act,omitempty"`
	Draft    civic.ID         `json:"draft,omitempty"`
	Clause   civic.ID         `json:"clause,omitempty"`
	Subject  string           `json:"subject"`
	Body     civic.BodyCode   `json:"body"`
	Start    civic.Date       `json:"start,omitempty"`
	Days     int              `json:"days,omitempty"`
	Due      civic.Date       `json:"due"`
	Left     int              `json:"left"`
	State    civic.ClockState `json:"state"`
	Met      civic.Date       `json:"met,omitempty"`
	Source   string           `json:"source,omitempty"`
	Holiday  string           `json:"holiday,omitempty"`
	Mine     bool             `json:"mine"`
	Followed bool             `json:"followed"`
	Hidden   bool             `json:"hidden"`
	Remedy   council.Remedy   `json:"remedy,omitempty"`
}

func newDeadlineDoc(d council.DeadlineView) deadlineDoc {
	return deadlineDoc{
		d.Key(), d.Kind, d.Act, d.Draft, d.Clause, d.Subject, d.Body, d.Start, d.Days, d.Due, d.Left, d.State, d.Met, d.Source,
		d.Holiday, d.Mine, d.Followed, d.Hidden, d.Remedy,
	}
}

type noteDoc struct {
	Code   string `json:"code"`
	Need   int    `json:"need"`
	Have   int    `json:"have"`
	Source string `json:"source"`
}

func cmdDeadlines(f *flag.FlagSet) action {
	act, file := f.String("act", "", ""), f.String("ics", "", "")
	var q council.DeadlineQuery
	f.BoolVar(&q.Home, "council", false, "")
	f.BoolVar(&q.Hidden, "hidden", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		if *act != "" {
			id, err := idOf(*act)
			if err != nil {
				return err
			}
			q.Act = id
		}
		if *file != "" {
			return s.calendar(ctx, *file)
		}
		all, notes, err := s.set.Council.Deadlines(ctx, q)
		if err != nil {
			return err
		}
		docs, remarks := []deadlineDoc{}, []noteDoc{}
		for _, d := range all {
			docs = append(docs, newDeadlineDoc(d))
			s.printf("%s  %s  %s\n    %s\n    %s\n", d.Due, s.deadlineTitle(d), d.Subject, s.deadlineText(d), d.Key())
		}
		for _, n := range notes {
			remarks = append(remarks, noteDoc(n))
			s.printf("%s\n", s.T("deadline.note."+n.Code, "need", strconv.Itoa(n.Need), "have", strconv.Itoa(n.Have), "source", n.Source))
		}
		if len(all) == 0 {
			s.printf("%s\n", s.T("deadline.none"))
		}
		return s.document(map[string]any{"deadlines": docs, "notes": remarks})
	}
}

func (s *session) deadlineTitle(d council.DeadlineView) string {
	return s.T("deadline.kind." + string(d.Kind))
}

// deadlineText says how a term stands, where it comes from and what its day is.
func (s *session) deadlineText(d council.DeadlineView) string {
	text := s.T("deadline.state." + string(d.State))
	switch {
	case d.State == civic.ClockRunning && d.Left == 0:
		text = s.T("deadline.today")
	case d.State == civic.ClockRunning:
		text = s.N("deadline.left", d.Left)
	case d.State == civic.ClockOverdue:
		text = s.N("deadline.over", -d.Left)
	}
	if d.Source != "" {
		text += "; " + s.T("deadline.from", "date", string(d.Start), "days", strconv.Itoa(d.Days)) + " (" + d.Source + ")"
	}
	if d.Point != "" {
		text += "; " + d.Point
	}
	if d.Holiday == "" || !d.State.Open() {
		return text
	}
	switch d.Holiday {
	case council.FeastSunday:
		return text + "; " + s.T("deadline.sunday")
	case council.FeastPatron:
		return text + "; " + s.T("deadline.patron")
	}
	return text + "; " + s.T("deadline.feast", "name", d.Holiday)
}

func (s *session) calendar(ctx context.Context, file string) error {
	raw, err := s.set.Council.Calendar(ctx, council.CalendarWords{
		Name:  s.T("deadline.calendar"),
		Title: func(d council.DeadlineView) string { return s.deadlineTitle(d) + ": " + d.Subject },
		Sitting: func(x civic.Sitting, second bool) (title, text string) {
			return council.SittingWords(x, second, s.T("sitting.call_second"), s.N("sitting.items", len(x.Items)))
		},
		Text: func(d council.DeadlineView) string {
			// What changes from day to day would be a new sequence each day.
			if d.Source == "" {
				return d.Point
			}
			return s.T("deadline.from", "date", string(d.Start), "days", strconv.Itoa(d.Days)) + " (" + d.Source + ")"
		},
	})
	if err != nil {
		return err
	}
	if err := writeFile(file, func(w io.Writer) error {
		_, err := w.Write(raw)
		return civic.WrapError(civic.Internal, "terminal.calendar", err)
	}); err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.written", "file", file))
	return s.document(map[string]any{"file": file})
}

// deadlineOf finds an open term by its key.
func (s *session) deadlineOf(ctx context.Context, words []string) (council.DeadlineView, error) {
	key, err := one(words)
	if err != nil {
		return council.DeadlineView{}, err
	}
	all, _, err := s.set.Council.Deadlines(ctx, council.DeadlineQuery{Home: true, Hidden: true})
	if err != nil {
		return council.DeadlineView{}, err
	}
	for _, d := range all {
		if d.Key() == key {
			return d, nil
		}
	}
	return council.DeadlineView{}, civic.NewError(civic.NotFound, "terminal.deadline", "")
}

func cmdRemedy(ctx context.Context, s *session, words []string) error {
	d, err := s.deadlineOf(ctx, words)
	if err != nil {
		return err
	}
	c, err := s.set.Council.Remedy(ctx, d)
	if err != nil {
		return err
	}
	return s.newDraft(ctx, c)
}

func cmdHideDeadline(f *flag.FlagSet) action {
	off := f.Bool("off", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		d, err := s.deadlineOf(ctx, words)
		if err != nil {
			return err
		}
		if err := s.set.Council.HideDeadline(ctx, d.Deadline, !*off); err != nil {
			return err
		}
		return s.document(map[string]any{"key": d.Key(), "hidden": !*off})
	}
}
