package assemble_test

import (
	"bytes"
	"reflect"
	"testing"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// inOneSpace gives a space and two desks that have it.
func inOneSpace(t *testing.T, p *place) (space civic.ID, giulia, marco *at) {
	t.Helper()
	space = newID(t)
	if err := p.Service.AddSpace(t.Context(), space, civic.Space{Title: "Mobilità", Access: civic.AccessMembers, Region: "08"}); err != nil {
		t.Fatal(err)
	}
	giulia, marco = p.desk("giulia"), p.desk("marco")
	for _, d := range []*at{giulia, marco} {
		if err := d.Desk.JoinSpace(t.Context(), space); err != nil {
			t.Fatal(err)
		}
		d.sync()
	}
	return space, giulia, marco
}

// A post's file goes before the post and is opened by who reads it.
func TestAPostBringsItsFile(t *testing.T) {
	p := serving(t)
	space, giulia, marco := inOneSpace(t, p)
	q, err := giulia.Desk.OpenThread(t.Context(), civic.OpenThreadArgs{Space: space, Title: "Piste", Text: "Da dove si comincia?"})
	if err != nil {
		t.Fatal(err)
	}
	thread := civic.Concerns(q.Command)
	giulia.settle()
	data := noise(50_000)
	a, err := giulia.Desk.AddFile(t.Context(), giulia.write("pianta.pdf", data))
	if err != nil {
		t.Fatal(err)
	}
	first, err := giulia.Desk.AddPost(t.Context(), thread, "Ecco la", "", a)
	if err != nil {
		t.Fatal(err)
	}
	back, err := giulia.Desk.Edit(t.Context(), first.Command.ID) // taken out of the queue to be written anew
	if err != nil || len(back.Files) != 1 || back.Files[0] != a || back.Text != "Ecco la" {
		t.Fatalf("%+v, %v", back, err)
	}
	if _, err := giulia.Desk.AddPost(t.Context(), thread, "Ecco la pianta.", "", back.Files...); err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	marco.sync()
	posts, _, err := marco.Desk.Posts(t.Context(), thread)
	if err != nil || len(posts) != 2 || len(posts[1].Post.Attachments) != 1 {
		t.Fatal(posts, err)
	}
	got := posts[1]
	if err := marco.Desk.Fetch(t.Context(), got.ID, got.Post.Attachments[0], nil); err != nil {
		t.Fatal(err)
	}
	if b := marco.bytesOf(civic.FileView{Attachment: got.Post.Attachments[0]}); !bytes.Equal(b, data) {
		t.Errorf("%d bytes", len(b))
	}
	// A new text keeps the file, and taking the post back takes it away.
	if _, err := giulia.Desk.EditPost(t.Context(), got.ID, "Ecco la pianta, corretta."); err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	marco.sync()
	if posts, _, err = marco.Desk.Posts(t.Context(), thread); err != nil || len(posts[1].Post.Attachments) != 1 || posts[1].Post.Edited.IsZero() {
		t.Fatal(posts, err)
	}
	if _, err := giulia.Desk.WithdrawPost(t.Context(), got.ID); err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	if n, err := p.Service.DropBlobs(t.Context()); err != nil {
		t.Fatal(n, err)
	}
	if holds(t, p.Data+"/blobs", data[:64]) {
		t.Error("the file of a post that was taken back is still there")
	}
}

// A conversation begins with a file, which its author keeps and the others open.
func TestAConversationBeginsWithAFile(t *testing.T) {
	p := serving(t)
	space, giulia, marco := inOneSpace(t, p)
	data := noise(50_000)
	a, err := giulia.Desk.AddFile(t.Context(), giulia.write("pianta.pdf", data))
	if err != nil {
		t.Fatal(err)
	}
	begun := civic.Composed{Title: "Piste", Text: "Da dove si comincia?", Attachments: []civic.Attachment{a}}
	if err := giulia.Desk.Compose(t.Context(), space, begun); err != nil {
		t.Fatal(err)
	}
	giulia.anew()
	if got, err := giulia.Desk.Composed(t.Context(), space); err != nil || !reflect.DeepEqual(got, begun) {
		t.Fatalf("%+v, %v", got, err)
	}
	q, err := giulia.Desk.OpenThread(t.Context(), civic.OpenThreadArgs{
		Space: space, Title: begun.Title, Text: begun.Text, Attachments: begun.Attachments,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := giulia.Desk.Compose(t.Context(), space, civic.Composed{}); err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	marco.sync()
	posts, _, err := marco.Desk.Posts(t.Context(), civic.Concerns(q.Command))
	if err != nil || len(posts) != 1 || len(posts[0].Post.Attachments) != 1 {
		t.Fatal(posts, err)
	}
	if err := marco.Desk.Fetch(t.Context(), posts[0].ID, a, nil); err != nil {
		t.Fatal(err)
	}
	if b := marco.bytesOf(civic.FileView{Attachment: a}); !bytes.Equal(b, data) {
		t.Errorf("%d bytes", len(b))
	}
	if err := giulia.Desk.DropFiles(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b := giulia.bytesOf(civic.FileView{Attachment: a}); !bytes.Equal(b, data) {
		t.Error("the author's own copy went")
	}
}

// anew ends the program and begins it again on the same profile.
func (d *at) anew() {
	d.t.Helper()
	err := d.Close()
	if err == nil {
		d.DeskSet, err = assemble.OpenDesk(d.t.Context(), assemble.DeskOptions{Home: d.Home, NoKeychain: true, Transport: d.link})
	}
	if err != nil {
		d.t.Fatal(err)
	}
}
