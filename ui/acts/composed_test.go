package acts

import (
	"testing"

	"scranno/app/civic"
)

// What is being written on an act, and its files, are there when the program is
// opened again, until they have been sent.
func TestWhatIsBegunOnAnActOutlivesTheWindow(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	v.Threads = []civic.ThreadHit{{ID: "t1", Thread: civic.Thread{Act: actID(0), Title: "Come è andata?"}}}
	d.views[actID(0)] = v
	d.posts["t1"] = []civic.PostView{{ID: "p1", Author: "Elena", Post: civic.Post{Thread: "t1", Text: "Da noi bene"}, Created: now()}}
	kept := func(at civic.ID, want string) func() bool {
		return func() (is bool) {
			d.with(func() { is = d.begun[at].Text == want })
			return is
		}
	}
	file := civic.Attachment{Name: "pianta.pdf", Hash: "h1", Size: 10, Type: "application/pdf"}

	s := newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.turn(tabTalk)
	talk := s.p.reader.talk
	talk.open("t1")
	s.until(func() bool { return talk.begun.known["t1"] && len(talk.posts) == 1 })
	talk.answer("p1")
	talk.text.SetText("Anche da noi")
	talk.picks.Join("t1", []civic.Attachment{file})
	s.until(func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.begun["t1"].Text == "Anche da noi" && len(d.begun["t1"].Attachments) == 1
	})
	talk.begin()
	s.until(func() bool { return talk.begun.known[actID(0)] })
	talk.title.SetText("Costi")
	talk.text.SetText("Quanto è costata?")
	s.until(kept(actID(0), "Quanto è costata?"))

	s = newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.turn(tabTalk)
	talk = s.p.reader.talk
	talk.open("t1")
	s.until(func() bool { return talk.text.Text == "Anche da noi" && talk.reply == "p1" })
	if got := talk.picks.Files("t1"); len(got) != 1 || got[0].Hash != "h1" {
		t.Errorf("the files are %+v", got)
	}
	talk.begin()
	s.until(func() bool { return talk.title.Text == "Costi" && talk.text.Text == "Quanto è costata?" })
	talk.send()
	s.until(kept(actID(0), ""))
	talk.open("t1")
	if talk.text.Text != "Anche da noi" {
		t.Errorf("the field holds %q", talk.text.Text)
	}
	talk.send()
	s.until(kept("t1", ""))
	if talk.text.Text != "" || len(talk.picks.Files("t1")) > 0 {
		t.Errorf("still there: %q %v", talk.text.Text, talk.picks.Files("t1"))
	}
}

// What is typed before the desk has said what it kept is joined with it.
func TestWhatWasKeptJoinsWhatIsTyped(t *testing.T) {
	d := library(1)
	d.posts["t1"] = nil
	d.begun = map[civic.ID]civic.Composed{"t1": {Text: "Prima"}}
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.turn(tabTalk)
	talk := s.p.reader.talk
	talk.open("t1")
	talk.text.SetText("Poi")
	s.until(func() bool { return talk.begun.known["t1"] })
	if talk.text.Text != "Prima\n\nPoi" {
		t.Errorf("the field holds %q", talk.text.Text)
	}
	s.until(func() (is bool) {
		d.with(func() { is = d.begun["t1"].Text == "Prima\n\nPoi" })
		return is
	})
}
