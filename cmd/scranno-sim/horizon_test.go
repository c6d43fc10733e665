package main

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// erase removes posts from a channel.
func (w *sealedWorld) remove(ch civic.Channel, from, to int) {
	w.t.Helper()
	var effects []civic.Effect
	for n := from; n < to; n++ {
		effects = append(effects, civic.Effect{Kind: civic.KindPost, ID: postID(n), Channel: ch, Remove: true})
	}
	w.must(w.set.Service.Write(w.t.Context(), threadID(), effects))
}

func (w *sealedWorld) channel(ch civic.Channel) civic.ChannelState {
	w.t.Helper()
	status, err := w.desk.Desk.Status(w.t.Context())
	w.must(err)
	for _, c := range status.Channels {
		if c.Channel == ch {
			return c
		}
	}
	w.t.Fatalf("%s is not kept", ch)
	return civic.ChannelState{}
}

func (w *sealedWorld) doctor() map[string]bool {
	w.t.Helper()
	found, err := w.desk.Desk.Doctor(w.t.Context())
	w.must(err)
	out := map[string]bool{}
	for _, f := range found {
		out[f.Code] = true
	}
	return out
}

// away lets 200 days pass: the central rests, and then settles and seals again.
func (w *sealedWorld) away() {
	w.t.Helper()
	w.must(w.stopCentral())
	time.Sleep(200 * 24 * time.Hour)
	w.must(w.startCentral())
	time.Sleep(2 * time.Hour)
}

// signInAgain is what a person does whose session ended while they were away.
func (w *sealedWorld) signInAgain() {
	w.t.Helper()
	_, err := w.desk.Desk.Connect(w.t.Context(), publicURL, civic.SignInHow{Email: emailOf("ada"), Password: password})
	w.must(err)
}

// A desk away for 200 days, behind the horizon, walks: what was removed meanwhile
// goes, what was written comes, nothing rises again, the draft is as it was.
func TestAwayBehindTheHorizon(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 600, "vecchio")
		w.seal()
		w.sync()
		draft, err := w.desk.Desk.NewDraft(w.t.Context(), civic.Content{Kind: civic.Motion, Subject: "Una bozza rimasta qui", Body: "demo:908001"})
		w.must(err)
		w.remove(talk08, 100, 160)
		w.away()
		w.write(talk08, 600, 650, "nuovo")
		w.signInAgain()
		w.sync()
		w.agrees()
		if got := w.channel(talk08); got.Count < 590 || got.Count > 595 {
			w.t.Errorf("%d records", got.Count) // 590 posts, and what the world began with
		}
		if _, err := w.desk.Desk.Draft(w.t.Context(), draft.ID); err != nil {
			w.t.Errorf("the draft: %v", err)
		}
		if w.sync().Pulled != 0 {
			w.t.Error("it walks again")
		}
	})
}

// A desk that finds most of a channel gone asks before it lets it go.
func TestMassRemovalAsks(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 400, "vecchio")
		w.seal()
		w.sync()
		had := w.channel(talk08).Count
		w.remove(talk08, 0, 300)
		w.away()
		w.signInAgain()
		w.sync()
		if got := w.channel(talk08); got.Count != had || got.Held != 300 || !w.doctor()["doctor.sweep"] {
			w.t.Fatalf("%d of %d are there, %d held", got.Count, had, got.Held)
		}
		w.must(w.desk.Desk.Sweep(w.t.Context(), talk08))
		w.sync()
		w.agrees()
	})
}

// A cache in the middle serves manifests and segments of before a restore, and
// of before something was erased: nothing of it is applied.
func TestCacheOfAnOlderEpoch(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 1_200, "vecchio")
		w.seal()
		kept := map[string][]byte{}
		backup := filepath.Join(w.dir, "backup.db")
		w.must(w.set.Service.Backup(w.t.Context(), backup))
		w.write(talk08, 0, 1_200, "perduto con il ripristino")
		w.seal()
		serve := false
		cache := func(r *http.Request, resp *http.Response) error {
			if !isSegment(r.URL.Path) && !isManifest(r.URL.Path) {
				return nil
			}
			if body := kept[r.URL.Path]; serve && body != nil {
				resp.StatusCode = http.StatusOK
				setBody(resp, body)
				return nil
			}
			body, err := io.ReadAll(resp.Body)
			if err == nil && resp.StatusCode == http.StatusOK {
				kept[r.URL.Path] = body
			}
			setBody(resp, body)
			return err
		}
		w.tap.setBend(cache)
		w.sync()
		w.agrees()
		if len(kept) < 3 {
			w.t.Fatalf("the cache has %d things", len(kept))
		}

		w.must(w.stopCentral())
		w.must(assemble.RestoreCentral(w.t.Context(), w.options(), backup, false))
		w.must(w.startCentral())
		w.write(talk08, 1_200, 1_300, "dopo il ripristino")
		w.remove(talk08, 40, 60)
		w.seal()
		serve = true
		w.signInAgain()
		w.sync()
		w.agrees()
		posts, _, err := w.desk.Desk.Posts(w.t.Context(), threadID())
		w.must(err)
		for _, p := range posts {
			if strings.HasPrefix(p.Post.Text, "perduto") {
				w.t.Fatal("what the restore lost was applied from the cache")
			}
		}
	})
}

// Counts and sums of all channels are compared once a day, with one request.
func TestCountsAreComparedDaily(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 300, "vecchio")
		w.seal()
		w.sync()
		w.tap.take()
		w.sync()
		if paths, _, _ := w.tap.take(); len(paths) != 1 {
			w.t.Fatalf("the same day: %v", paths)
		}
		time.Sleep(25 * time.Hour)
		w.sync() // the first of the day hears what day it is
		w.sync()
		w.tap.take()
		w.sync()
		if paths, _, _ := w.tap.take(); len(paths) != 1 {
			w.t.Fatalf("the next day: %v", paths)
		}
		w.agrees()
	})
}
