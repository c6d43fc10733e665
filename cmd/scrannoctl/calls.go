package main

import (
	"context"
	"flag"
	"slices"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
)

// callCommands are about the invitations of other levels.
func callCommands() []command {
	return []command{
		{
			name: "call open", args: "ACT --until D [--type reuse|debate] [--to all|REGION] [--title T] [--note N | < NOTE]",
			help: "ctl.help.call_open", begin: cmdCallOpen,
		},
		{name: "call list", args: "[--act ID] [--told]", help: "ctl.help.call_list", begin: cmdCallList},
		{name: "call show", args: "ID", help: "ctl.help.call_show", begin: plainly(cmdCallShow)},
		{name: "call edit", args: "ID [--until D] [--note N]", help: "ctl.help.call_edit", begin: cmdCallEdit},
		{name: "call close", args: "ID < SYNTHESIS", help: "ctl.help.call_close", begin: cmdCallClose},
		{name: "call withdraw", args: "ID", help: "ctl.help.call_withdraw", begin: cmdCallWithdraw},
		{name: "call return", args: "ID --reason R [--note N]", help: "ctl.help.call_return", begin: cmdCallReturn},
		{name: "call reinstate", args: "ID", help: "ctl.help.call_reinstate", begin: cmdCallReinstate},
		{name: "call hide", args: "ID [--off]", help: "ctl.help.call_hide", begin: cmdCallHide},
		{name: "call tell", args: "all|followed", help: "ctl.help.call_tell", begin: plainly(cmdCallTell)},
	}
}

type callDoc struct {
	ID        civic.ID         `json:"id"`
	Type      civic.CallType   `json:"type"`
	Act       civic.ID         `json:"act"`
	Subject   string           `json:"subject"` // empty: the act is not here
	To        civic.Region     `json:"to"`
	Until     civic.Date       `json:"until"`
	State     civic.CallState  `json:"state"`
	By        string           `json:"by"`
	Office    string           `json:"office"`
	Author    civic.ID         `json:"author"`
	Note      string           `json:"note"`
	Thread    civic.ID         `json:"thread,omitempty"`
	Synthesis string           `json:"synthesis,omitempty"`
	Opened    time.Time        `json:"opened,omitzero"`
	Closed    time.Time        `json:"closed,omitzero"`
	Followed  civic.FollowKind `json:"followed,omitempty"`
	Mine      bool             `json:"mine"`
	Hidden    bool             `json:"hidden"`
	Pending   bool             `json:"pending"`
	Silence   *silenceDoc      `json:"silence,omitempty"`
	Returned  *returnedDoc     `json:"returned,omitempty"`
	Uptake    *uptakeDoc       `json:"uptake,omitempty"`
}

// silenceDoc is the election silence that holds an invitation back.
type silenceDoc struct {
	Region civic.Region `json:"region"`
	From   civic.Date   `json:"from"`
	To     civic.Date   `json:"to"`
	Why    string       `json:"why"`
}

// returnedDoc is why a moderator took an invitation out.
type returnedDoc struct {
	Reason civic.ReturnReason `json:"reason"`
	Note   string             `json:"note"`
	At     time.Time          `json:"at"`
}

type uptakeDoc struct {
	Bodies   int        `json:"bodies"`
	Approved int        `json:"approved"`
	Regions  []uptakeIn `json:"regions"`
	Posts    int        `json:"posts"`
	Councils []string   `json:"councils"`
	Others   int        `json:"others"`
}

type uptakeIn struct {
	Region civic.Region `json:"region"`
	Acts   []uptakeAct  `json:"acts"`
}

type uptakeAct struct {
	ID      civic.ID      `json:"id"`
	Subject string        `json:"subject"`
	Body    string        `json:"body"`
	Outcome civic.Outcome `json:"outcome"`
}

func callOf(v civic.CallView) callDoc {
	c := v.Call
	d := callDoc{
		ID: v.ID, Type: c.Type, Act: c.Act, To: c.To, Until: c.Until, State: c.State(civic.DateOf(time.Now())), By: c.Name, Office: c.Office,
		Author: v.Author, Note: c.Note, Thread: c.Thread, Synthesis: c.Synthesis, Opened: v.Opened, Closed: c.Closed,
		Followed: v.Followed, Mine: v.Mine, Hidden: v.Hidden, Pending: v.Pending,
	}
	if v.Act != nil {
		d.Subject = v.Act.Subject
	}
	if x := c.Returned; x != nil {
		d.Returned = &returnedDoc{x.Reason, x.Note, x.At}
	}
	if x := v.Silence; x != nil && d.State == civic.CallOpen {
		d.Silence = &silenceDoc{x.Region, x.From, x.To, x.Why}
	}
	return d
}

func (s *session) regionName(r civic.Region) string {
	if r == civic.NationWide {
		return s.T("call.to.national")
	}
	return s.T("region." + string(r))
}

func (s *session) printCall(d callDoc) {
	by := d.By
	if d.Office != "" {
		by += ", " + d.Office
	}
	state := s.T("call.state." + string(d.State))
	if d.Silence != nil {
		state = s.T("call.state.quiet")
	}
	s.printf("%s  %s – %s\n    %s\n", d.ID, s.T("call.type."+string(d.Type)), state, by)
	s.printf("    %s\n", s.T("call.facts", "to", s.regionName(d.To), "date", string(d.Until)))
	if d.Subject != "" {
		s.printf("    «%s»\n", d.Subject)
	}
	if x := d.Returned; x != nil {
		s.printf("    %s\n", s.T("call.returned", "date", x.At.Local().Format(time.DateOnly), "reason", s.T("call.return."+string(x.Reason))))
	}
	if x := d.Silence; x != nil {
		s.printf("    %s\n", s.T("call.quiet.sheet", "region", s.regionName(x.Region), "date", string(x.To)))
	}
}

// regionOf reads a territory as it is typed: the two digits of a region, or all.
func regionOf(word string) (civic.Region, error) {
	if word == "all" || word == "" {
		return civic.NationWide, nil
	}
	r := civic.Region(word)
	if !r.Valid() {
		return "", civic.NewError(civic.Invalid, "terminal.region", "invalid.region")
	}
	return r, nil
}

func cmdCallOpen(f *flag.FlagSet) action {
	kind, to, until := f.String("type", string(civic.CallReuse), ""), f.String("to", "", ""), f.String("until", "", "")
	title, note := f.String("title", "", ""), f.String("note", "", "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		act, err := oneID(words)
		if err != nil {
			return err
		}
		if err := oneOf(*kind, civic.CallTypes()); err != nil {
			return err
		}
		if _, err := s.set.Desk.Act(ctx, act); err != nil {
			return err
		}
		a := civic.OpenCallArgs{Act: act, Type: civic.CallType(*kind), Until: civic.Date(*until), Note: *note, Title: *title}
		if a.To, err = s.addressees(ctx, *to); err != nil {
			return err
		}
		if a.Note == "" {
			if a.Note, err = s.postText(); err != nil {
				return err
			}
		}
		q, err := s.set.Desk.OpenCall(ctx, a)
		return s.settleCall(ctx, how, q, err)
	}
}

// addressees is the territory that was typed; nothing typed, the widest that the
// person may invite.
func (s *session) addressees(ctx context.Context, word string) (civic.Region, error) {
	if word != "" {
		return regionOf(word)
	}
	all, err := s.set.Desk.InvitesTo(ctx)
	if len(all) == 0 {
		return civic.NationWide, err
	}
	return all[0], err
}

func (s *session) settleCall(ctx context.Context, how sending, q civic.Queued, err error) error {
	if err != nil {
		return err
	}
	return s.settle(ctx, q, how, func(st settled) any {
		return struct {
			Call civic.ID `json:"call"`
			settled
		}{civic.Concerns(q.Command), st}
	})
}

func cmdCallList(f *flag.FlagSet) action {
	act, told := f.String("act", "", ""), f.Bool("told", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		all, err := s.calls(ctx, *act, *told)
		if err != nil {
			return err
		}
		docs := []callDoc{}
		for _, v := range all {
			d := callOf(v)
			docs = append(docs, d)
			s.printCall(d)
		}
		x, on, err := s.set.Desk.Silence(ctx)
		if err != nil {
			return err
		}
		if on {
			s.printf("%s\n", s.T("today.quiet", "region", s.regionName(x.Region), "date", string(x.To)))
		}
		if len(docs) == 0 {
			s.printf("%s\n", s.T("call.none"))
		}
		return s.document(map[string]any{"calls": docs})
	}
}

func (s *session) calls(ctx context.Context, act string, told bool) ([]civic.CallView, error) {
	q := civic.CallQuery{}
	if act != "" {
		id, err := idOf(act)
		if err != nil {
			return nil, err
		}
		q.Act = id
	}
	if !told {
		return s.set.Desk.Calls(ctx, q)
	}
	all, err := s.set.Desk.Invitations(ctx)
	return slices.DeleteFunc(all, func(v civic.CallView) bool { return q.Act != "" && v.Call.Act != q.Act }), err
}

func cmdCallShow(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	v, err := s.set.Desk.Call(ctx, id)
	if err != nil {
		return err
	}
	u, err := s.set.Desk.Uptake(ctx, v)
	if err != nil {
		return err
	}
	d := callOf(v)
	s.printCall(d)
	s.printf("\n%s\n", d.Note)
	d.Uptake = s.printUptake(d, u)
	if d.Synthesis != "" {
		s.printf("\n%s\n%s\n", s.T("call.synthesis"), d.Synthesis)
	}
	return s.document(d)
}

func (s *session) printUptake(d callDoc, u desk.Uptake) *uptakeDoc {
	out := &uptakeDoc{Bodies: u.Bodies, Approved: u.Approved, Posts: u.Posts, Councils: u.Councils, Others: u.Others, Regions: []uptakeIn{}}
	if out.Councils == nil {
		out.Councils = []string{}
	}
	if d.Type == civic.CallReuse || u.Bodies > 0 {
		s.printf("\n%s\n", s.T("call.uptake.reuse", "bodies", s.N("call.bodies", u.Bodies), "approved", s.N("call.approved", u.Approved)))
	}
	for _, r := range u.Regions {
		in := uptakeIn{Region: r.Region}
		s.printf("  %s\n", s.T("region."+string(r.Region)))
		for _, a := range r.Acts {
			in.Acts = append(in.Acts, uptakeAct{a.ID, a.Subject, a.BodyName, a.Outcome})
			s.printf("    %s – %s – %s\n", a.BodyName, s.T("act.outcome."+string(a.Outcome)), a.Subject)
		}
		out.Regions = append(out.Regions, in)
	}
	if d.Thread != "" {
		s.printf("%s\n", s.T("call.uptake.debate", "posts", s.N("call.posts", u.Posts), "councils", s.N("call.councils", len(u.Councils))))
		if len(u.Councils) > 0 {
			s.printf("    %s\n", strings.Join(u.Councils, ", "))
		}
	}
	return out
}

// ownCall finds an invitation to be changed.
func (s *session) ownCall(ctx context.Context, words []string) (civic.CallView, error) {
	id, err := oneID(words)
	if err != nil {
		return civic.CallView{}, err
	}
	return s.set.Desk.Call(ctx, id)
}

func cmdCallEdit(f *flag.FlagSet) action {
	until, note := f.String("until", "", ""), f.String("note", "", "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		v, err := s.ownCall(ctx, words)
		if err != nil {
			return err
		}
		day, text := v.Call.Until, v.Call.Note
		if *until != "" {
			day = civic.Date(*until)
		}
		if *note != "" {
			text = *note
		}
		q, err := s.set.Desk.EditCall(ctx, v.ID, v.Version, day, text)
		return s.settleCall(ctx, how, q, err)
	}
}

// cmdCallClose closes an invitation; of a reuse without a word too.
func cmdCallClose(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		v, err := s.ownCall(ctx, words)
		if err != nil {
			return err
		}
		text, err := s.input(civic.MaxPost)
		if err != nil {
			return err
		}
		q, err := s.set.Desk.CloseCall(ctx, v.ID, v.Version, text)
		return s.settleCall(ctx, how, q, err)
	}
}

func cmdCallWithdraw(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		v, err := s.ownCall(ctx, words)
		if err != nil {
			return err
		}
		q, err := s.set.Desk.WithdrawCall(ctx, v.ID)
		return s.settleCall(ctx, how, q, err)
	}
}

func cmdCallHide(f *flag.FlagSet) action {
	off := f.Bool("off", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		v, err := s.ownCall(ctx, words)
		if err != nil {
			return err
		}
		if err := s.set.Desk.HideCall(ctx, v.ID, !*off); err != nil {
			return err
		}
		return s.document(map[string]any{"call": v.ID, "hidden": !*off})
	}
}

// cmdCallTell chooses which invitations one is told of.
func cmdCallTell(ctx context.Context, s *session, words []string) error {
	word, err := one(words)
	if err != nil {
		return err
	}
	if err := oneOf(word, []string{"all", "followed"}); err != nil {
		return err
	}
	if err := s.set.Desk.TellAllCalls(ctx, word == "all"); err != nil {
		return err
	}
	return s.document(map[string]any{"told": word})
}
