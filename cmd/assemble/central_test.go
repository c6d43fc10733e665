package assemble_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/wire"
)

const testPassword = "una parola lunga"

// place is a central that serves over real HTTP from a real folder.
type place struct {
	*assemble.CentralSet
	t      *testing.T
	url    string
	people map[string]civic.ID
	logged bytes.Buffer
	mu     sync.Mutex
	ahead  time.Duration
}

func (p *place) now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Add(p.ahead)
}

func (p *place) later(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ahead += d
}

func serving(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, people: map[string]civic.ID{}}
	ts := httptest.NewUnstartedServer(nil)
	p.url = "http://" + ts.Listener.Addr().String()
	set, err := assemble.OpenCentral(t.Context(), assemble.CentralOptions{
		Data: t.TempDir(), Log: slog.New(slog.NewTextHandler(&p.logged, nil)), Now: p.now, PublicURL: p.url,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := set.Close(); err != nil {
			t.Error(err)
		}
	})
	p.CentralSet = set
	if err := set.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*civic.Mandate{
		"giulia": {Body: "istat:037006", Office: "consigliera"}, "marco": {Body: "istat:048017", Office: "consigliere"}, "luca": nil,
	} {
		n := central.NewPerson{Email: name + "@esempio.it", Name: strings.ToUpper(name[:1]) + name[1:]}
		if m != nil {
			n.Mandates = []civic.Mandate{*m}
		}
		if p.people[name], err = set.AddPerson(t.Context(), n, testPassword); err != nil {
			t.Fatal(err)
		}
	}
	h, err := set.Handler()
	if err != nil {
		t.Fatal(err)
	}
	ts.Config.Handler = h
	ts.Start()
	t.Cleanup(ts.Close)
	return p
}

func newID(t *testing.T) civic.ID {
	t.Helper()
	id, err := civic.NewID(time.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// desk is who asks: a token, or nobody.
type asking struct {
	*place
	device civic.ID
	access string
}

// signedIn goes through the login page's form.
func (p *place) signedIn(name string, device civic.ID) asking {
	p.t.Helper()
	verifier := base64.RawURLEncoding.EncodeToString([]byte(newID(p.t) + newID(p.t)))
	sum := sha256.Sum256([]byte(verifier))
	formType := []string{"Content-Type", "application/x-www-form-urlencoded"}
	const back = "http://127.0.0.1:41234" + wire.CallbackPath
	client := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Port() == "41234" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	ask := url.Values{
		"client_id": {wire.ClientDesk}, "redirect_uri": {back}, "response_type": {"code"}, "state": {"s"},
		"scope": {"openid profile offline_access"}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, wire.ParamDevice: {string(device)}, wire.ParamDeviceName: {"Prova"},
	}
	_, page := p.do(client, http.MethodGet, "/authorize?"+ask.Encode(), "")
	form := url.Values{wire.FieldEmail: {name + "@esempio.it"}, wire.FieldPassword: {testPassword}}
	for _, m := range regexp.MustCompile(`type="hidden" name="(\w+)" value="([^"]*)"`).FindAllStringSubmatch(string(page), -1) {
		form.Set(m[1], m[2])
	}
	res, body := p.do(client, http.MethodPost, "/accedi", form.Encode(), formType...)
	at, err := res.Location()
	if err != nil {
		p.t.Fatalf("%d %s", res.StatusCode, body)
	}
	grant := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {wire.ClientDesk}, "redirect_uri": {back},
		"code": {at.Query().Get("code")}, "code_verifier": {verifier},
	}
	res, body = p.do(client, http.MethodPost, "/oauth/token", grant.Encode(), formType...)
	var token struct {
		Access string `json:"access_token"`
	}
	if err := json.Unmarshal(body, &token); err != nil || token.Access == "" {
		p.t.Fatalf("%d %s", res.StatusCode, body)
	}
	return asking{place: p, device: device, access: token.Access}
}

// reply is an answer whose body was read to its end.
type reply struct {
	StatusCode int
	Status     string
	Header     http.Header
}

func (r reply) Location() (*url.URL, error) {
	at := r.Header.Get("Location")
	if at == "" {
		return nil, http.ErrNoLocation
	}
	return url.Parse(at)
}

func (p *place) do(c *http.Client, method, path, body string, headers ...string) (reply, []byte) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := c.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return reply{res.StatusCode, res.Status, res.Header}, data
}

func (a asking) post(path string, v any) (reply, []byte) {
	a.t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		a.t.Fatal(err)
	}
	headers := []string{"Content-Type", wire.TypeJSON}
	if a.access != "" {
		headers = append(headers, "Authorization", "Bearer "+a.access)
	}
	return a.do(http.DefaultClient, http.MethodPost, path, string(body), headers...)
}

func (a asking) pull(channels ...civic.Channel) civic.Page {
	a.t.Helper()
	wants := make([]civic.Want, len(channels))
	for i, c := range channels {
		wants[i] = civic.Want{Channel: c, Tail: civic.Unopened}
	}
	res, data := a.post(wire.PathFeed, wire.NewFeedRequest("", wants, 0))
	p, err := wire.ReadPage(bytes.NewReader(data), wire.DefaultLimits())
	if err != nil {
		a.t.Fatalf("%d %v %s", res.StatusCode, err, data)
	}
	return p
}

func (a asking) push(cmds ...civic.Command) []civic.Answer {
	a.t.Helper()
	res, data := a.post(wire.PathCommands, wire.PushRequest{Device: a.device, Schema: civic.SchemaVersion, Commands: cmds})
	var answer wire.PushAnswer
	if res.StatusCode != http.StatusOK || json.Unmarshal(data, &answer) != nil {
		a.t.Fatalf("%d %s", res.StatusCode, data)
	}
	out, err := answer.Civic()
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

func publishing(t *testing.T, n int64, act civic.ID) civic.Command {
	t.Helper()
	args, err := json.Marshal(civic.PublishArgs{ID: act, Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Content: civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "istat:037006", Region: "08", Subject: "Una panchina in piazza",
		Clauses: []civic.Clause{{ID: newID(t), Section: civic.Intro, Text: "Si chiede una panchina."}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return civic.Command{ID: newID(t), N: n, Name: civic.CmdPublish, Args: args}
}

func TestPublishedByOneReadByAnother(t *testing.T) {
	p := serving(t)
	giulia := p.signedIn("giulia", newID(t))
	act := newID(t)
	c := publishing(t, 1, act)
	first := giulia.push(c)
	if len(first) != 1 || first[0].Receipt == nil || first[0].Receipt.Outcome != civic.Accepted {
		t.Fatalf("%+v", first)
	}
	again := giulia.push(c)
	if again[0].Receipt == nil || again[0].Receipt.Hash != first[0].Receipt.Hash || len(again[0].Receipt.Effects) != len(first[0].Receipt.Effects) {
		t.Fatalf("twice is not once: %+v", again[0].Receipt)
	}
	ch := civic.ActChannel(civic.Everyone, "08", p.now().Year())
	for name, who := range map[string]asking{"nobody": {place: p}, "another": p.signedIn("marco", newID(t))} {
		page := who.pull(ch)
		if len(page.Ops) != 1 || page.Ops[0].ID != act || page.Ops[0].Author != p.people["giulia"] {
			t.Errorf("%s reads %+v", name, page.Ops)
		}
		if len(page.Heads) != 1 || page.Heads[0].Sum != page.Ops[0].Digest() || page.Heads[0].Count != 1 {
			t.Errorf("%s: head %+v", name, page.Heads)
		}
	}
	if strings.Contains(p.logged.String(), "panchina") {
		t.Error("the log has an act's text")
	}
}

func TestThePublicPageWaitsForTheUndo(t *testing.T) {
	p := serving(t)
	act := newID(t)
	p.signedIn("giulia", newID(t)).push(publishing(t, 1, act))
	page := func() int {
		res, _ := p.do(http.DefaultClient, http.MethodGet, "/atti/"+string(act), "")
		return res.StatusCode
	}
	if got := page(); got != http.StatusNotFound {
		t.Fatalf("at once: %d", got)
	}
	p.later(civic.UndoWindow + time.Second)
	if got := page(); got != http.StatusOK {
		t.Fatalf("after the undo: %d", got)
	}
}

func TestWhoMayReadWhat(t *testing.T) {
	p := serving(t)
	secret := newID(t)
	if err := p.Service.AddSpace(t.Context(), secret, civic.Space{Title: "Riservato", Access: civic.AccessListed, Region: "08"}); err != nil {
		t.Fatal(err)
	}
	giulia, luca := p.people["giulia"], p.people["luca"]
	all := []civic.Channel{
		civic.PeoplePublic, civic.UserChannel(giulia), civic.UserChannel(luca), civic.SpaceChannel(secret),
		civic.ActChannel(civic.Councillors, "08", p.now().Year()),
	}
	for name, c := range map[string]struct {
		who  asking
		sees []civic.Channel
		lost int
	}{
		"nobody": {asking{place: p}, all[:1], 0},
		"luca":   {p.signedIn("luca", newID(t)), []civic.Channel{all[0], all[2]}, 3},
		"giulia": {p.signedIn("giulia", newID(t)), []civic.Channel{all[0], all[1], all[4]}, 2},
	} {
		page := c.who.pull(all...)
		if len(page.Lost) != c.lost {
			t.Errorf("%s lost %v", name, page.Lost)
		}
		for _, op := range page.Ops {
			if op.Channel != c.sees[0] && op.Channel != c.sees[min(1, len(c.sees)-1)] {
				t.Errorf("%s reads %s", name, op.Channel)
			}
		}
		if len(page.Cursors) > len(c.sees) {
			t.Errorf("%s stands in %+v", name, page.Cursors)
		}
	}
	if err := p.Service.Grant(t.Context(), "luca@esempio.it", civic.Role{Name: civic.RoleMember, Scope: civic.SpaceScope(secret)}); err != nil {
		t.Fatal(err)
	}
	if page := p.signedIn("luca", newID(t)).pull(civic.SpaceChannel(secret)); len(page.Lost) != 0 || len(page.Ops) != 1 {
		t.Errorf("a new member: %+v", page)
	}
}

func TestRefusalsComeWithReasons(t *testing.T) {
	p := serving(t)
	for name, reason := range map[string]civic.Reason{"luca": civic.ReasonNotCouncillor, "marco": civic.ReasonNotYourBody} {
		got := p.signedIn(name, newID(t)).push(publishing(t, 1, newID(t)))
		if got[0].Receipt == nil || got[0].Receipt.Outcome != civic.Refused || got[0].Receipt.Reason != reason {
			t.Errorf("%s: %+v", name, got[0].Receipt)
		}
	}
	giulia := p.signedIn("giulia", newID(t))
	c := publishing(t, 1, newID(t))
	giulia.push(c)
	other := publishing(t, 1, newID(t))
	res, data := giulia.post(wire.PathCommands, wire.PushRequest{Device: giulia.device, Schema: 1, Commands: []civic.Command{other}})
	var problem wire.Problem
	if json.Unmarshal(data, &problem) != nil || res.StatusCode != http.StatusConflict || problem.Key != "new-device" {
		t.Errorf("a cloned desk: %d %s", res.StatusCode, data)
	}
	misused := publishing(t, 2, newID(t))
	misused.ID = c.ID
	if got := giulia.push(misused); got[0].Receipt != nil && got[0].Receipt.Outcome == civic.Accepted {
		t.Errorf("an id used again was acknowledged: %+v", got[0].Receipt)
	}
}

func TestAShutOutDeskIsNobodyAtOnce(t *testing.T) {
	p := serving(t)
	device := newID(t)
	luca := p.signedIn("luca", device)
	if page := luca.pull(civic.UserChannel(p.people["luca"])); len(page.Ops) == 0 {
		t.Fatal("nothing of one's own")
	}
	if err := p.Service.RevokeDevice(t.Context(), p.people["luca"], device); err != nil {
		t.Fatal(err)
	}
	res, data := luca.post(wire.PathFeed, wire.FeedRequest{})
	if res.StatusCode != http.StatusUnauthorized || res.Header.Get("Content-Type") != wire.TypeProblem {
		t.Fatalf("%d %s", res.StatusCode, data)
	}
	marco := p.signedIn("marco", newID(t))
	if err := p.Service.Disable(t.Context(), "marco@esempio.it", true); err != nil {
		t.Fatal(err)
	}
	if res, _ := marco.post(wire.PathFeed, wire.FeedRequest{}); res.StatusCode != http.StatusUnauthorized {
		t.Fatalf("a closed account: %d", res.StatusCode)
	}
}

func TestHostileArguments(t *testing.T) {
	p := serving(t)
	giulia := p.signedIn("giulia", newID(t))
	for i, args := range []string{
		`null`, `[]`, `"x"`, `{}`, `{"id":7}`, `{"id":"x","content":{"clauses":[{}]}}`, strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000),
		`{"content":{"subject":"` + strings.Repeat("è", 20_000) + `"}}`, `{"id":"\ud800"}`,
	} {
		for _, name := range append(civic.CommandNames(), "act.unknown") {
			c := civic.Command{ID: newID(t), N: int64(1 + 100*i + len(name) + int(name[len(name)-1])*1000), Name: name, Args: json.RawMessage(args)}
			res, data := giulia.post(wire.PathCommands, wire.PushRequest{Device: newID(t), Schema: 1, Commands: []civic.Command{c}})
			if res.StatusCode >= 500 || bytes.Contains(data, []byte(`"accepted"`)) {
				t.Errorf("%s %.40s: %d %s", name, args, res.StatusCode, data)
			}
		}
	}
	if s := p.logged.String(); strings.Contains(s, "level=ERROR") {
		t.Errorf("faults: %.2000s", s)
	}
}

func TestAnInvitationMakesACouncillor(t *testing.T) {
	p := serving(t)
	address, err := p.Invite(t.Context(), civic.Invitation{
		Email: "nuova@esempio.it", Name: "Nuova", Mandate: &civic.Mandate{Body: "istat:037006"},
	}, time.Hour)
	if err != nil || !strings.HasPrefix(address, p.url) {
		t.Fatal(address, err)
	}
	path := strings.TrimPrefix(address, p.url)
	if res, body := p.do(http.DefaultClient, http.MethodGet, path, ""); res.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("Bologna")) {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	form := url.Values{"name": {"Nuova Persona"}, "password": {testPassword}, "repeat": {testPassword}}
	res, body := p.do(http.DefaultClient, http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	if res, _ := p.do(http.DefaultClient, http.MethodGet, path, ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("an invitation is good twice: %d", res.StatusCode)
	}
	got := p.signedIn("nuova", newID(t)).push(publishing(t, 1, newID(t)))
	if got[0].Receipt == nil || got[0].Receipt.Outcome != civic.Accepted {
		t.Fatalf("%+v", got[0])
	}
}

// fetched gets what a public page links to.
func fetched(t *testing.T, at, holds string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(body), holds) {
		t.Errorf("%s: %d, %.80q, %v", at, res.StatusCode, body, err)
	}
}

func TestTheDemoIsLoadedOnce(t *testing.T) {
	p := serving(t)
	first, err := p.LoadDemo(t.Context())
	if err != nil || len(first) < 4 {
		t.Fatal(first, err)
	}
	before, err := p.Service.Search(t.Context(), central.Caller{}, civic.ActQuery{Limit: 100})
	if err != nil || before.Total < 24 {
		t.Fatal(before.Total, err)
	}
	invited, reuses := map[civic.CallType]bool{}, int64(0)
	for _, hit := range before.Hits {
		reuses += hit.Reuses
		v, err := p.Service.PublicAct(t.Context(), hit.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range v.Calls {
			invited[c.Call.Type] = c.Call.Name != "" && c.Call.Office != ""
		}
	}
	if !invited[civic.CallReuse] || !invited[civic.CallDebate] {
		t.Errorf("the demo's invitations: %v", invited)
	}
	if reuses == 0 {
		t.Error("nothing of the demo has been taken up")
	}
	public, err := p.Service.PublicActs(t.Context(), 1)
	if err != nil || len(public) == 0 {
		t.Fatal(public, err)
	}
	fetched(t, p.url+"/atti/"+string(public[0].ID)+".pdf", "%PDF-")
	fetched(t, p.url+"/atti/"+string(public[0].ID)+".akn", "<akomaNtoso")
	p.later(40 * 24 * time.Hour)
	again, err := p.LoadDemo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		if first[i] != again[i] {
			t.Errorf("account %d changed", i)
		}
	}
	after, err := p.Service.Search(t.Context(), central.Caller{}, civic.ActQuery{})
	if err != nil || after.Total != before.Total {
		t.Fatal(after.Total, err)
	}
	info, err := os.Stat(filepath.Join(p.Data, "demo.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the passwords' file: %v %v", info.Mode(), err)
	}
	if err := p.Service.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}
