package central

import (
	"context"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"scranno/app/civic"
)

// NewPerson is someone whom the administrator vouches for.
type NewPerson struct {
	Email    string
	Name     string
	Hash     string // argon2id, in the PHC form; empty: no password yet
	Roles    []civic.Role
	Mandates []civic.Mandate // verified by being here
}

// AddPerson makes an account with its records: oneself, mandates, roles and the
// public name. The same address always gives the same person, also after a
// restore. Conflict: the address has an account.
func (s *Service) AddPerson(ctx context.Context, p NewPerson) (civic.ID, error) {
	email, err := cleanEmail(p.Email)
	if err != nil {
		return "", err
	}
	if _, err := s.store.AccountByEmail(ctx, email); !civic.Is(err, civic.NotFound) {
		if err == nil {
			err = civic.NewError(civic.Conflict, "people.add", "person.taken")
		}
		return "", err
	}
	secret, err := s.store.Secret(ctx)
	if err != nil {
		return "", err
	}
	p.Email = email
	id := civic.DerivedID("person", secret, email)
	effects, err := s.personEffects(ctx, id, &p)
	if err != nil {
		return "", err
	}
	if err := s.Write(ctx, id, effects); err != nil {
		return "", err
	}
	account := civic.Account{Person: id, Email: email, Name: p.Name, Hash: p.Hash, Created: s.now()}
	return id, s.store.PutAccount(ctx, account)
}

// personEffects checks a person's data and gives the records that say it.
func (s *Service) personEffects(ctx context.Context, id civic.ID, p *NewPerson) ([]civic.Effect, error) {
	p.Name = strings.TrimSpace(civic.CleanText(p.Name))
	if p.Name == "" || len(p.Name) > civic.MaxName || strings.ContainsAny(p.Name, "\n\t") {
		return nil, civic.NewError(civic.Invalid, "people.add", "invalid.name")
	}
	effects := make([]civic.Effect, 0, 2+len(p.Mandates)+len(p.Roles))
	add := func(e civic.Effect, err error) error {
		effects = append(effects, e)
		return err
	}
	if err := add(personEffect(id, civic.Person{Name: p.Name})); err != nil {
		return nil, err
	}
	office, body := "", ""
	for _, m := range p.Mandates {
		m, err := s.vouch(ctx, m)
		if err != nil {
			return nil, err
		}
		if err := add(mandateEffect(id, m)); err != nil {
			return nil, err
		}
		office, body = m.Title(), m.BodyName
	}
	for _, r := range p.Roles {
		if err := checkRole(r); err != nil {
			return nil, err
		}
		if err := add(roleEffect(id, r)); err != nil {
			return nil, err
		}
	}
	err := add(nameEffect(civic.PublicName{Person: id, Name: p.Name, Office: office, Body: body}))
	return effects, err
}

// Write makes effects on the administrator's word, with no rule asked. Writing
// what is there already changes nothing.
func (s *Service) Write(ctx context.Context, author civic.ID, effects []civic.Effect) error {
	return s.writeAt(ctx, author, s.now(), effects)
}

func (s *Service) writeAt(ctx context.Context, author civic.ID, at time.Time, effects []civic.Effect) error {
	return s.store.Update(ctx, at, func(l Ledger) error {
		_, err := l.Apply(ctx, author, effects)
		return err
	})
}

// vouch fills a mandate from what is known of its body and marks it verified.
func (s *Service) vouch(ctx context.Context, m civic.Mandate) (civic.Mandate, error) {
	body, err := s.BodyByCode(ctx, m.Body)
	switch {
	case err == nil:
		m.BodyName, m.Level, m.Region = body.Name, body.Level, body.Region
	case !civic.Is(err, civic.NotFound):
		return m, err
	case m.BodyName == "":
		return m, civic.NewError(civic.NotFound, "people.mandate", "body.unknown")
	}
	if m.Office == "" {
		m.Office = "consigliere"
	}
	if m.Verified.IsZero() {
		m.Verified = s.now()
	}
	return m, m.Validate()
}

// BodyByCode finds a body among the imported ones and those known beforehand.
func (s *Service) BodyByCode(ctx context.Context, code civic.BodyCode) (civic.Body, error) {
	body, err := s.store.Body(ctx, code)
	if civic.Is(err, civic.NotFound) && s.o.Directory != nil {
		return s.o.Directory.Body(code)
	}
	return body, err
}

// GiveMandate adds or changes a verified mandate of the person with the address.
func (s *Service) GiveMandate(ctx context.Context, email string, m civic.Mandate) error {
	a, err := s.AccountByEmail(ctx, email)
	if err != nil {
		return err
	}
	if m, err = s.vouch(ctx, m); err != nil {
		return err
	}
	one, err := mandateEffect(a.Person, m)
	if err != nil {
		return err
	}
	name, err := nameEffect(civic.PublicName{Person: a.Person, Name: a.Name, Office: m.Title(), Body: m.BodyName})
	if err != nil {
		return err
	}
	return s.Write(ctx, a.Person, []civic.Effect{one, name})
}

// Grant gives the person with the address a role.
func (s *Service) Grant(ctx context.Context, email string, r civic.Role) error {
	return s.changeRole(ctx, email, r, false)
}

// Revoke takes a role away; one that is not held is no error.
func (s *Service) Revoke(ctx context.Context, email string, r civic.Role) error {
	return s.changeRole(ctx, email, r, true)
}

func (s *Service) changeRole(ctx context.Context, email string, r civic.Role, remove bool) error {
	if err := checkRole(r); err != nil {
		return err
	}
	a, err := s.AccountByEmail(ctx, email)
	if err != nil {
		return err
	}
	e, err := roleEffect(a.Person, r)
	if err != nil {
		return err
	}
	e.Remove = remove
	return s.Write(ctx, a.Person, []civic.Effect{e})
}

// Disable closes or opens the account of the person with the address; closing it
// also ends every session.
func (s *Service) Disable(ctx context.Context, email string, on bool) error {
	a, err := s.AccountByEmail(ctx, email)
	if err != nil {
		return err
	}
	e, err := personEffect(a.Person, civic.Person{Name: a.Name, Disabled: on})
	if err != nil {
		return err
	}
	if !on {
		e.Fields["disabled"] = nil
	}
	a.Disabled = on
	if err := s.store.PutAccount(ctx, a); err != nil {
		return err
	}
	s.gate.forget()
	if err := s.Write(ctx, a.Person, []civic.Effect{e}); err != nil || !on {
		return err
	}
	devices, err := s.store.Devices(ctx, a.Person)
	for _, d := range devices {
		if err == nil {
			err = s.store.DeleteSessions(ctx, d.ID)
		}
	}
	return err
}

// People lists the accounts.
func (s *Service) People(ctx context.Context) ([]civic.Account, error) { return s.store.Accounts(ctx) }

// Actor tells what a person may do now.
func (s *Service) Actor(ctx context.Context, person civic.ID) (actor civic.Actor, err error) {
	err = s.store.View(ctx, s.now(), func(w civic.World) error {
		actor, err = w.Actor(ctx, person)
		return err
	})
	return actor, err
}

func cleanEmail(s string) (string, error) {
	valid := utf8.ValidString(s) // lower case would mend what is not
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	if err != nil || !valid || a.Address != s || len(s) > civic.MaxName {
		return "", civic.NewError(civic.Invalid, "people.email", "invalid.email")
	}
	return s, nil
}

func checkRole(r civic.Role) error {
	if !r.Name.Valid() || !r.Scope.Valid() || !r.From.Valid() || !r.To.Valid() {
		return civic.NewError(civic.Invalid, "people.role", "invalid.role")
	}
	return nil
}

func personEffect(id civic.ID, p civic.Person) (civic.Effect, error) {
	f, err := fieldsOf(p)
	return civic.Effect{Kind: civic.KindPerson, ID: id, Channel: civic.UserChannel(id), Fields: f}, err
}

func mandateEffect(person civic.ID, m civic.Mandate) (civic.Effect, error) {
	f, err := fieldsOf(m)
	id := civic.DerivedID("mandate", string(person), string(m.Body), string(m.From))
	return civic.Effect{Kind: civic.KindMandate, ID: id, Channel: civic.UserChannel(person), Fields: f}, err
}

func roleEffect(person civic.ID, r civic.Role) (civic.Effect, error) {
	f, err := fieldsOf(r)
	id := civic.DerivedID("role", string(person), string(r.Name), string(r.Scope))
	return civic.Effect{Kind: civic.KindRole, ID: id, Channel: civic.UserChannel(person), Fields: f}, err
}

func nameEffect(n civic.PublicName) (civic.Effect, error) {
	f, err := fieldsOf(n)
	return civic.Effect{Kind: civic.KindName, ID: civic.NameID(n.Person), Channel: civic.PeoplePublic, Fields: f}, err
}
