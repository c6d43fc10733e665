package main

import (
	"context"
	"flag"
	"strconv"

	"scranno/app/civic"
)

// lifeCommands are what one does with the life of acts.
func lifeCommands() []command {
	return []command{
		{name: "act commitments", args: "ID", help: "ctl.help.act_commitments", begin: plainly(cmdCommitments)},
		{
			name: "act commitment", args: "ID N|CLAUSE [--state S] [--due D] [--office O] [--note N] [--link L] [--file F] [--date D] [--drop EVIDENCE]",
			help: "ctl.help.act_commitment", begin: cmdCommitment,
		},
		{name: "act verify", args: "ID", help: "ctl.help.act_verify", begin: plainly(cmdVerify)},
		{name: "deadlines", args: "[--act ID] [--council] [--hidden] [--ics FILE]", help: "ctl.help.deadlines", begin: cmdDeadlines},
		{name: "deadline remedy", args: "KEY", help: "ctl.help.deadline_remedy", begin: plainly(cmdRemedy)},
		{name: "deadline hide", args: "KEY [--off]", help: "ctl.help.deadline_hide", begin: cmdHideDeadline},
		{name: "follow", args: "[ID|THEME|CODE]", help: "ctl.help.follow", begin: plainly(cmdFollow)},
		{name: "unfollow", args: "ID|THEME|CODE", help: "ctl.help.unfollow", begin: plainly(cmdUnfollow)},
		{name: "news", args: "[--seen]", help: "ctl.help.news", begin: cmdNews},
	}
}

type evidenceDoc struct {
	civic.Evidence
	Name string `json:"name,omitempty"` // of the file
}

type pointDoc struct {
	N        int                   `json:"n"`
	Clause   civic.ID              `json:"clause"`
	Text     string                `json:"text"`
	State    civic.CommitmentState `json:"state"`
	Due      civic.Date            `json:"due"`
	Office   string                `json:"office"`
	Evidence []evidenceDoc         `json:"evidence"`
	Version  int64                 `json:"version"`
	Pending  bool                  `json:"pending"`
}

func cmdCommitments(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	points, binds, err := s.set.Council.Points(ctx, id)
	if err != nil {
		return err
	}
	docs := []pointDoc{}
	for i, p := range points {
		c := p.Commitment
		d := pointDoc{i + 1, c.Clause, p.Clause.Text, c.State, c.Due, c.Office, []evidenceDoc{}, p.Version, p.Pending}
		s.printf("%d  %s  %s\n    %s\n", d.N, s.T("commitment.state."+string(c.State)), c.Due, p.Clause.Text)
		for _, e := range c.Evidence {
			x := evidenceDoc{Evidence: e}
			for _, f := range c.Attachments {
				if f.Hash == e.File {
					x.Name = f.Name
				}
			}
			d.Evidence = append(d.Evidence, x)
			s.printf("    %s  %s  %s %s %s\n", e.ID, e.Date, e.Note, e.Link, x.Name)
		}
		docs = append(docs, d)
	}
	return s.document(map[string]any{"act": id, "binds": binds, "commitments": docs})
}

// pointOf finds a point by its number in the list, or by its clause.
func (s *session) pointOf(ctx context.Context, act civic.ID, word string) (civic.CommitmentView, error) {
	points, _, err := s.set.Council.Points(ctx, act)
	if err != nil {
		return civic.CommitmentView{}, err
	}
	n, _ := strconv.Atoi(word)
	for i, p := range points {
		if i+1 == n || string(p.Commitment.Clause) == word {
			return p, nil
		}
	}
	return civic.CommitmentView{}, misused("ctl.point_missing")
}

// cmdCommitment says how far a point has come and brings evidence, or takes
// evidence back.
func cmdCommitment(f *flag.FlagSet) action {
	state, due, office := f.String("state", "", ""), f.String("due", "", ""), f.String("office", "", "")
	note, link, file := f.String("note", "", ""), f.String("link", "", ""), f.String("file", "", "")
	date, drop := f.String("date", "", ""), f.String("drop", "", "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		if len(words) != 2 {
			return misused("ctl.point_missing")
		}
		act, err := idOf(words[0])
		if err != nil {
			return err
		}
		p, err := s.pointOf(ctx, act, words[1])
		if err != nil {
			return err
		}
		clause := p.Commitment.Clause
		told, proved := *state+*due+*office != "", *note+*link+*file != ""
		if *drop != "" {
			evidence, err := idOf(*drop)
			if err != nil {
				return err
			}
			if told || proved {
				return misused("ctl.bad_value", "value", "--drop "+*drop)
			}
			q, err := s.set.Desk.DropEvidence(ctx, act, clause, evidence)
			return s.settleAct(ctx, act, how, q, err)
		}
		var q civic.Queued
		if told || !proved {
			set := civic.CommitmentSet{State: p.Commitment.State, Due: p.Commitment.Due, Office: p.Commitment.Office}
			for _, x := range []struct{ to, from *string }{{(*string)(&set.State), state}, {(*string)(&set.Due), due}, {&set.Office, office}} {
				if *x.from != "" {
					*x.to = *x.from
				}
			}
			if q, err = s.set.Desk.SetPoint(ctx, act, clause, p.Version, set); err != nil {
				return err
			}
		}
		if proved { // after the state: evidence makes a new version of the point
			q, err = s.bringEvidence(ctx, act, clause, *file, civic.Evidence{Date: civic.Date(*date), Note: *note, Link: *link})
		}
		return s.settleAct(ctx, act, how, q, err)
	}
}

// bringEvidence queues evidence of a point, with its file.
func (s *session) bringEvidence(ctx context.Context, act, clause civic.ID, file string, e civic.Evidence) (civic.Queued, error) {
	var files []civic.Attachment
	if file != "" {
		a, err := s.set.Desk.AddFile(ctx, file)
		if err != nil {
			return civic.Queued{}, err
		}
		files = append(files, a)
	}
	return s.set.Desk.AddEvidence(ctx, act, clause, e, files...)
}

func cmdVerify(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	c, err := s.set.Council.Verify(ctx, id)
	if err != nil {
		return err
	}
	return s.newDraft(ctx, c)
}

// newDraft begins a draft and says which.
func (s *session) newDraft(ctx context.Context, c civic.Content) error {
	d, err := s.set.Desk.NewDraft(ctx, c)
	if err != nil {
		return err
	}
	s.printf("%s\n%s\n", d.ID, c.Subject)
	return s.document(map[string]any{"id": d.ID, "subject": c.Subject})
}
