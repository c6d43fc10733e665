package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/wire"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"scrannoctl": main})
}

// TestPlays runs the real program against a real central; what goes over the
// line is kept by who asked, so that a play can look for what it must not hold.
func TestPlays(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("NOTHING", "01890000-0000-7000-8000-00000000dead")
			e.Setenv("GORACE", "atexit_sleep_ms=20") // the detector makes a program wait a second before it ends, unless told
			e.Setenv("YESTERDAY", time.Now().AddDate(0, 0, -1).Format(time.DateOnly))
			e.Setenv("SOON", time.Now().AddDate(0, 1, 0).Format(time.DateOnly)) // the last day of an invitation
			e.Values["stage"] = &playground{people: map[string]civic.ID{}}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"central": playCentral, "close": playClose, "shutout": playShutOut, "ask": playAsk, "alike": playAlike,
			"nowhere": playNowhere, "owners": playOwners, "keep": playKeep, "arms": playArms, "silence": playSilence, "moderator": playModerator,
		},
	})
}

// playground is the central of a play, with who is there.
type playground struct {
	set    *assemble.CentralSet
	server *httptest.Server
	mu     sync.Mutex
	heard  *os.File // the log
	people map[string]civic.ID
}

func stageOf(ts *testscript.TestScript) *playground { return ts.Value("stage").(*playground) }

// playCentral starts a central in a folder ("central FOLDER NAME…"): a NAME with
// a + is a councillor's, of Bologna or of the body whose code follows, invited to the space $SPACE. Its log is central.log, what it answers to someone is
// in heard/NAME, to who did not sign in in heard/nobody.
func playCentral(ts *testscript.TestScript, _ bool, args []string) {
	p := stageOf(ts)
	p.server = httptest.NewUnstartedServer(nil)
	url := "http://" + p.server.Listener.Addr().String()
	var err error
	p.heard, err = os.Create(ts.MkAbs("central.log"))
	ts.Check(err)
	p.set, err = assemble.OpenCentral(context.Background(), assemble.CentralOptions{
		Data: ts.MkAbs(args[0]), PublicURL: url, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(p.heard, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	ts.Check(err)
	ts.Check(p.set.Start(context.Background()))
	space := civic.DerivedID("play", "space")
	ts.Setenv("SPACE", string(space))
	ts.Check(p.set.Service.AddSpace(context.Background(), space, civic.Space{Title: "Gruppo ZIRCONE", Access: civic.AccessListed, Region: "08"}))
	for _, name := range args[1:] {
		n := central.NewPerson{Name: strings.ToUpper(name[:1]) + strings.TrimSuffix(name[1:], "+")}
		if who, code, ok := strings.Cut(name, "+"); ok {
			if name, n.Name = who, strings.ToUpper(who[:1])+who[1:]; code == "" {
				code = "istat:037006"
			}
			n.Mandates = []civic.Mandate{{Body: civic.BodyCode(code), Office: "consigliere"}}
			n.Roles = []civic.Role{{Name: civic.RoleMember, Scope: civic.SpaceScope(space)}}
		}
		n.Email = name + "@esempio.it"
		p.people[name], err = p.set.AddPerson(context.Background(), n, "una parola lunga")
		ts.Check(err)
		ts.Setenv("PERSON_"+name, string(p.people[name]))
	}
	h, err := p.set.Handler()
	ts.Check(err)
	p.server.Config.Handler = p.recording(ts.MkAbs("heard"), h)
	p.server.Start()
	ts.Setenv("URL", url)
	ts.Check(os.MkdirAll(ts.MkAbs("heard"), 0o700))
	ts.Defer(p.end)
}

func (p *playground) end() {
	if p.server == nil {
		return
	}
	p.server.Close()
	p.server = nil
	if err := errors.Join(p.set.Close(), p.heard.Close()); err != nil {
		panic(err)
	}
}

// recording keeps what is answered, unpacked, by whose token asked.
func (p *playground) recording(folder string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Accept-Encoding", "identity")
		k := &keeping{ResponseWriter: w}
		h.ServeHTTP(k, r)
		p.mu.Lock()
		defer p.mu.Unlock()
		f, err := os.OpenFile(filepath.Join(folder, p.asker(r)), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err == nil {
			_, err = fmt.Fprintf(f, "%s %s\n%v\n%s\n", r.Method, r.URL, w.Header(), k.said.Bytes())
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			panic(err)
		}
	})
}

func (p *playground) asker(r *http.Request) string {
	parts := strings.Split(r.Header.Get("Authorization"), ".")
	if len(parts) != 3 {
		return "nobody"
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return "nobody"
	}
	for name, id := range p.people {
		if bytes.Contains(raw, []byte(id)) {
			return name
		}
	}
	return "nobody"
}

type keeping struct {
	http.ResponseWriter
	said bytes.Buffer
}

func (k *keeping) Write(b []byte) (int, error) {
	k.said.Write(b)
	return k.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (k *keeping) Unwrap() http.ResponseWriter { return k.ResponseWriter }

// playClose ends the central, so that its files can be looked at.
func playClose(ts *testscript.TestScript, _ bool, _ []string) { stageOf(ts).end() }

// playShutOut revokes all desks of a person.
func playShutOut(ts *testscript.TestScript, _ bool, args []string) {
	p := stageOf(ts)
	person := p.people[args[0]]
	all, err := p.set.Service.Devices(context.Background(), person)
	ts.Check(err)
	for _, d := range all {
		ts.Check(p.set.Service.RevokeDevice(context.Background(), person, d.ID))
	}
}

// playKeep puts a field of JSON into a variable: "keep VARIABLE FIELD FILE".
func playKeep(ts *testscript.TestScript, _ bool, args []string) {
	_, rest, ok := strings.Cut(ts.ReadFile(args[2]), `"`+args[1]+`": "`)
	value, _, _ := strings.Cut(rest, `"`)
	if !ok || value == "" {
		ts.Fatalf("no %s in %s", args[1], args[2])
	}
	ts.Setenv(args[0], value)
}

// reply is an answer whose body was read to its end.
type reply struct {
	status int
	header http.Header
	data   []byte
}

// request asks the central with the token that lies in a home; "nobody" has
// none. The body is a file's.
func request(ts *testscript.TestScript, home, method, path string, body string) reply {
	r, err := http.NewRequestWithContext(context.Background(), method, ts.Getenv("URL")+path, strings.NewReader(body))
	ts.Check(err)
	if body != "" {
		r.Header.Set("Content-Type", wire.TypeJSON)
	}
	if home != "nobody" {
		var token struct{ Access string }
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(home+"/tokens.json")), &token))
		r.Header.Set("Authorization", "Bearer "+token.Access)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	ts.Check(err)
	data, err := io.ReadAll(res.Body)
	ts.Check(errors.Join(err, res.Body.Close()))
	return reply{status: res.StatusCode, header: res.Header, data: data}
}

func bodyOf(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

// playAsk wants a status: "ask STATUS HOME METHOD PATH [BODY]".
func playAsk(ts *testscript.TestScript, _ bool, args []string) {
	res := request(ts, args[1], args[2], args[3], bodyOf(args, 4))
	_, err := ts.Stdout().Write(res.data)
	ts.Check(err)
	if strconv.Itoa(res.status) != args[0] {
		ts.Fatalf("status %d: %s", res.status, res.data)
	}
}

// playAlike wants one answer, byte for byte, about two names of the same length:
// "alike HOME METHOD PATH NAME NAME [BODY]", where PATH and BODY have a % in
// the name's place. The moment of an answer, and the sum over it, differ.
func playAlike(ts *testscript.TestScript, _ bool, args []string) {
	var said [2]string
	for i, name := range args[3:5] {
		put := func(s string) string { return strings.ReplaceAll(s, "%", name) }
		res := request(ts, args[0], args[1], put(args[2]), put(bodyOf(args, 5)))
		var headers []string
		for h, v := range res.header {
			if h != "Date" {
				headers = append(headers, h+": "+strings.Join(v, ","))
			}
		}
		slices.Sort(headers)
		text := strings.ReplaceAll(string(res.data), name, "%")
		for _, field := range []string{`"now":`, `"sha256":`, `"tag":`} {
			if before, after, ok := strings.Cut(text, field); ok {
				end := strings.IndexAny(after, ",}")
				text = before + after[max(end, 0):]
			}
		}
		said[i] = strconv.Itoa(res.status) + "\n" + strings.Join(headers, "\n") + "\n" + text
	}
	if said[0] != said[1] {
		ts.Fatalf("%s is answered\n%s\nand %s\n%s", args[3], said[0], args[4], said[1])
	}
}

// files calls visit for each file under the places.
func files(ts *testscript.TestScript, places []string, visit func(path string, info fs.FileInfo)) {
	n := 0
	for _, place := range places {
		ts.Check(filepath.WalkDir(ts.MkAbs(place), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil {
				n++
				visit(path, info)
			}
			return err
		}))
	}
	if n == 0 {
		ts.Fatalf("nothing is under %v", places)
	}
}

// playNowhere wants a word in no file under the places; with ! in one at least:
// "nowhere WORD PLACE…".
func playNowhere(ts *testscript.TestScript, neg bool, args []string) {
	var found []string
	files(ts, args[1:], func(path string, info fs.FileInfo) {
		if info.Mode().IsRegular() {
			raw, err := os.ReadFile(path)
			ts.Check(err)
			if bytes.Contains(raw, []byte(args[0])) {
				found = append(found, path)
			}
		}
	})
	if neg == (len(found) == 0) {
		ts.Fatalf("%s is in %v", args[0], found)
	}
}

// playOwners wants every file to be its owner's alone, and no folder that others
// may write to or enter.
func playOwners(ts *testscript.TestScript, _ bool, args []string) {
	files(ts, args, func(path string, info fs.FileInfo) {
		if others := info.Mode().Perm() & 0o077; others != 0 && !(info.IsDir() && others&0o027 == 0) {
			ts.Fatalf("%s is %v", path, info.Mode())
		}
	})
}
