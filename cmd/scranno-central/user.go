package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
)

func user(ctx context.Context, w world, args []string) error {
	if len(args) == 0 {
		return usage("user vuole add, invite, list, role, password, devices o disable.")
	}
	do, ok := map[string]command{
		"add": userAdd, "invite": userInvite, "list": userList, "role": userRole, "password": userPassword, "disable": userDisable,
		"devices": userDevices,
	}[args[0]]
	if !ok {
		return usage("user vuole add, invite, list, role, password, devices o disable.")
	}
	return do(ctx, w, args[1:])
}

// who are the flags that describe a person.
type who struct {
	email, name, body, office, from, to, role, scope *string
}

func (c *common) who() who {
	s := func(name string) *string { return c.flags.String(name, "", "") }
	return who{
		email: s("email"), name: s("name"), body: s("body"), office: s("office"), from: s("from"), to: s("to"),
		role: s("role"), scope: s("scope"),
	}
}

func (p who) mandates() ([]civic.Mandate, error) {
	if *p.body == "" {
		return nil, nil
	}
	code, err := civic.ParseBodyCode(*p.body)
	if err != nil {
		return nil, err
	}
	return []civic.Mandate{{Body: code, Office: *p.office, From: civic.Date(*p.from), To: civic.Date(*p.to), Source: "amministratore"}}, nil
}

func (p who) roles() ([]civic.Role, error) {
	if *p.role == "" {
		return nil, nil
	}
	r := civic.Role{Name: civic.RoleName(*p.role), Scope: civic.Scope(*p.scope)}
	if r.Scope == "" {
		r.Scope = civic.ScopeAll
	}
	if !r.Name.Valid() || !r.Scope.Valid() {
		return nil, usage("il ruolo è uno tra member, collaborator, representative, editor, facilitator, moderator, administrator; l’ambito è all, region:08, body:CODICE o space:ID.")
	}
	return []civic.Role{r}, nil
}

func (p who) required(email, name bool) error {
	if email && *p.email == "" {
		return usage("manca --email.")
	}
	if name && *p.name == "" {
		return usage("manca --name.")
	}
	return nil
}

// rights are the roles and mandates that the flags give.
func (p who) rights() ([]civic.Role, []civic.Mandate, error) {
	roles, err := p.roles()
	if err != nil {
		return nil, nil, err
	}
	mandates, err := p.mandates()
	return roles, mandates, err
}

func userAdd(ctx context.Context, w world, args []string) error {
	c := newFlags("user add")
	p := c.who()
	fromStdin := c.flags.Bool("password-stdin", false, "")
	if err := c.only(args, func() error { return p.required(true, true) }); err != nil {
		return err
	}
	roles, mandates, err := p.rights()
	if err != nil {
		return err
	}
	password := ""
	if *fromStdin {
		if password, err = readLine(w.in); err != nil {
			return err
		}
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		id, err := set.AddPerson(ctx, central.NewPerson{Email: *p.email, Name: *p.name, Roles: roles, Mandates: mandates}, password)
		if err != nil {
			return taken(err)
		}
		_, err = fmt.Fprintln(w.out, id)
		return err
	})
}

// taken says that an address has an account already.
func taken(err error) error {
	if civic.Is(err, civic.Conflict) {
		return fmt.Errorf("%w: %w", errTaken, err)
	}
	return err
}

func userInvite(ctx context.Context, w world, args []string) error {
	c := newFlags("user invite")
	p := c.who()
	days := c.flags.Int("days", 14, "")
	if err := c.only(args, func() error { return p.required(true, false) }); err != nil {
		return err
	}
	if *days < 1 || *days > 365 {
		return usage("--days va da 1 a 365.")
	}
	roles, mandates, err := p.rights()
	if err != nil {
		return err
	}
	i := civic.Invitation{Email: *p.email, Name: *p.name, Roles: roles}
	if len(mandates) > 0 {
		i.Mandate = &mandates[0]
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		address, err := set.Invite(ctx, i, time.Duration(*days)*24*time.Hour)
		if err != nil {
			return taken(err)
		}
		_, err = fmt.Fprintln(w.out, address)
		return err
	})
}

func userList(ctx context.Context, w world, args []string) error {
	c := newFlags("user list")
	asJSON := c.flags.Bool("json", false, "")
	if err := c.only(args, nil); err != nil {
		return err
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		people, err := set.Service.People(ctx)
		if err != nil {
			return err
		}
		rows := make([]userRow, len(people))
		for i, a := range people {
			actor, err := set.Service.Actor(ctx, a.Person)
			if err != nil {
				return err
			}
			rows[i] = rowOf(a, actor)
		}
		if *asJSON {
			return json.NewEncoder(w.out).Encode(map[string]any{"users": rows})
		}
		for _, r := range rows {
			state := strings.Join(append(r.Mandates, r.Roles...), ", ")
			if r.Disabled {
				state = "disattivato"
			}
			if _, err := fmt.Fprintf(w.out, "%s\t%s\t%s\n", r.Email, r.Name, state); err != nil {
				return err
			}
		}
		return nil
	})
}

type userRow struct {
	ID       civic.ID `json:"id"`
	Email    string   `json:"email"`
	Name     string   `json:"name"`
	Disabled bool     `json:"disabled,omitempty"`
	Password bool     `json:"password"` // there is one
	Mandates []string `json:"mandates"`
	Roles    []string `json:"roles"`
}

func rowOf(a civic.Account, actor civic.Actor) userRow {
	r := userRow{ID: a.Person, Email: a.Email, Name: a.Name, Disabled: a.Disabled, Password: a.Hash != "", Mandates: []string{}, Roles: []string{}}
	for _, m := range actor.Mandates {
		r.Mandates = append(r.Mandates, m.Office+" "+string(m.Body))
	}
	for _, x := range actor.Roles {
		r.Roles = append(r.Roles, string(x.Name)+" "+string(x.Scope))
	}
	return r
}

func userRole(ctx context.Context, _ world, args []string) error {
	c := newFlags("user role")
	p := c.who()
	remove := c.flags.Bool("remove", false, "")
	if err := c.only(args, func() error { return p.required(true, false) }); err != nil {
		return err
	}
	roles, mandates, err := p.rights()
	if err != nil {
		return err
	}
	if len(roles)+len(mandates) == 0 {
		return usage("indica --role con --scope, oppure --body per un mandato.")
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		for _, m := range mandates {
			if err := set.Service.GiveMandate(ctx, *p.email, m); err != nil {
				return err
			}
		}
		for _, r := range roles {
			change := set.Service.Grant
			if *remove {
				change = set.Service.Revoke
			}
			if err := change(ctx, *p.email, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func userPassword(ctx context.Context, w world, args []string) error {
	c := newFlags("user password")
	p := c.who()
	if err := c.only(args, func() error { return p.required(true, false) }); err != nil {
		return err
	}
	password, err := readLine(w.in)
	if err != nil {
		return err
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error { return set.SetPassword(ctx, *p.email, password) })
}

func userDisable(ctx context.Context, _ world, args []string) error {
	c := newFlags("user disable")
	p := c.who()
	undo := c.flags.Bool("undo", false, "")
	if err := c.only(args, func() error { return p.required(true, false) }); err != nil {
		return err
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error { return set.Service.Disable(ctx, *p.email, !*undo) })
}

// only parses flags, refuses other words and asks for what must be there.
func (c *common) only(args []string, required func() error) error {
	words, err := c.parse(args)
	if err != nil {
		return err
	}
	if len(words) > 0 {
		return usage("ci sono parole di troppo.")
	}
	if required != nil {
		return required()
	}
	return nil
}

// readLine reads a password: one line, without its end.
func readLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}
