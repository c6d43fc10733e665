package assemble_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/wire"
)

// secrets are what an attacker knows the names of, and may not read.
type secrets struct {
	space, thread, post, act civic.ID
	group, draft             civic.ID
}

// keeping fills a central with things for some: a space of invited ones with a
// conversation, an act for councillors, and a group with an invitation and a draft.
func keeping(t *testing.T, p *place) secrets {
	t.Helper()
	s := secrets{space: newID(t), thread: newID(t), post: newID(t), act: newID(t)}
	if err := p.Service.AddSpace(t.Context(), s.space, civic.Space{Title: "Riservato", Access: civic.AccessListed, Region: "08"}); err != nil {
		t.Fatal(err)
	}
	talk := central.Talk{ID: s.thread, Space: s.space, Title: "Tra noi", Posts: []central.TalkPost{
		{ID: s.post, Author: p.people["giulia"], Text: "Non per tutti.", At: p.now()},
	}}
	if err := p.Service.AddTalk(t.Context(), talk); err != nil {
		t.Fatal(err)
	}
	giulia := p.signedIn("giulia", newID(t))
	c := publishing(t, 1, s.act)
	var args civic.PublishArgs
	if err := c.Decode(&args); err != nil {
		t.Fatal(err)
	}
	args.Visibility, args.Licence = civic.Councillors, ""
	c.Args = mustJSON(t, args)
	if a := giulia.push(c); a[0].Receipt == nil || a[0].Receipt.Outcome != civic.Accepted {
		t.Fatalf("%+v", a)
	}
	circle := newCircle(p, giulia)
	s.group, s.draft = circle.id, circle.draft
	return s
}

func mustJSON(t *testing.T, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// blurred is an answer without what differs by itself: ids, times and hashes.
func blurred(res reply, data []byte) string {
	ids := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}|\d{13}|"\d{4}-\d\d-\d\dT[^"]*"`)
	var headers []string
	for name := range res.Header {
		if name != "Date" && name != "Content-Length" {
			headers = append(headers, name+": "+strings.Join(res.Header[name], ","))
		}
	}
	slices.Sort(headers)
	return fmt.Sprintf("%d %s\n%s", res.StatusCode, strings.Join(headers, "; "), ids.ReplaceAllString(string(data), "*"))
}

// What one may not read answers, on every road, as what is not there.
func TestForbiddenIsAbsent(t *testing.T) {
	p := serving(t)
	s := keeping(t, p)
	giulia := p.people["giulia"]
	year := p.now().Year()
	channels := map[string][2]civic.Channel{ // what is there, and what is not
		"space":       {civic.SpaceChannel(s.space), civic.SpaceChannel(newID(t))},
		"person":      {civic.UserChannel(giulia), civic.UserChannel(newID(t))},
		"councillors": {civic.ActChannel(civic.Councillors, "08", year), civic.ActChannel(civic.Councillors, "09", 1999)},
		"desk":        {civic.DeskChannel(civic.ScopeAll), civic.DeskChannel(civic.RegionScope("09"))},
		"group":       {civic.GroupChannel(s.group), civic.GroupChannel(newID(t))},
	}
	for name, who := range map[string]asking{"nobody": {place: p}, "luca": p.signedIn("luca", newID(t))} {
		for family, pair := range channels {
			for road, ask := range map[string]func(ch civic.Channel) (reply, []byte){
				"feed": func(ch civic.Channel) (reply, []byte) {
					return who.post(wire.PathFeed, wire.NewFeedRequest("", []civic.Want{{Channel: ch, Tail: civic.Unopened}}, 0))
				},
				"feed by cursor": func(ch civic.Channel) (reply, []byte) {
					return who.post(wire.PathFeed, wire.NewFeedRequest("", []civic.Want{{Channel: ch, Tail: 0}}, 0))
				},
				"pin": func(ch civic.Channel) (reply, []byte) {
					q := wire.NewFeedRequest("", nil, 0)
					q.Pins = wire.NewPins([]civic.Pin{{Channel: ch, ID: s.act, Version: 1}})
					return who.post(wire.PathFeed, q)
				},
				"manifest": func(ch civic.Channel) (reply, []byte) {
					return who.get(wire.PathChannels + string(ch) + "/segments")
				},
				"segment": func(ch civic.Channel) (reply, []byte) {
					return who.get(wire.PathChannels + string(ch) + "/segments/0-5." + strings.Repeat("0", 64))
				},
				"live": func(ch civic.Channel) (reply, []byte) {
					return who.get(wire.PathLive + "?wait=1&channels=" + string(ch))
				},
			} {
				there, absent := blurred(ask(pair[0])), blurred(ask(pair[1]))
				there = strings.ReplaceAll(there, string(pair[0]), string(pair[1]))
				if loose(there) != loose(absent) {
					t.Errorf("%s asks for a %s by %s:\nforbidden: %s\nabsent:    %s", name, family, road, there, absent)
				}
			}
		}
	}
}

// loose leaves out the names of the two channels that differ by themselves.
func loose(s string) string {
	names := regexp.MustCompile(`(councillors/\d\d/\d{4}|desk/[a-z:0-9]+|(space|user|group)/\*)`)
	return names.ReplaceAllString(s, "C")
}

func (a asking) get(path string) (reply, []byte) {
	a.t.Helper()
	var headers []string
	if a.access != "" {
		headers = []string{"Authorization", "Bearer " + a.access}
	}
	return a.do(http.DefaultClient, http.MethodGet, path, "", headers...)
}

// intrusion is a command upon what one may not read: what there is, and the
// arguments for any id.
type intrusion struct {
	there civic.ID
	args  func(id civic.ID) any
}

func intrusions(t *testing.T, s secrets) map[civic.CommandName]intrusion {
	all := groupIntrusions(t, s)
	maps.Copy(all, map[civic.CommandName]intrusion{
		civic.CmdUseful:    {s.act, func(id civic.ID) any { return civic.UsefulArgs{Act: id, On: true} }},
		civic.CmdWithdraw:  {s.act, func(id civic.ID) any { return civic.ActArgs{Act: id} }},
		civic.CmdUndo:      {s.act, func(id civic.ID) any { return civic.ActArgs{Act: id} }},
		civic.CmdReinstate: {s.act, func(id civic.ID) any { return civic.ActArgs{Act: id} }},
		civic.CmdReturn:    {s.act, func(id civic.ID) any { return civic.ReturnArgs{Act: id, Reason: civic.ReturnLanguage} }},
		civic.CmdRedact: {s.act, func(id civic.ID) any {
			return civic.RedactArgs{Act: id, Clauses: []civic.ID{newID(t)}, Reason: civic.RedactReasons()[0]}
		}},
		civic.CmdRevise: {s.act, func(id civic.ID) any {
			var a civic.PublishArgs
			if err := json.Unmarshal(publishing(t, 1, id).Args, &a); err != nil {
				t.Fatal(err)
			}
			return civic.ReviseArgs{Act: id, Content: a.Content}
		}},
		civic.CmdActEvent: {s.act, func(id civic.ID) any {
			return civic.ActEventArgs{ID: newID(t), Event: civic.ActEvent{Act: id, Type: civic.Filed, Date: "2026-01-01"}}
		}},
		civic.CmdEditEvent: {s.act, func(id civic.ID) any {
			return civic.ActEventArgs{ID: id, Event: civic.ActEvent{Act: id, Type: civic.Filed, Date: "2026-01-01"}}
		}},
		civic.CmdDropEvent: {s.act, func(id civic.ID) any { return civic.DropEventArgs{ID: id} }},
		civic.CmdSponsor: {s.act, func(id civic.ID) any {
			return civic.SponsorArgs{Act: id, On: true, Text: strings.Repeat("0a", 32)}
		}},
		civic.CmdCommitment: {s.act, func(id civic.ID) any {
			return civic.CommitmentArgs{Act: id, Clause: newID(t), Set: &civic.CommitmentSet{State: civic.Done}}
		}},
		civic.CmdOpenThread: {s.space, func(id civic.ID) any {
			return civic.OpenThreadArgs{ID: newID(t), Space: id, Title: "Posso?", Post: newID(t), Text: "Chiedo."}
		}},
		civic.CmdPost:         {s.thread, func(id civic.ID) any { return civic.PostArgs{ID: newID(t), Thread: id, Text: "Chiedo."} }},
		civic.CmdEditPost:     {s.post, func(id civic.ID) any { return civic.EditPostArgs{Post: id, Text: "Cambio."} }},
		civic.CmdWithdrawPost: {s.post, func(id civic.ID) any { return civic.EditPostArgs{Post: id} }},
		civic.CmdWithdrawTalk: {s.thread, func(id civic.ID) any { return civic.ThreadArgs{Thread: id} }},
		civic.CmdRead:         {s.thread, func(id civic.ID) any { return civic.ReadArgs{Thread: id, Spans: []civic.Span{{1, 2}}} }},
	})
	return all
}

// A command upon what one may not read is refused as one upon nothing.
func TestCommandsDoNotTellWhatIsThere(t *testing.T) {
	p := serving(t)
	s := keeping(t, p)
	luca := p.signedIn("luca", newID(t))
	// What else there is under names that one can compute: who is whose, what was
	// read and marked by whom.
	giulia := p.people["giulia"]
	useful := civic.Command{ID: newID(t), N: 2, Name: civic.CmdUseful, Args: mustJSON(t, civic.UsefulArgs{Act: s.act, On: true})}
	if a := p.signedIn("giulia", newID(t)).push(useful); a[0].Receipt == nil || a[0].Receipt.Outcome != civic.Accepted {
		t.Fatalf("%+v", a)
	}
	theirs := []civic.ID{giulia, s.act, s.space, s.thread, s.post, s.group, s.draft, civic.MemberID(s.group, giulia)}
	for _, r := range p.signedIn("giulia", newID(t)).pull(civic.UserChannel(giulia)).Ops {
		theirs = append(theirs, r.ID)
	}
	var n int64
	run := func(name civic.CommandName, args ...any) (out []string) {
		cmds := make([]civic.Command, len(args))
		for i, x := range args {
			n++
			cmds[i] = civic.Command{ID: newID(t), N: n, Name: name, Args: mustJSON(t, x), Base: 1}
		}
		for _, a := range luca.push(cmds...) {
			if a.Receipt == nil {
				out = append(out, string(a.State))
				continue
			}
			out = append(out, fmt.Sprint(a.Receipt.Outcome, a.Receipt.Reason, a.Receipt.Params, len(a.Receipt.Effects)))
		}
		return out
	}
	for name, c := range intrusions(t, s) {
		ids := append([]civic.ID{c.there}, theirs...)
		slices.Sort(ids)
		args := []any{c.args(newID(t))}
		for _, id := range slices.Compact(ids) { // each once: a second mark of one's own changes nothing
			args = append(args, c.args(id))
		}
		said := run(name, args...)
		for _, there := range said {
			if absent := said[0]; there != absent {
				t.Errorf("%s: upon what is there %q, upon nothing %q", name, there, absent)
			}
		}
	}
	// An id that is taken is refused in one way, whoever's and whatever it is.
	taken := map[string]bool{}
	for _, id := range []civic.ID{s.act, s.space, s.thread, s.post, s.group, s.draft} {
		space := newID(t)
		if err := p.Service.AddSpace(t.Context(), space, civic.Space{Title: "Per tutti", Access: civic.AccessMembers, Region: "08"}); err != nil {
			t.Fatal(err)
		}
		taken[run(civic.CmdOpenThread, civic.OpenThreadArgs{ID: id, Space: space, Title: "Mio", Post: newID(t), Text: "Preso?"})[0]] = true
	}
	if len(taken) != 1 {
		t.Errorf("what is taken is told apart: %v", taken)
	}
}

// A malicious desk: numbers, channels, epochs and names that it made up.
func TestForgedRequests(t *testing.T) {
	p := serving(t)
	mine, theirs := newID(t), newID(t)
	luca, giulia := p.signedIn("luca", mine), p.signedIn("giulia", theirs)
	good := publishing(t, 1, newID(t))
	if a := giulia.push(good); a[0].Receipt == nil || a[0].Receipt.Outcome != civic.Accepted {
		t.Fatalf("%+v", a)
	}
	status := func(res reply, data []byte) string {
		var pr wire.Problem
		if res.Header.Get("Content-Type") == wire.TypeProblem && json.Unmarshal(data, &pr) == nil {
			return fmt.Sprint(res.StatusCode, " ", pr.Kind)
		}
		return fmt.Sprint(res.StatusCode)
	}
	push := func(device civic.ID, change func(c map[string]any)) string {
		c := map[string]any{"id": newID(t), "n": 5, "name": "notice.accept", "args": map[string]string{"version": "1"}}
		change(c)
		return status(luca.post(wire.PathCommands, map[string]any{"device": device, "schema": 1, "commands": []any{c}}))
	}
	for name, c := range map[string]struct{ got, want string }{
		"another's device":    {push(theirs, func(map[string]any) {}), "409 conflict"},
		"no device":           {push("x", func(map[string]any) {}), "400 invalid"},
		"number 0":            {push(mine, func(c map[string]any) { c["n"] = 0 }), "400 invalid"},
		"a negative number":   {push(mine, func(c map[string]any) { c["n"] = -3 }), "400 invalid"},
		"a number too large":  {push(mine, func(c map[string]any) { c["n"] = json.Number("99999999999999999999") }), "422 invalid"},
		"an id that is none":  {push(mine, func(c map[string]any) { c["id"] = "../../x" }), "400 invalid"},
		"an after that is no": {push(mine, func(c map[string]any) { c["after"] = "x" }), "400 invalid"},
		"another's after":     {push(mine, func(c map[string]any) { c["after"] = good.ID }), "200"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", name, c.got, c.want)
		}
	}
	// Replayed: by another it is misuse, by its own person's other desk the same.
	if a := luca.push(good); a[0].Receipt == nil || a[0].Receipt.Outcome != civic.Refused || len(a[0].Receipt.Effects) > 0 {
		t.Errorf("another's command: %+v", a[0].Receipt)
	}
	again := p.signedIn("giulia", newID(t)).push(good)
	if again[0].Receipt == nil || again[0].Receipt.Outcome != civic.Accepted || len(again[0].Receipt.Effects) == 0 {
		t.Errorf("a replay of one's own: %+v", again[0].Receipt)
	}
	if res, data := luca.get(wire.PathReceipts + "?device=" + string(theirs)); res.StatusCode != 200 || strings.Contains(string(data), string(good.ID)) {
		t.Errorf("another's receipts: %d %s", res.StatusCode, data)
	}
	for _, ch := range []civic.Channel{"", "x", "../../etc", "acts/08/2026/..", "ACTS/08/2026", "acts/08/99999", "user/", "space/x", "desk/root", civic.Channel(strings.Repeat("a", 5000))} {
		page := luca.pull(ch)
		if len(page.Ops)+len(page.Cursors) > 0 {
			t.Errorf("%.20q gives %+v", ch, page)
		}
		if res, data := luca.get(wire.PathChannels + url.PathEscape(string(ch)) + "/segments"); res.StatusCode < 300 || res.StatusCode >= 500 {
			t.Errorf("segments of %.20q: %d %s", ch, res.StatusCode, data)
		}
	}
	res, data := luca.post(wire.PathFeed, wire.NewFeedRequest("made-up", []civic.Want{{Channel: civic.UserChannel(p.people["luca"]), Tail: 1 << 60}}, 0))
	if res.StatusCode != 200 || strings.Contains(string(data), `"lost"`) && !strings.Contains(string(data), `"more":true`) {
		t.Errorf("a made-up epoch: %d %s", res.StatusCode, data)
	}
}

// A token that was stolen, changed or made up opens nothing.
func TestStolenTokens(t *testing.T) {
	p := serving(t)
	device := newID(t)
	luca := p.signedIn("luca", device)
	own := civic.UserChannel(p.people["luca"])
	ask := func(token string) int {
		a := luca
		a.access = token
		res, _ := a.post(wire.PathFeed, wire.NewFeedRequest("", []civic.Want{{Channel: own, Tail: civic.Unopened}}, 0))
		return res.StatusCode
	}
	if ask(luca.access) != 200 {
		t.Fatal("a good token is refused")
	}
	parts := strings.Split(luca.access, ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	swapped := strings.Replace(string(payload), string(p.people["luca"]), string(p.people["giulia"]), 1)
	if swapped == string(payload) {
		t.Fatal("the token does not name its person")
	}
	b64 := base64.RawURLEncoding.EncodeToString
	none := b64([]byte(`{"alg":"none"}`))
	for name, token := range map[string]string{
		"another's name":    parts[0] + "." + b64([]byte(swapped)) + "." + parts[2],
		"without signature": parts[0] + "." + parts[1] + ".",
		"no algorithm":      none + "." + parts[1] + ".",
		"cut":               luca.access[:len(luca.access)-3],
		"longer":            luca.access + "A",
		"two":               luca.access + "," + luca.access,
	} {
		if got := ask(token); got != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, got)
		}
	}
	if err := p.Service.RevokeDevice(t.Context(), p.people["luca"], device); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{wire.PathReceipts, wire.PathLive + "?wait=1&channels=" + string(own), wire.PathChannels + string(own) + "/segments"} {
		if res, _ := luca.get(path); res.StatusCode != http.StatusUnauthorized {
			t.Errorf("a revoked desk at %s: %d", path, res.StatusCode)
		}
	}
	if got := ask(luca.access); got != http.StatusUnauthorized {
		t.Errorf("a revoked desk: %d", got)
	}
	// The same person's other desk goes on.
	if page := p.signedIn("luca", newID(t)).pull(own); len(page.Ops) == 0 {
		t.Error("the other desk is shut out too")
	}
}

// Revoked by another program, such as the administrator's: out within seconds.
func TestRevokedFromBeside(t *testing.T) {
	p := serving(t)
	device := newID(t)
	luca := p.signedIn("luca", device)
	luca.pull(civic.PeoplePublic)
	d, err := p.Service.Devices(t.Context(), p.people["luca"])
	if err != nil || len(d) != 1 {
		t.Fatalf("%v %+v", err, d)
	}
	beside, err := assemble.OpenCentral(t.Context(), assemble.CentralOptions{Data: p.Data})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(beside.Service.RevokeDevice(t.Context(), p.people["luca"], device), beside.Close()); err != nil {
		t.Fatal(err)
	}
	p.later(5 * time.Second)
	if res, _ := luca.post(wire.PathFeed, wire.FeedRequest{}); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("%d", res.StatusCode)
	}
}
