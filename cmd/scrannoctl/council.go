package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"scranno/app/civic"
	"scranno/app/council"
)

func councilCommands() []command {
	return []command{
		{name: "council show", args: "[CODE]", help: "ctl.help.council_show", begin: plainly(cmdCouncilShow)},
		{
			name: "council set", args: "[CODE] [--base tuel|blank] [--seats N] [--heading T] [--patron MM-DD] [--saint T] [--form NAME]… " +
				"[--office OFFICE=HOLDER[ <PEC>]]… [--rule NAME[:KIND[/SUBKIND]]=VALUE[/OF]@SOURCE]… [--arms FILE]",
			help: "ctl.help.council_set", begin: cmdCouncilSet,
		},
		{name: "council export", args: "[CODE] [-o FILE]", help: "ctl.help.council_export", begin: cmdCouncilExport},
		{name: "council import", args: "FILE", help: "ctl.help.council_import", begin: plainly(cmdCouncilImport)},
	}
}

// councilOf gives the body that is named, or the person's own.
func (s *session) councilOf(ctx context.Context, words []string) (civic.BodyCode, error) {
	if len(words) == 0 {
		return s.set.Council.Home(ctx)
	}
	w, err := one(words)
	if err != nil {
		return "", err
	}
	return civic.ParseBodyCode(w)
}

func cmdCouncilShow(ctx context.Context, s *session, words []string) error {
	body, err := s.councilOf(ctx, words)
	if err != nil {
		return err
	}
	p, err := s.set.Council.Profile(ctx, body)
	if err != nil {
		return err
	}
	if p.Name == "" && p.Updated.IsZero() {
		return civic.NewError(civic.NotFound, "terminal.council", "council.no_body", "code", string(body))
	}
	return s.showCouncil(p)
}

func (s *session) showCouncil(p civic.CouncilProfile) error {
	s.printf("%s (%s)\n%s\n", p.Name, p.Body, s.T("council.base."+p.Base))
	seats, arms := "", ""
	if p.Seats > 0 {
		seats = strconv.Itoa(p.Seats)
	}
	if len(p.Arms) > 0 {
		arms = civic.ArmsType(p.Arms)
	}
	for _, l := range [][2]string{
		{"council.forms", strings.Join(p.Forms, "; ")},
		{"council.seats_label", seats},
		{"council.heading", strings.ReplaceAll(p.Heading, "\n", " / ")},
		{"council.arms", arms},
		{"council.patron_label", p.Patron},
		{"council.saint", p.Saint},
	} {
		if l[1] != "" {
			s.printf("  %s: %s\n", s.T(l[0]), l[1])
		}
	}
	for _, o := range p.Offices {
		s.printf("  %s: %s %s\n", s.T("council.office."+string(o.Office)), o.Holder, o.Address)
	}
	for _, r := range p.Rules {
		value := strconv.Itoa(r.Value)
		if r.Of > 0 {
			value += "/" + strconv.Itoa(r.Of)
		}
		if r.Name == civic.RuleForm {
			value = r.Text
		}
		kinds := make([]string, len(r.Kinds))
		for i, k := range r.Kinds {
			kinds[i] = s.T("act.kind." + string(k))
		}
		s.printf("  %s: %s  %s %s  [%s]\n", s.T("council.rule."+string(r.Name)), value, strings.Join(kinds, ", "), r.Subkind, r.Source)
	}
	return s.document(p)
}

// many is a flag that may be given more than once; its values may have commas.
type many []string

func (m *many) String() string { return strings.Join(*m, "\n") }

func (m *many) Set(v string) error {
	*m = append(*m, v)
	return nil
}

func cmdCouncilSet(f *flag.FlagSet) action {
	base, heading := f.String("base", "", ""), f.String("heading", "", "")
	patron, saint, arms := f.String("patron", "", ""), f.String("saint", "", ""), f.String("arms", "", "")
	seats := f.Int("seats", -1, "") // -1: as it was
	var forms, offices, rules many
	f.Var(&forms, "form", "")
	f.Var(&offices, "office", "")
	f.Var(&rules, "rule", "")
	return func(ctx context.Context, s *session, words []string) error {
		if *seats < -1 {
			return misused("ctl.bad_value", "value", strconv.Itoa(*seats))
		}
		body, err := s.councilOf(ctx, words)
		if err != nil {
			return err
		}
		if *base != "" {
			if _, err := s.set.Council.Reset(ctx, body, *base); err != nil {
				return err
			}
		}
		p, err := s.set.Council.Profile(ctx, body)
		if err != nil {
			return err
		}
		for to, value := range map[*string]string{&p.Heading: *heading, &p.Patron: *patron, &p.Saint: *saint} {
			if value != "" {
				*to = value
			}
		}
		if *seats >= 0 {
			p.Seats = *seats
		}
		p.Forms = append(slices.Clone(p.Forms), forms...)
		if err := setOffices(&p, offices); err != nil {
			return err
		}
		if err := setRules(&p, rules); err != nil {
			return err
		}
		if *arms != "" {
			if p.Arms, err = readBounded(*arms, civic.MaxArms); err != nil {
				return err
			}
		}
		if p, err = s.set.Council.Keep(ctx, p); err != nil {
			return err
		}
		return s.showCouncil(p)
	}
}

// setOffices reads "mayor=Ada Verdi <comune@pec.example.it>"; no holder takes the
// office out.
func setOffices(p *civic.CouncilProfile, list []string) error {
	p.Offices = slices.Clone(p.Offices)
	for _, l := range list {
		name, who, ok := strings.Cut(l, "=")
		if !ok {
			return misused("ctl.bad_value", "value", l)
		}
		holder, address, _ := strings.Cut(who, "<")
		o := civic.CouncilOffice{
			Office: civic.OfficeName(name), Holder: strings.TrimSpace(holder), Address: strings.TrimSuffix(strings.TrimSpace(address), ">"),
		}
		if err := oneOf(name, civic.OfficeNames()); err != nil {
			return err
		}
		p.Offices = slices.DeleteFunc(p.Offices, func(x civic.CouncilOffice) bool { return x.Office == o.Office })
		p.Offices = append(p.Offices, o)
	}
	return nil
}

// setRules reads "signatures:question=3@Regolamento, art. 12"; a rule of the same
// name, kind and subkind is replaced, and taken out by the value 0.
func setRules(p *civic.CouncilProfile, list []string) error {
	p.Rules = slices.Clone(p.Rules)
	for _, l := range list {
		what, rest, ok := strings.Cut(l, "=")
		value, source, _ := strings.Cut(rest, "@")
		if !ok {
			return misused("ctl.bad_value", "value", l)
		}
		var r civic.CouncilRule
		name, kind, _ := strings.Cut(what, ":")
		kind, r.Subkind, _ = strings.Cut(kind, "/")
		r.Name, r.Source = civic.RuleName(name), strings.TrimSpace(source)
		if kind != "" {
			r.Kinds = []civic.ActKind{civic.ActKind(kind)}
		}
		if err := errors.Join(oneOf(name, civic.RuleNames()), optional(kind, civic.ActKinds())); err != nil {
			return err
		}
		if r.Name == civic.RuleForm {
			r.Text = value
		} else {
			n, of, part := strings.Cut(value, "/")
			var err, oerr error
			r.Value, err = strconv.Atoi(n)
			if part {
				r.Of, oerr = strconv.Atoi(of)
			}
			if err != nil || oerr != nil {
				return misused("ctl.bad_value", "value", l)
			}
		}
		p.Rules = slices.DeleteFunc(p.Rules, func(x civic.CouncilRule) bool {
			return !x.Law && x.Name == r.Name && x.Subkind == r.Subkind && slices.Equal(x.Kinds, r.Kinds)
		})
		if r.Value != 0 || r.Text != "" {
			p.Rules = append(p.Rules, r)
		}
	}
	return nil
}

// openFile opens a file that the person names; a folder is none.
func openFile(path string) (*os.File, error) {
	if at, err := os.Stat(path); err != nil || at.IsDir() {
		return nil, misused("ctl.no_file", "file", path)
	}
	f, err := os.Open(path) //nolint:gosec // the person names the file
	if err != nil {
		return nil, misused("ctl.no_file", "file", path)
	}
	return f, nil
}

// readBounded reads a file, of which at most so many bytes and one are wanted.
func readBounded(path string, most int64) (_ []byte, err error) {
	in, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	return data, civic.WrapError(civic.Internal, "terminal.read", err)
}

func cmdCouncilExport(f *flag.FlagSet) action {
	out := f.String("o", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		body, err := s.councilOf(ctx, words)
		if err != nil {
			return err
		}
		data, err := s.set.Council.Export(ctx, body)
		if err != nil {
			return err
		}
		if *out == "" {
			_, err := s.out.Write(data)
			return civic.WrapError(civic.Internal, "terminal.export", err)
		}
		if err := writeFile(*out, func(w io.Writer) error {
			_, err := w.Write(data)
			return civic.WrapError(civic.Internal, "terminal.export", err)
		}); err != nil {
			return err
		}
		s.printf("%s\n", s.T("ctl.written", "file", *out))
		return s.document(map[string]any{"file": *out})
	}
}

func cmdCouncilImport(ctx context.Context, s *session, words []string) error {
	path, err := one(words)
	if err != nil {
		return err
	}
	data, err := readBounded(path, council.MaxProfileFile)
	if err != nil {
		return err
	}
	p, err := s.set.Council.Import(ctx, data)
	if err != nil {
		return err
	}
	return s.showCouncil(p)
}
