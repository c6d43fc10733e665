package main

import (
	"context"
	"strconv"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
)

// writingCommands are those that help while one writes.
func writingCommands() []command {
	return []command{
		{name: "act similar", args: "ID", help: "ctl.help.act_similar", begin: plainly(cmdActSimilar)},
		{name: "draft similar", args: "ID", help: "ctl.help.draft_similar", begin: plainly(cmdDraftSimilar)},
		{name: "draft spelling", args: "ID", help: "ctl.help.draft_spelling", begin: plainly(cmdDraftSpelling)},
		{name: "words list", help: "ctl.help.words_list", begin: plainly(cmdWordsList)},
		{name: "words add", args: "WORD…", help: "ctl.help.words_add", begin: plainly(cmdWordsAdd)},
		{name: "words remove", args: "WORD…", help: "ctl.help.words_remove", begin: plainly(cmdWordsRemove)},
	}
}

// similarDoc is what is like a text, as scripts read it. overlap goes from 0.5
// to 1.
type similarDoc struct {
	Acts     []similarAct   `json:"acts"`
	Drafts   []similarDraft `json:"drafts"`
	Councils int            `json:"councils"` // others than the text's
	Voted    int            `json:"voted"`    // of these
	Short    bool           `json:"short"`    // the text is too short to say
}

type similarAct struct {
	ID       civic.ID          `json:"id"`
	Subject  string            `json:"subject"`
	Body     civic.BodyCode    `json:"body"`
	BodyName string            `json:"bodyName"`
	Date     civic.Date        `json:"date"`
	Outcome  civic.Outcome     `json:"outcome"`
	Overlap  float64           `json:"overlap"`
	Likeness drafting.Likeness `json:"likeness"`
	Bond     desk.Bond         `json:"bond"`
}

type similarDraft struct {
	ID       civic.ID          `json:"id"`
	Subject  string            `json:"subject"`
	Overlap  float64           `json:"overlap"`
	Likeness drafting.Likeness `json:"likeness"`
}

func cmdActSimilar(ctx context.Context, s *session, words []string) error {
	return s.similar(ctx, words, s.set.Desk.SimilarToAct)
}

func cmdDraftSimilar(ctx context.Context, s *session, words []string) error {
	return s.similar(ctx, words, func(ctx context.Context, id civic.ID) (desk.Similar, error) {
		return s.set.Desk.SimilarToDraft(ctx, id, nil)
	})
}

// similar answers once all acts are prepared: a terminal has no later. A profile
// that cannot be written answers with what is there.
func (s *session) similar(ctx context.Context, words []string, ask func(context.Context, civic.ID) (desk.Similar, error)) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	for more := !s.set.ReadOnly; more; {
		if more, err = s.set.Desk.PrepareSimilar(ctx); err != nil {
			return err
		}
	}
	found, err := ask(ctx, id)
	if err != nil {
		return err
	}
	s.showSimilar(found)
	return s.document(newSimilarDoc(found))
}

func newSimilarDoc(found desk.Similar) similarDoc {
	d := similarDoc{Acts: []similarAct{}, Drafts: []similarDraft{}, Councils: found.Bodies, Voted: found.Voted, Short: found.Short}
	for _, x := range found.Acts {
		a := x.Act
		d.Acts = append(d.Acts, similarAct{a.ID, a.Subject, a.Body, a.BodyName, a.Date, a.Outcome, round(x.Overlap), x.Likeness, x.Bond})
	}
	for _, x := range found.Drafts {
		d.Drafts = append(d.Drafts, similarDraft{x.ID, x.Subject, round(x.Overlap), x.Likeness})
	}
	return d
}

// round keeps three places.
func round(x float64) float64 { return float64(int(x*1000+0.5)) / 1000 }

func (s *session) showSimilar(found desk.Similar) {
	switch {
	case found.Short:
		s.printf("%s\n", s.T("similar.short"))
	case found.Voted > 0:
		s.printf("%s\n", s.N("similar.voted", found.Voted))
	case found.Bodies > 0:
		s.printf("%s\n", s.N("similar.bodies", found.Bodies))
	case len(found.Acts) == 0 && len(found.Drafts) == 0:
		s.printf("%s\n", s.T("similar.none"))
	}
	for _, x := range found.Acts {
		a := x.Act
		s.printf("%s  %s%%  %s, %s, %s\n    %s\n", a.ID, percent(x.Overlap), a.BodyName, a.Date, s.T("act.outcome."+string(a.Outcome)), a.Subject)
	}
	for _, x := range found.Drafts {
		s.printf("%s  %s%%  %s\n    %s\n", x.ID, percent(x.Overlap), s.T("similar.draft"), x.Subject)
	}
}

func percent(x float64) string { return strconv.Itoa(int(x * 100)) }
