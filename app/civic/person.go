package civic

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Scope is where a role holds: "all", "region:08", "body:<code>",
// "space:<id>", "process:<id>".
type Scope string

// ScopeAll covers everything.
const ScopeAll Scope = "all"

// RegionScope covers a region.
func RegionScope(r Region) Scope { return Scope("region:" + string(r)) }

// BodyScope covers a body.
func BodyScope(c BodyCode) Scope { return Scope("body:" + string(c)) }

// SpaceScope covers a space.
func SpaceScope(id ID) Scope { return Scope("space:" + string(id)) }

// Valid tells whether the scope is one of the forms.
func (s Scope) Valid() bool {
	kind, value, ok := strings.Cut(string(s), ":")
	switch {
	case s == ScopeAll:
		return true
	case !ok:
		return false
	}
	switch kind {
	case "region":
		return Region(value).Valid()
	case "body":
		return BodyCode(value).Valid()
	case "space", "process":
		return ID(value).Valid()
	}
	return false
}

// RoleName is what a person may do in a scope.
type RoleName string

// The roles. Reader is anyone; councillor comes from a verified mandate.
const (
	RoleMember         RoleName = "member" // of a listed space
	RoleCollaborator   RoleName = "collaborator"
	RoleRepresentative RoleName = "representative"
	RoleEditor         RoleName = "editor"
	RoleFacilitator    RoleName = "facilitator"
	RoleModerator      RoleName = "moderator"
	RoleAdministrator  RoleName = "administrator"
)

// Valid tells whether n is one of the roles.
func (n RoleName) Valid() bool {
	switch n {
	case RoleMember, RoleCollaborator, RoleRepresentative, RoleEditor, RoleFacilitator, RoleModerator, RoleAdministrator:
		return true
	}
	return false
}

// Person is oneself: the body of the record "person" in user/<id>.
type Person struct {
	Name     string `json:"name"`
	Disabled bool   `json:"disabled,omitempty"`
}

// PublicName is what others see of an author: the body of a record "name" in
// people/public, whose id derives from the person's.
type PublicName struct {
	Person ID     `json:"person"`
	Name   string `json:"name"`
	Office string `json:"office,omitempty"` // "consigliere, Valchiara", where verified
	// Body is the council of that office, by its name.
	Body string `json:"body,omitempty"`
}

// NameID is the id of a person's public name.
func NameID(person ID) ID { return DerivedID("name", string(person)) }

// Mandate is a term of office in a body: the body of a record "mandate" in
// user/<id>. A verified one is the source of trust.
type Mandate struct {
	Body     BodyCode  `json:"body"`
	BodyName string    `json:"bodyName"`
	Level    Level     `json:"level"`
	Region   Region    `json:"region"`
	Organ    string    `json:"organ,omitempty"`
	Office   string    `json:"office"`
	Group    string    `json:"group,omitempty"` // as indicated
	Term     string    `json:"term,omitempty"`
	From     Date      `json:"from,omitempty"`
	To       Date      `json:"to,omitempty"`
	Verified time.Time `json:"verified,omitzero"`
	Source   string    `json:"source,omitempty"`
}

// Validate checks the mandate's own form.
func (m Mandate) Validate() error {
	const op = "mandate.validate"
	switch {
	case !m.Body.Valid():
		return NewError(Invalid, op, "invalid.body_code")
	case !m.Level.Valid(), !m.Region.Valid():
		return NewError(Invalid, op, "invalid.level")
	case !m.From.Valid(), !m.To.Valid():
		return NewError(Invalid, op, "invalid.date")
	}
	for _, f := range [][2]string{{"bodyName", m.BodyName}, {"organ", m.Organ}, {"office", m.Office}, {"group", m.Group}, {"term", m.Term}} {
		if err := checkLine(op, f[0], f[1], MaxName); err != nil {
			return err
		}
	}
	return nil
}

// Title is how the office is written beside a name.
func (m Mandate) Title() string { return m.Office + ", " + m.BodyName }

// Role is the body of a record "role" in user/<id>.
type Role struct {
	Name  RoleName `json:"name"`
	Scope Scope    `json:"scope"`
	From  Date     `json:"from,omitempty"`
	To    Date     `json:"to,omitempty"`
}

// Actor is what rules need to know of a person at one moment.
type Actor struct {
	Person   ID
	Name     string
	Disabled bool
	Mandates []Mandate // verified and current
	Roles    []Role    // current
	Notice   string    // the version of the notice that was accepted
}

// ActorFrom reads a person's records of user/<id>. Those that have ended by
// now, and mandates that nobody verified, give no right.
func ActorFrom(person ID, records []Record, now time.Time) (Actor, error) {
	a := Actor{Person: person}
	today := DateOf(now.UTC())
	for _, r := range records {
		if r.Deleted || r.Channel != UserChannel(person) {
			continue
		}
		if err := a.learn(r, today); err != nil {
			return Actor{}, WrapError(Damaged, "actor.read", err)
		}
	}
	return a, nil
}

func (a *Actor) learn(r Record, today Date) error {
	switch r.Kind {
	case KindPerson:
		var p Person
		if err := json.Unmarshal(r.Body, &p); err != nil {
			return err
		}
		a.Name, a.Disabled = p.Name, p.Disabled
	case KindMandate:
		var m Mandate
		if err := json.Unmarshal(r.Body, &m); err != nil {
			return err
		}
		if !m.Verified.IsZero() && current(m.From, m.To, today) {
			a.Mandates = append(a.Mandates, m)
		}
	case KindRole:
		var role Role
		if err := json.Unmarshal(r.Body, &role); err != nil {
			return err
		}
		if current(role.From, role.To, today) {
			a.Roles = append(a.Roles, role)
		}
	case KindAcceptance:
		var n Acceptance
		if err := json.Unmarshal(r.Body, &n); err != nil {
			return err
		}
		a.Notice = n.Version
	}
	return nil
}

func current(from, to, today Date) bool {
	return (from == "" || from <= today) && (to == "" || today <= to)
}

// Councillor tells whether the person holds a verified mandate anywhere.
func (a Actor) Councillor() bool { return !a.Disabled && len(a.Mandates) > 0 }

// CouncillorOf tells whether the person holds a verified mandate in the body.
func (a Actor) CouncillorOf(body BodyCode) bool {
	_, ok := a.MandateIn(body)
	return ok && !a.Disabled
}

// MandateIn gives the verified mandate in the body.
func (a Actor) MandateIn(body BodyCode) (Mandate, bool) {
	i := slices.IndexFunc(a.Mandates, func(m Mandate) bool { return m.Body == body })
	if i < 0 {
		return Mandate{}, false
	}
	return a.Mandates[i], true
}

// HasRole tells whether the person holds the role in one of the scopes. A role
// for everything covers each of them.
func (a Actor) HasRole(name RoleName, scopes ...Scope) bool {
	if a.Disabled {
		return false
	}
	return slices.ContainsFunc(a.Roles, func(r Role) bool {
		return r.Name == name && (r.Scope == ScopeAll || slices.Contains(scopes, r.Scope))
	})
}
