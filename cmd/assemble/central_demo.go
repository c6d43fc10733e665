package assemble

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/assets"
)

const (
	demoFile = "demo.json" // of the data folder, for its owner alone
	opDemo   = "assemble.demo"
)

// DemoAccount is an account of the demo world, with its password.
type DemoAccount struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	Role     string `json:"role"` // councillor, representative, moderator, administrator or member
}

// demoWorld is the community file of the demo library.
type demoWorld struct {
	People  []demoPerson `json:"people"`
	Spaces  []demoSpace  `json:"spaces"`
	Threads []demoThread `json:"threads"`
	Calls   []demoCall   `json:"calls"`
}

type demoPerson struct {
	Key    string         `json:"key"`
	Name   string         `json:"name"`
	Email  string         `json:"email"`
	Role   string         `json:"role"`
	Body   civic.BodyCode `json:"body"`
	Office string         `json:"office"`
	Group  string         `json:"group"`
	Scope  civic.Scope    `json:"scope"`
}

type demoSpace struct {
	Key     string       `json:"key"`
	Title   string       `json:"title"`
	Summary string       `json:"summary"`
	Access  civic.Access `json:"access"`
	Region  civic.Region `json:"region"`
	Members []string     `json:"members"`
}

type demoThread struct {
	Space string     `json:"space"`
	Act   int        `json:"act"` // number of the act in the demo library
	Title string     `json:"title"`
	Posts []demoPost `json:"posts"`
}

type demoPost struct {
	Author  string `json:"author"`
	Minutes int    `json:"minutes"` // before the loading
	Text    string `json:"text"`
	ReplyTo *int   `json:"reply_to"` // place in the thread
}

// demoState is what a data folder remembers of its demo world, so that a start
// after the first changes nothing of it and prints the same passwords.
type demoState struct {
	Began    time.Time     `json:"began"` // days and minutes of the demo count back from here
	Complete bool          `json:"complete"`
	Accounts []DemoAccount `json:"accounts"`
}

// LoadDemo puts the demo world into the folder, once, and gives its accounts. A
// loading that was cut off is carried on.
func (c *CentralSet) LoadDemo(ctx context.Context) ([]DemoAccount, error) {
	w, err := readDemo()
	if err != nil {
		return nil, err
	}
	state, err := c.demoState()
	if err != nil {
		return nil, err
	}
	if state.Complete { // by this version or a former one, with fewer people
		return state.Accounts, nil
	}
	if state.Began.IsZero() {
		state.Began = civic.Stamp(c.o.Now())
	}
	// Kept first: an account whose password nobody knows is of no use.
	if err := state.complete(w.People); err != nil {
		return nil, err
	}
	if err := c.keepDemo(state); err != nil {
		return nil, err
	}
	bodies, err := assets.DemoBodies()
	if err != nil {
		return nil, civic.WrapError(civic.Internal, opDemo, err)
	}
	var bad error
	if _, err := c.Service.ImportBodies(ctx, bytes.NewReader(bodies), func(line int, err error) { bad = demoLine(line, err) }); err != nil || bad != nil {
		return nil, errors.Join(err, bad)
	}
	people, err := c.demoPeople(ctx, w, state)
	if err != nil {
		return nil, err
	}
	acts, err := c.demoActs(ctx, w, people, state.Began)
	if err != nil {
		return nil, err
	}
	if err := c.demoTalk(ctx, w, people, acts, state.Began); err != nil {
		return nil, err
	}
	if err := c.demoCalls(ctx, w, people, acts, state.Began); err != nil {
		return nil, err
	}
	if err := c.Service.FlushTallies(ctx); err != nil { // who looks at once sees what was taken up
		return nil, err
	}
	state.Complete = true
	return state.Accounts, c.keepDemo(state)
}

func demoLine(line int, err error) error { return fmt.Errorf("demo line %d: %w", line, err) }

func readDemo() (demoWorld, error) {
	var w demoWorld
	data, err := assets.DemoCommunity()
	if err == nil {
		err = json.Unmarshal(data, &w)
	}
	return w, civic.WrapError(civic.Internal, opDemo, err)
}

func (c *CentralSet) demoState() (demoState, error) {
	var s demoState
	data, err := os.ReadFile(c.path(demoFile))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	return s, civic.WrapError(civic.Internal, opDemo, err)
}

func (c *CentralSet) keepDemo(s demoState) error {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return civic.WrapError(civic.Internal, opDemo, err)
	}
	next := c.path(demoFile + ".new")
	if err := os.WriteFile(next, append(data, '\n'), 0o600); err != nil {
		return civic.WrapError(civic.Internal, opDemo, err)
	}
	return civic.WrapError(civic.Internal, opDemo, os.Rename(next, c.path(demoFile)))
}

// complete makes passwords for the people who have none yet.
func (s *demoState) complete(people []demoPerson) error {
	for _, p := range people {
		if slices.ContainsFunc(s.Accounts, func(a DemoAccount) bool { return a.Email == p.Email }) {
			continue
		}
		password, err := newPassword()
		if err != nil {
			return err
		}
		s.Accounts = append(s.Accounts, DemoAccount{Email: p.Email, Password: password, Role: p.Role})
	}
	return nil
}

// demoPeople makes the accounts that are not there yet and gives each person by
// key.
func (c *CentralSet) demoPeople(ctx context.Context, w demoWorld, s demoState) (map[string]civic.ID, error) {
	people := map[string]civic.ID{}
	for i, p := range w.People {
		found, err := c.Service.AccountByEmail(ctx, p.Email)
		if civic.Is(err, civic.NotFound) {
			found.Person, err = c.AddPerson(ctx, demoNewPerson(p, w), s.Accounts[i].Password)
		}
		if err != nil {
			return nil, fmt.Errorf("demo person %d: %w", i+1, err)
		}
		people[p.Key] = found.Person
	}
	return people, nil
}

func demoNewPerson(p demoPerson, w demoWorld) central.NewPerson {
	n := central.NewPerson{Email: p.Email, Name: p.Name}
	if p.Body != "" {
		n.Mandates = []civic.Mandate{{Body: p.Body, Office: p.Office, Group: p.Group, Source: "esempio"}}
	}
	if p.Scope != "" {
		n.Roles = append(n.Roles, civic.Role{Name: civic.RoleName(p.Role), Scope: p.Scope})
	}
	for _, s := range w.Spaces {
		for _, key := range s.Members {
			if key == p.Key {
				n.Roles = append(n.Roles, civic.Role{Name: civic.RoleMember, Scope: civic.SpaceScope(demoSpaceID(s.Key))})
			}
		}
	}
	return n
}

func demoSpaceID(key string) civic.ID { return civic.DerivedID("demo", "space", key) }

// newPassword makes twelve letters and digits that are easy to type.
func newPassword() (string, error) {
	b := make([]byte, 8)
	if _, err := rand.Read(b); err != nil {
		return "", civic.WrapError(civic.Internal, opDemo, err)
	}
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))[:12], nil
}

// demoAct is a line of the demo library: an import line whose days count back
// from the loading.
type demoAct struct {
	central.ImportLine
	N      int `json:"n"`
	Days   int `json:"days"`
	Events []struct {
		civic.ActEvent
		Days int `json:"days"`
	} `json:"events"`
}

// demoActs brings the acts in, each by the person of the demo world who signed
// it first where there is one, and gives their ids by number.
func (c *CentralSet) demoActs(ctx context.Context, w demoWorld, people map[string]civic.ID, began time.Time) (map[int]civic.ID, error) {
	data, err := assets.DemoActs()
	if err != nil {
		return nil, civic.WrapError(civic.Internal, opDemo, err)
	}
	ids := map[int]civic.ID{}
	var lines []central.ImportLine
	for raw := range bytes.Lines(data) {
		var a demoAct
		if err := json.Unmarshal(raw, &a); err != nil {
			return nil, civic.WrapError(civic.Internal, opDemo, err)
		}
		line := a.ImportLine
		line.Date = civic.DateOf(began.AddDate(0, 0, a.Days))
		line.Licence, line.Author = civic.LicenceCCBY, w.signedBy(line, people)
		for _, e := range a.Events {
			e.Date = civic.DateOf(began.AddDate(0, 0, e.Days))
			line.Events = append(line.Events, e.ActEvent)
		}
		ids[a.N] = line.ID
		lines = append(lines, line)
	}
	var bad error
	_, err = c.Service.ImportLines(ctx, slices.All(lines), false, func(line int, err error) { bad = demoLine(line+1, err) })
	return ids, errors.Join(err, bad)
}

func (w demoWorld) signedBy(l central.ImportLine, people map[string]civic.ID) civic.ID {
	for _, p := range w.People {
		if len(l.Signatories) > 0 && l.Signatories[0].Name == p.Name && l.Body == p.Body {
			return people[p.Key]
		}
	}
	return ""
}

// demoTalk makes the spaces with their threads, and the threads on acts.
func (c *CentralSet) demoTalk(ctx context.Context, w demoWorld, people map[string]civic.ID, acts map[int]civic.ID, began time.Time) error {
	for _, s := range w.Spaces {
		space := civic.Space{Title: s.Title, Summary: s.Summary, Access: s.Access, Region: s.Region}
		if err := c.Service.AddSpace(ctx, demoSpaceID(s.Key), space); err != nil {
			return err
		}
	}
	for _, t := range w.Threads {
		talk := central.Talk{ID: demoThreadID(t.Space, t.Act, t.Title), Act: acts[t.Act], Title: t.Title}
		if t.Space != "" {
			talk.Space = demoSpaceID(t.Space)
		}
		for i, p := range t.Posts {
			post := central.TalkPost{
				ID: demoPostID(talk.ID, i), Author: people[p.Author], Text: p.Text,
				At: began.Add(-time.Duration(p.Minutes) * time.Minute),
			}
			if p.ReplyTo != nil {
				post.ReplyTo = demoPostID(talk.ID, *p.ReplyTo)
			}
			talk.Posts = append(talk.Posts, post)
		}
		if err := c.Service.AddTalk(ctx, talk); err != nil {
			return err
		}
	}
	return nil
}

func demoPostID(thread civic.ID, i int) civic.ID {
	return civic.DerivedID("demo", "post", string(thread), strconv.Itoa(i))
}
