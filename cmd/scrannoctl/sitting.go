package main

import (
	"context"
	"flag"
	"slices"
	"strconv"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/council"
)

func sittingCommands() []command {
	return []command{
		{
			name: "sitting add", args: "[--at 'YYYY-MM-DD HH:MM'] [--body CODE] [--organ O] [--kind K] [--call 1|2] [--second 'YYYY-MM-DD HH:MM'] [--place P] [--link URL] " +
				"[--amend-by WHEN] [--from FILE|-]",
			help: "ctl.help.sitting_add", begin: cmdSittingAdd,
		},
		{name: "sitting list", help: "ctl.help.sitting_list", begin: plainly(cmdSittingList)},
		{name: "sitting show", args: "ID", help: "ctl.help.sitting_show", begin: plainly(cmdSittingShow)},
		{
			name: "sitting item", args: "ID [--item ITEM] [--number N] [--subject S] [--act ID] [--draft ID] [--outcome O] [--votes F/C/A] " +
				"[--paper FILE]… [--replace PAPER --with FILE] [--record] [--off]",
			help: "ctl.help.sitting_item", begin: cmdSittingItem,
		},
		{
			name: "sitting note", args: "ID [--item ITEM] [--paper PAPER] [--clause CLAUSE] [--note NOTE] < TEXT",
			help: "ctl.help.sitting_note", begin: cmdSittingNote,
		},
		{name: "sitting text", args: "ID [--item ITEM] [--paper PAPER]", help: "ctl.help.sitting_text", begin: cmdSittingText},
		{name: "sitting minutes", args: "ID FILE", help: "ctl.help.sitting_minutes", begin: plainly(cmdSittingMinutes)},
		{name: "sitting delete", args: "ID [--undo]", help: "ctl.help.sitting_delete", begin: cmdSittingDelete},
	}
}

// whenForm is how a day with its hour is typed.
const whenForm = "2006-01-02 15:04"

func whenOf(typed string) (time.Time, error) {
	at, err := time.ParseInLocation(whenForm, strings.Replace(typed, "T", " ", 1), time.Local)
	if err != nil {
		return at, misused("ctl.bad_value", "value", typed)
	}
	return at, nil
}

func cmdSittingAdd(f *flag.FlagSet) action {
	at, amend, from := f.String("at", "", ""), f.String("amend-by", "", ""), f.String("from", "", "")
	second := f.String("second", "", "")
	var given civic.Sitting
	f.StringVar((*string)(&given.Body), "body", "", "")
	f.StringVar(&given.Organ, "organ", "", "")
	f.StringVar((*string)(&given.Kind), "kind", "", "")
	f.IntVar(&given.Call, "call", 0, "")
	f.StringVar(&given.Place, "place", "", "")
	f.StringVar(&given.Link, "link", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		err := optional(string(given.Kind), civic.SittingKinds())
		if err != nil {
			return err
		}
		if given.Body != "" {
			if given.Body, err = civic.ParseBodyCode(string(given.Body)); err != nil {
				return err
			}
		}
		x, err := s.convocation(ctx, *from, given.Body)
		if err != nil {
			return err
		}
		for _, set := range []struct {
			to    *string
			value string
		}{
			{&x.Organ, given.Organ},
			{(*string)(&x.Body), string(given.Body)},
			{(*string)(&x.Kind), string(given.Kind)},
			{&x.Place, given.Place},
			{&x.Link, given.Link},
		} {
			if set.value != "" {
				*set.to = set.value
			}
		}
		if given.Call != 0 {
			x.Call = given.Call
		}
		for to, typed := range map[*time.Time]string{&x.At: *at, &x.AmendBy: *amend, &x.Second: *second} {
			if typed != "" {
				if *to, err = whenOf(typed); err != nil {
					return err
				}
			}
		}
		if x, err = s.set.Council.AddSitting(ctx, x); err != nil {
			return err
		}
		return s.showSitting(ctx, x.ID)
	}
}

// convocation reads what a sitting is made from; nothing for no file.
func (s *session) convocation(ctx context.Context, from string, body civic.BodyCode) (civic.Sitting, error) {
	switch from {
	case "":
		return civic.Sitting{}, nil
	case "-":
		text, err := s.input(civic.MaxArgs)
		if err != nil {
			return civic.Sitting{}, err
		}
		return s.set.Council.ReadConvocation(ctx, text, body)
	}
	return s.set.Council.ReadConvocationFile(ctx, from, body)
}

func cmdSittingList(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	all, err := s.set.Council.Sittings(ctx)
	if err != nil {
		return err
	}
	type line struct {
		ID    civic.ID       `json:"id"`
		Body  civic.BodyCode `json:"body"`
		Organ string         `json:"organ"`
		At    time.Time      `json:"at"`
		Items int            `json:"items"`
		Notes int            `json:"notes"`
	}
	lines := []line{}
	for _, x := range all {
		lines = append(lines, line{x.ID, x.Body, x.Organ, x.At, len(x.Items), len(x.Notes)})
		s.printf("%s  %s  %s, %s\n", x.ID, s.when(x.At), x.Organ, x.BodyName)
	}
	if len(lines) == 0 {
		s.printf("%s\n", s.T("sitting.none"))
	}
	return s.document(map[string]any{"sittings": lines})
}

func cmdSittingShow(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	return s.showSitting(ctx, id)
}

type sittingDoc struct {
	civic.Sitting
	AmendUntil  *time.Time `json:"amendUntil,omitempty"`
	AmendSource string     `json:"amendSource,omitempty"`
}

func (s *session) showSitting(ctx context.Context, id civic.ID) error {
	v, err := s.set.Council.Sitting(ctx, id)
	if err != nil {
		return err
	}
	s.printf("%s\n%s, %s  %s\n", v.ID, v.Organ, v.BodyName, s.when(v.At))
	if v.Kind != "" {
		s.printf("%s\n", s.T("sitting.kind."+string(v.Kind)))
	}
	switch v.Call {
	case 1:
		s.printf("%s\n", s.T("sitting.call_first"))
	case 2:
		s.printf("%s\n", s.T("sitting.call_second"))
	}
	if !v.Second.IsZero() {
		s.printf("%s: %s\n", s.T("sitting.call_second"), s.when(v.Second))
	}
	for _, l := range []string{v.Place, v.Link} {
		if l != "" {
			s.printf("%s\n", l)
		}
	}
	doc := sittingDoc{Sitting: v.Sitting, AmendSource: v.Amend.Source}
	if !v.Amend.At.IsZero() {
		doc.AmendUntil = &v.Amend.At
		s.printf("%s\n", strings.TrimSpace(s.T("sitting.amend_until", "when", s.when(v.Amend.At))+" "+v.Amend.Source))
	}
	for _, it := range v.Items {
		s.printf("  %s. %s\n      %s\n", it.Number, it.Subject, it.ID)
		if it.Outcome != "" {
			line := s.T("act.outcome." + string(it.Outcome))
			if it.Votes != nil {
				line += ", " + s.votes(*it.Votes)
			}
			s.printf("      %s\n", line)
		}
		for _, p := range it.Papers {
			line := p.Name
			if n := len(p.Former); n > 0 {
				line += ", " + s.N("sitting.versions", n+1)
			}
			s.printf("      %s  %s\n", p.ID, line)
		}
		s.showNotes(v, it.ID)
	}
	s.showNotes(v, "")
	if v.Minutes != nil {
		s.printf("%s: %s\n", s.T("sitting.minutes"), v.Minutes.Name)
	}
	return s.document(doc)
}

func (s *session) showNotes(v council.SittingView, item civic.ID) {
	for _, n := range v.Notes {
		if n.Item != item {
			continue
		}
		mark := ""
		if n.Lost {
			mark = s.T("sitting.note_lost") + " "
		}
		s.printf("      %s %s%s\n", s.T("sitting.note_mark"), mark, n.Text)
	}
}

func cmdSittingItem(f *flag.FlagSet) action {
	item, votes := f.String("item", "", ""), f.String("votes", "", "")
	replace, with := f.String("replace", "", ""), f.String("with", "", "")
	var given civic.SittingItem
	f.StringVar(&given.Number, "number", "", "")
	f.StringVar(&given.Subject, "subject", "", "")
	f.StringVar((*string)(&given.Act), "act", "", "")
	f.StringVar((*string)(&given.Draft), "draft", "", "")
	f.StringVar((*string)(&given.Outcome), "outcome", "", "")
	var papers many
	f.Var(&papers, "paper", "")
	record, off := f.Bool("record", false, ""), f.Bool("off", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		if *votes != "" {
			if given.Votes, err = votesOf(*votes); err != nil {
				return err
			}
		}
		if err := optional(string(given.Outcome), civic.Outcomes()); err != nil {
			return err
		}
		given.ID = civic.ID(*item)
		if *off {
			if _, err := s.set.Council.DropItem(ctx, id, given.ID); err != nil {
				return err
			}
			return s.showSitting(ctx, id)
		}
		check := slices.Clone(papers)
		if *replace != "" {
			check = append(check, *with)
		}
		if err := s.set.Council.CheckPapers(ctx, check...); err != nil {
			return err
		}
		x, at, err := s.keepItem(ctx, id, given)
		if err != nil {
			return err
		}
		for _, path := range papers {
			if x, _, err = s.set.Council.AddPaper(ctx, id, at, path); err != nil {
				return err
			}
		}
		if *replace != "" {
			if x, err = s.set.Council.ReplacePaper(ctx, id, civic.ID(*replace), *with); err != nil {
				return err
			}
		}
		if *record {
			if err := s.recordOutcome(ctx, x, at); err != nil {
				return err
			}
		}
		return s.showSitting(ctx, id)
	}
}

// keepItem writes what was given over an item, or adds one.
func (s *session) keepItem(ctx context.Context, sitting civic.ID, given civic.SittingItem) (civic.Sitting, civic.ID, error) {
	if given.ID == "" {
		return s.set.Council.KeepItem(ctx, sitting, given)
	}
	v, err := s.set.Council.Sitting(ctx, sitting)
	if err != nil {
		return v.Sitting, "", err
	}
	have := v.Item(given.ID)
	if have == nil {
		return v.Sitting, "", civic.NewError(civic.NotFound, "terminal.item", "")
	}
	it := *have
	if given.Number != "" {
		it.Number = given.Number
	}
	if given.Subject != "" {
		it.Subject = given.Subject
	}
	if given.Act != "" {
		it.Act, it.Draft = given.Act, ""
	}
	if given.Draft != "" {
		it.Draft = given.Draft
	}
	if given.Outcome != "" {
		it.Outcome = given.Outcome
	}
	if given.Votes != nil {
		it.Votes = given.Votes
	}
	return s.set.Council.KeepItem(ctx, sitting, it)
}

// votesOf reads "9/4/1": for, against, abstained.
func votesOf(typed string) (*civic.Votes, error) {
	part := strings.Split(typed, "/")
	var n [3]int
	for i, p := range part {
		v, err := strconv.Atoi(p)
		if err != nil || i >= len(n) || len(part) != len(n) {
			return nil, misused("ctl.bad_value", "value", typed)
		}
		n[i] = v
	}
	return &civic.Votes{For: n[0], Against: n[1], Abstained: n[2]}, nil
}

// recordOutcome makes the outcome of an item an event of its act.
func (s *session) recordOutcome(ctx context.Context, x civic.Sitting, item civic.ID) error {
	e, err := s.set.Council.EventOf(x, item)
	if err != nil {
		return err
	}
	if _, err := s.record(ctx, e); err != nil {
		return err
	}
	_, err = s.set.Council.ToldOutcome(ctx, x.ID, item)
	return err
}

func cmdSittingNote(f *flag.FlagSet) action {
	var n civic.SittingNote
	f.StringVar((*string)(&n.Item), "item", "", "")
	f.StringVar((*string)(&n.Paper), "paper", "", "")
	f.StringVar((*string)(&n.Clause), "clause", "", "")
	f.StringVar((*string)(&n.ID), "note", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		if n.Text, err = s.input(civic.MaxPost); err != nil {
			return err
		}
		_, note, err := s.set.Council.KeepNote(ctx, id, n)
		if err != nil {
			return err
		}
		s.printf("%s\n", note)
		return s.document(map[string]any{"id": note})
	}
}

// cmdSittingText shows the clauses that notes may stand on.
func cmdSittingText(f *flag.FlagSet) action {
	item, paper := f.String("item", "", ""), f.String("paper", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		text, err := s.set.Council.Clauses(ctx, id, civic.ID(*item), civic.ID(*paper))
		if err != nil {
			return err
		}
		for _, cl := range text {
			s.printf("%s  %s\n", cl.ID, strings.TrimSpace(cl.Opener+" "+cl.Text))
		}
		return s.document(map[string]any{"clauses": clausesOf(text)})
	}
}

func cmdSittingMinutes(ctx context.Context, s *session, words []string) error {
	if len(words) != 2 {
		return misused("ctl.one_argument")
	}
	id, err := idOf(words[0])
	if err != nil {
		return err
	}
	if _, err := s.set.Council.SetMinutes(ctx, id, words[1]); err != nil {
		return err
	}
	return s.showSitting(ctx, id)
}

func cmdSittingDelete(f *flag.FlagSet) action {
	undo := f.Bool("undo", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		do, key := s.set.Council.BinSitting, "sitting.binned"
		if *undo {
			do, key = s.set.Council.RestoreSitting, "sitting.restored"
		}
		if err := do(ctx, id); err != nil {
			return err
		}
		s.printf("%s\n", s.T(key))
		return s.document(map[string]any{"id": id})
	}
}
