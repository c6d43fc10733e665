package main

import (
	"context"
	"flag"
	"strconv"
	"strings"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
)

// reuseCommands take an act up, and tell where it comes from.
func reuseCommands() []command {
	return []command{
		{name: "act reuse", args: "ID [--body CODE] [--mode M] [--words N,N|all] [--plan]", help: "ctl.help.act_reuse", begin: cmdActReuse},
		{name: "act lineage", args: "ID [--regions]", help: "ctl.help.act_lineage", begin: cmdActLineage},
		{name: "draft words", args: "ID [--take N,N|all]", help: "ctl.help.draft_words", begin: cmdDraftWords},
		{name: "draft newer", args: "ID [--take N,N|--seen]", help: "ctl.help.draft_newer", begin: cmdDraftNewer},
	}
}

type reuseDoc struct {
	ID       civic.ID               `json:"id,omitempty"` // of the draft; absent in a plan
	Act      civic.ID               `json:"act"`
	Mode     civic.ReuseMode        `json:"mode"`
	From     civic.BodyCode         `json:"from"`
	To       civic.BodyCode         `json:"to"`
	Subject  string                 `json:"subject"`
	Replaced []drafting.Replacement `json:"replaced"`
	Gaps     []drafting.Gap         `json:"gaps"`
	Words    []drafting.Rewrite     `json:"words"` // organs of the other level with what stands for them
	Findings []civic.Finding        `json:"findings"`
	Files    int                    `json:"filesLeft"`
}

func cmdActReuse(f *flag.FlagSet) action {
	body, mode := f.String("body", "", ""), f.String("mode", "", "")
	take, plan := f.String("words", "", ""), f.Bool("plan", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		how := desk.ReuseHow{Mode: civic.ReuseMode(*mode)}
		if *mode != "" && !how.Mode.Valid() {
			return misused("ctl.bad_value", "value", *mode)
		}
		if *body != "" {
			if how.Body, err = civic.ParseBodyCode(*body); err != nil {
				return err
			}
		}
		if how.AllWords = *take == "all"; !how.AllWords {
			if how.Words, err = places(*take); err != nil {
				return err
			}
		}
		run := s.set.Desk.Reuse
		if *plan {
			run = s.set.Desk.ReusePlan
		}
		r, err := run(ctx, id, how)
		if err != nil {
			return err
		}
		s.showReuse(r)
		d := reuseDoc{
			ID: r.Draft, Act: id, Mode: r.Mode, From: r.From.Code(), To: r.To.Code(), Subject: r.Content.Subject,
			Replaced: r.Replaced, Gaps: r.Gaps, Words: r.Rewrites, Findings: r.Flags, Files: r.Files,
		}
		if d.Words == nil {
			d.Words = []drafting.Rewrite{}
		}
		if d.Replaced == nil {
			d.Replaced = []drafting.Replacement{}
		}
		if d.Gaps == nil {
			d.Gaps = []drafting.Gap{}
		}
		if d.Findings == nil {
			d.Findings = []civic.Finding{}
		}
		return s.document(d)
	}
}

func (s *session) showReuse(r desk.Reused) {
	if r.Draft != "" {
		s.printf("%s\n", r.Draft)
	}
	s.printf("%s\n", r.Content.Subject)
	told := map[string]bool{}
	for _, x := range r.Replaced {
		line := "  " + x.Was + " → " + x.Now
		if !told[line] {
			told[line] = true
			s.printf("%s\n", line)
		}
	}
	s.printf("%s\n", s.N("reuse.gaps", len(r.Gaps)))
	s.showWords(r.Rewrites)
	for _, x := range r.Flags {
		s.printf("%s\n", s.T("finding."+x.Code, pairs(x.Params)...))
	}
	if r.Files > 0 {
		s.printf("%s\n", s.N("reuse.files", r.Files))
	}
}

// places reads "1,3" as places in a list that begins with 1; empty: none.
func places(words string) ([]int, error) {
	var out []int
	for _, w := range strings.FieldsFunc(words, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 {
			return nil, misused("ctl.bad_value", "value", w)
		}
		out = append(out, n-1)
	}
	return out, nil
}

func (s *session) showWords(all []drafting.Rewrite) {
	for i, x := range all {
		s.printf("%d. %s → %s\n", i+1, x.Was, x.Now)
	}
}

// cmdDraftWords lists the organs of the level that a draft was taken from, and
// puts what stands for them where that is chosen.
func cmdDraftWords(f *flag.FlagSet) action {
	take := f.String("take", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		all, err := s.set.Desk.LevelWords(ctx, id)
		if err != nil {
			return err
		}
		if all == nil {
			all = []drafting.Rewrite{}
		}
		doc := map[string]any{"draft": id, "words": all}
		if *take == "" {
			s.showWords(all)
			if len(all) == 0 {
				s.printf("%s\n", s.T("reuse.words_none"))
			}
			return s.document(doc)
		}
		var chosen []int
		if *take == "all" {
			for i := range all {
				chosen = append(chosen, i)
			}
		} else if chosen, err = places(*take); err != nil {
			return err
		}
		if _, err := s.set.Desk.TakeLevelWords(ctx, id, chosen); err != nil {
			return err
		}
		s.printf("%s\n", s.N("reuse.words_taken", len(chosen)))
		doc["taken"] = len(chosen)
		return s.document(doc)
	}
}

func pairs(m map[string]string) []string {
	var out []string
	for k, v := range m {
		out = append(out, k, v)
	}
	return out
}

type kinDoc struct {
	ID       civic.ID        `json:"id"`
	Parent   civic.ID        `json:"parent,omitempty"`
	Depth    int             `json:"depth"`
	Mode     civic.ReuseMode `json:"mode,omitempty"`
	Subject  string          `json:"subject"`
	Body     civic.BodyCode  `json:"body"`
	BodyName string          `json:"bodyName"`
	Region   civic.Region    `json:"region"`
	Date     civic.Date      `json:"date,omitempty"`
	Outcome  civic.Outcome   `json:"outcome"`
	Compared bool            `json:"compared"`
	drafting.KinChanges
}

func newKinDoc(k desk.Kin) kinDoc {
	return kinDoc{
		ID: k.ID, Parent: k.Parent, Depth: k.Depth, Mode: k.Mode, Subject: k.Subject, Body: k.Body, BodyName: k.BodyName, Region: k.Region,
		Date: k.Date, Outcome: k.Outcome, Compared: k.Compared, KinChanges: k.KinChanges,
	}
}

func cmdActLineage(f *flag.FlagSet) action {
	regions := f.Bool("regions", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		k, err := s.set.Desk.Kinship(ctx, id)
		if err != nil {
			return err
		}
		if *regions {
			for _, r := range k.ByRegion() {
				s.printf("%s\n", s.T("region."+string(r.Region)))
				for _, n := range r.Acts {
					s.kinLine(n, 1)
				}
			}
		} else {
			for _, n := range k.Tree {
				s.kinLine(n, n.Depth)
			}
		}
		s.printf("%s\n", s.kinSummary(k))
		tree := []kinDoc{}
		for _, n := range k.Tree {
			tree = append(tree, newKinDoc(n))
		}
		return s.document(map[string]any{
			"act": id, "tree": tree, "bodies": k.Bodies, "approved": k.Approved, "approvedNear": k.Near, "away": k.Away, "origin": k.Origin, "more": k.More,
		})
	}
}

func (s *session) kinLine(n desk.Kin, depth int) {
	line := strings.Repeat("  ", depth) + n.BodyName + ", " + string(n.Date) + ", " + s.T("act.outcome."+string(n.Outcome))
	if n.Mode != "" {
		line += ", " + s.T("reuse.mode."+string(n.Mode))
	}
	if n.Compared {
		line += " (" + s.T("reuse.changes", "kept", strconv.Itoa(n.Kept), "changed", strconv.Itoa(n.Changed), "new", strconv.Itoa(n.New),
			"gone", strconv.Itoa(n.Gone)) + ")"
	}
	s.printf("%s\n  %s%s\n", line, strings.Repeat("  ", depth), n.ID)
}

func (s *session) kinSummary(k desk.Kinship) string {
	if k.Bodies == 0 && k.Away == 0 {
		return s.T("reuse.nobody")
	}
	text := s.N("act.reused", k.Bodies)
	if k.Approved > 0 {
		text += ", " + s.N("acts.children_approved", k.Approved)
		if k.Near < k.Approved {
			text += " (" + s.N("acts.passed_near", k.Near) + ")"
		}
	}
	if k.Away > 0 {
		text += ". " + s.N("reuse.away", k.Away)
	}
	return text
}

func cmdDraftNewer(f *flag.FlagSet) action {
	take := f.String("take", "", "")
	seen := f.Bool("seen", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		found, err := s.set.Desk.Suggestions(ctx, id)
		if err != nil {
			return err
		}
		items := found.Items
		if items == nil {
			items = []drafting.Suggestion{}
		}
		doc := map[string]any{"draft": id, "parent": found.Parent.ID, "version": found.Version, "items": items}
		if *take == "" && !*seen {
			s.showNewer(items)
			return s.document(doc)
		}
		var chosen []int
		for _, w := range strings.Split(*take, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(w))
			if *take != "" && (err != nil || n < 1 || n > len(items)) {
				return misused("ctl.bad_value", "value", w)
			}
			if *take != "" {
				chosen = append(chosen, n-1)
			}
		}
		x, err := s.set.Desk.TakeSuggestions(ctx, id, found, chosen)
		if err != nil {
			return err
		}
		s.printf("%s\n", s.N("reuse.taken", len(chosen)))
		doc["draft"], doc["taken"] = x.ID, len(chosen)
		return s.document(doc)
	}
}

func (s *session) showNewer(items []drafting.Suggestion) {
	if len(items) == 0 {
		s.printf("%s\n", s.T("reuse.newer_none"))
	}
	for i, x := range items {
		s.printf("%d. %s\n", i+1, s.T("reuse.newer."+string(x.Kind)))
		if x.Mine != "" {
			s.printf("   - %s\n", x.Mine)
		}
		if x.Now != "" {
			s.printf("   + %s\n", x.Now)
		}
	}
}
