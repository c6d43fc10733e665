package assemble_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/client"
	"scranno/sync/faultlink"
	"scranno/sync/wire"
)

// at is a desk in its own folder, behind a line that may break.
type at struct {
	*assemble.DeskSet
	t    *testing.T
	link *faultlink.Link
}

func (p *place) desk(name string) *at {
	p.t.Helper()
	d := &at{t: p.t, link: faultlink.New(client.NewTransport(), faultlink.Healthy)}
	set, err := assemble.OpenDesk(p.t.Context(), assemble.DeskOptions{Home: p.t.TempDir(), NoKeychain: true, Transport: d.link, Now: p.now})
	if err != nil {
		p.t.Fatal(err)
	}
	d.DeskSet = set
	p.t.Cleanup(func() {
		if err := d.Close(); err != nil {
			p.t.Error(err)
		}
	})
	how := civic.SignInHow{Email: name + "@esempio.it", Password: testPassword}
	if _, err := set.Desk.Connect(p.t.Context(), p.url, how); err != nil {
		p.t.Fatal(err)
	}
	d.sync()
	return d
}

func (d *at) sync() {
	d.t.Helper()
	if _, err := d.Desk.Sync(d.t.Context(), nil); err != nil {
		d.t.Fatal(err)
	}
}

// settle syncs until the outbox is empty; so often that a line which heals must
// have let all through.
func (d *at) settle() {
	d.t.Helper()
	for range 12 {
		_, err := d.Desk.Sync(d.t.Context(), nil)
		left, oerr := d.Desk.Outbox(d.t.Context())
		if oerr != nil {
			d.t.Fatal(oerr)
		}
		if err == nil && len(left) == 0 {
			return
		}
	}
	d.t.Fatal("the queue does not drain")
}

func (d *at) write(name string, data []byte) string {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// publish files a motion with attachments and gives the act's id.
func (d *at) publish(subject string, v civic.Visibility, paths ...string) civic.ID {
	d.t.Helper()
	ctx := d.t.Context()
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "istat:037006", BodyName: "Bologna", Region: "08", Subject: subject,
		Addressees: []string{"Al Sindaco"}, Signatories: []civic.Signatory{{Name: "Giulia Esempio"}},
		Clauses: []civic.Clause{
			{ID: newID(d.t), Section: civic.Recital, Opener: "premesso che", Text: "serve una pianta;"},
			{ID: newID(d.t), Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta", Text: "ad allegarla."},
		},
	}
	x, err := d.Desk.NewDraft(ctx, c)
	for _, path := range paths {
		if err == nil {
			x, err = d.Desk.Attach(ctx, x.ID, path)
		}
	}
	if err != nil {
		d.t.Fatal(err)
	}
	how := civic.SubmitHow{Visibility: v}
	if v == civic.Everyone {
		how.Licence = civic.LicenceCCBY
	}
	q, err := d.Desk.Submit(ctx, x.ID, how)
	if err != nil {
		d.t.Fatal(err)
	}
	return civic.Concerns(q.Command)
}

// named gives the only attachment of an act as this desk knows it.
func (d *at) named(act civic.ID) civic.FileView {
	d.t.Helper()
	v, err := d.Desk.Act(d.t.Context(), act)
	if err != nil || len(v.Act.Attachments) != 1 {
		d.t.Fatal(v.Act.Attachments, err)
	}
	all, err := d.Desk.Files(d.t.Context(), v.Act.Attachments)
	if err != nil {
		d.t.Fatal(err)
	}
	return all[0]
}

func (d *at) bytesOf(f civic.FileView) []byte {
	d.t.Helper()
	var b bytes.Buffer
	if err := d.Desk.CopyFile(d.t.Context(), f.Attachment, &b); err != nil {
		d.t.Fatal(err)
	}
	return b.Bytes()
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func callerOf(person civic.ID) central.Caller { return central.Caller{Person: person} }

// push runs one command as a person's desk would bring it.
func (p *place) push(person civic.ID, name civic.CommandName, args any) civic.Answer {
	p.t.Helper()
	raw, err := civic.CanonicalOf(args)
	if err != nil {
		p.t.Fatal(err)
	}
	c := civic.Command{ID: newID(p.t), Device: newID(p.t), N: 1, Name: name, Args: raw}
	all, err := p.Service.Push(p.t.Context(), callerOf(person), central.PushRequest{Schema: civic.SchemaVersion, Commands: []civic.Command{c}})
	if err != nil {
		p.t.Fatal(err)
	}
	return all[0]
}

func noise(n int) []byte {
	out := append([]byte("%PDF-1.7\n"), make([]byte, n)...)
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for i := 9; i < len(out); i++ {
		out[i] = byte(r.Uint32())
	}
	return out
}

// filesUnder lists the files of a folder, deepest folders too.
func filesUnder(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && !e.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// picture is a JPEG with an Exif segment that says where it was taken.
func picture(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = byte(i)
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00GPS 44.494887 N 11.342616 E, Via di Casa 1")
	seg := []byte{0xff, 0xe1, 0, 0}
	binary.BigEndian.PutUint16(seg[2:], uint16(len(exif)+2))
	return slices.Concat(b.Bytes()[:2], seg, exif, b.Bytes()[2:])
}

func TestAttachmentsTravel(t *testing.T) {
	p := serving(t)
	giulia, marco := p.desk("giulia"), p.desk("marco")
	act := giulia.publish("Con la foto", civic.Everyone, giulia.write("IMG 1.jpeg", picture(t)))
	if f := giulia.named(act); f.State != civic.FileSending {
		t.Fatal(f)
	}
	giulia.settle()
	if f := giulia.named(act); f.State != civic.FileHere {
		t.Fatal(f)
	}
	marco.sync()
	f := marco.named(act)
	if f.State != civic.FileAway || f.Name != "IMG 1.jpeg" || f.Type != civic.TypeJPEG {
		t.Fatal(f)
	}
	if err := marco.Desk.Fetch(t.Context(), act, f.Attachment, nil); err != nil {
		t.Fatal(err)
	}
	if f = marco.named(act); f.State != civic.FileHere {
		t.Fatal(f)
	}
	got := marco.bytesOf(f)
	if _, err := jpeg.Decode(bytes.NewReader(got)); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{p.Data, giulia.Home, marco.Home} {
		for _, path := range filesUnder(t, dir) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(data, []byte("44.494887")) {
				t.Errorf("the place of the picture is in %s", filepath.Base(path))
			}
		}
	}
	// What is withdrawn leaves nothing: at the central, and at desks with the
	// next sync.
	if _, err := giulia.Desk.WithdrawAct(t.Context(), act); err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	marco.sync()
	if _, err := p.Service.DropBlobs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := filesUnder(t, filepath.Join(p.Data, "blobs")); len(left) != 0 {
		t.Error("the central keeps", left)
	}
	if left := filesUnder(t, filepath.Join(marco.Home, "blobs")); len(left) != 0 {
		t.Error("the desk keeps", left)
	}
}

// Each request in turn is lost, cut, doubled or answered by something else, in
// both directions: the file arrives, whole, and what was sent is not sent again
// from the start.
func TestFilesSurviveTheLine(t *testing.T) {
	p := serving(t)
	data := noise(3 << 20)
	giulia, marco := p.desk("giulia"), p.desk("marco")
	sent := int64(0)
	kinds := faultlink.Kinds()
	broken := 0
	faulty := func(r *http.Request) faultlink.Fault {
		if !strings.HasPrefix(r.URL.Path, wire.PathBlobs) {
			return faultlink.Fault{}
		}
		if r.Method == http.MethodPatch {
			sent += r.ContentLength
		}
		if broken++; broken%2 == 0 || broken > 40 {
			return faultlink.Fault{}
		}
		k := kinds[(broken/2)%len(kinds)]
		if k == faultlink.TooMany {
			k = faultlink.Drop // asks for a pause: the next sync goes on
		}
		return faultlink.Fault{Kind: k, After: int64(broken) * 9_000}
	}
	giulia.link.Use(faulty)
	act := giulia.publish("Sotto i guasti", civic.Everyone, giulia.write("pianta.pdf", data))
	giulia.settle()
	if sent > 3*int64(len(data)) {
		t.Errorf("%d bytes sent for %d", sent, len(data))
	}
	marco.sync()
	broken = 0
	marco.link.Use(faulty)
	f := marco.named(act)
	for i := 0; f.State != civic.FileHere; i++ {
		if i == 40 {
			t.Fatal("the file does not arrive", f)
		}
		if err := marco.Desk.Fetch(t.Context(), act, f.Attachment, nil); err == nil {
			f = marco.named(act)
		}
	}
	if !bytes.Equal(marco.bytesOf(f), data) {
		t.Fatal("other bytes arrived")
	}
}

// A reply cut at every so many bytes: each request goes on from where the last
// one ended, and no part is taken for the whole.
func TestAFetchGoesOnFromWhereItWas(t *testing.T) {
	p := serving(t)
	data := noise(1 << 20)
	giulia, marco := p.desk("giulia"), p.desk("marco")
	act := giulia.publish("A pezzi", civic.Everyone, giulia.write("pianta.pdf", data))
	giulia.settle()
	marco.sync()
	const step = 100_000
	asked := []string{}
	marco.link.Use(func(r *http.Request) faultlink.Fault {
		if !strings.HasPrefix(r.URL.Path, wire.PathBlobs) {
			return faultlink.Fault{}
		}
		asked = append(asked, r.Header.Get("Range"))
		return faultlink.Fault{Kind: faultlink.CutReply, After: step}
	})
	f := marco.named(act)
	if err := marco.Desk.Fetch(t.Context(), act, f.Attachment, nil); err != nil {
		t.Fatal(err)
	}
	if want := (len(data) + step - 1) / step; len(asked) != want {
		t.Fatalf("%d requests, want %d: %v", len(asked), want, asked)
	}
	for i, r := range asked {
		if i > 0 && r != fmt.Sprintf("bytes=%d-", i*step) {
			t.Fatal(i, r)
		}
	}
	if !bytes.Equal(marco.bytesOf(marco.named(act)), data) {
		t.Fatal("other bytes arrived")
	}
}

// A file that is gone keeps its own command, with the reason, and nothing else.
func TestAFileThatIsGoneJamsNothing(t *testing.T) {
	p := serving(t)
	giulia := p.desk("giulia")
	act := giulia.publish("Senza la sua pianta", civic.Everyone, giulia.write("pianta.pdf", noise(5_000)))
	other := giulia.publish("Senza allegati", civic.Everyone)
	for _, path := range filesUnder(t, filepath.Join(giulia.Home, "blobs")) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	giulia.sync()
	giulia.sync()
	left, err := giulia.Desk.Outbox(t.Context())
	if err != nil || len(left) != 1 || civic.Concerns(left[0].Command) != act || left[0].Reason != civic.ReasonFileGone {
		t.Fatalf("%+v %v", left, err)
	}
	if v, err := giulia.Desk.Act(t.Context(), other); err != nil || v.Pending {
		t.Fatal(v.Pending, err)
	}
	// It never began to leave: the text comes back to be mended.
	g, err := giulia.Desk.Edit(t.Context(), left[0].Command.ID)
	if err != nil || g.Draft == nil {
		t.Fatal(g, err)
	}
}

// A central of before there were files does not know their address: what names
// one waits for the central, and is not told to be without its file.
func TestACentralWithoutFilesIsWaitedFor(t *testing.T) {
	p := serving(t)
	giulia := p.desk("giulia")
	giulia.link.Use(func(r *http.Request) faultlink.Fault {
		if strings.HasPrefix(r.URL.Path, "/v1/blobs/") {
			return faultlink.Fault{Kind: faultlink.Missing}
		}
		return faultlink.Fault{}
	})
	giulia.publish("Con la sua pianta", civic.Everyone, giulia.write("pianta.pdf", noise(5_000)))
	giulia.sync()
	left, err := giulia.Desk.Outbox(t.Context())
	if err != nil || len(left) != 1 || left[0].State != civic.QueueWaiting || left[0].Reason != civic.ReasonAttachment {
		t.Fatalf("%+v %v", left, err)
	}
	giulia.link.Use(faultlink.Healthy)
	giulia.settle()
}

// Bytes that changed on the desk's disk are noticed at the end, and not
// published under the hash of others.
func TestAFileThatChangedIsNotSent(t *testing.T) {
	p := serving(t)
	giulia := p.desk("giulia")
	giulia.publish("Con una pianta rovinata", civic.Everyone, giulia.write("pianta.pdf", noise(900_000)))
	all := filesUnder(t, filepath.Join(giulia.Home, "blobs"))
	if len(all) != 1 {
		t.Fatal(all)
	}
	data, err := os.ReadFile(all[0])
	if err != nil {
		t.Fatal(err)
	}
	data[700_000] ^= 1
	if err := os.WriteFile(all[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	giulia.sync()
	left, err := giulia.Desk.Outbox(t.Context())
	if err != nil || len(left) != 1 || left[0].Reason != civic.ReasonFileGone {
		t.Fatalf("%+v %v", left, err)
	}
	if whole := filesUnder(t, filepath.Join(p.Data, "blobs")); len(whole) != 0 {
		t.Fatal("the central keeps", whole)
	}
}

func TestFilesAreReadByTheRightToTheirRecord(t *testing.T) {
	p := serving(t)
	giulia, marco, luca := p.desk("giulia"), p.desk("marco"), p.desk("luca")
	data := noise(20_000)
	act := giulia.publish("Per i consiglieri", civic.Councillors, giulia.write("riservato.pdf", data))
	open := giulia.publish("Per tutti", civic.Everyone)
	giulia.settle()
	f := giulia.named(act)
	marco.sync()
	if err := marco.Desk.Fetch(t.Context(), act, f.Attachment, nil); err != nil {
		t.Fatal(err)
	}
	if err := luca.Desk.Fetch(t.Context(), act, f.Attachment, nil); !civic.Is(err, civic.NotFound) {
		t.Fatal(err)
	}
	// To who may not read, it is the same as what is not there.
	var answers []string
	for _, q := range []string{
		f.Hash + "?record=" + string(act), f.Hash + "?record=" + string(open), f.Hash + "?record=" + string(newID(t)), f.Hash,
		strings.Repeat("0", 64) + "?record=" + string(act), "../hello", "zz?record=" + string(act),
	} {
		res, err := http.Get(p.url + wire.PathBlobs + q)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err = errors.Join(err, res.Body.Close()); err != nil {
			t.Fatal(err)
		}
		if q != "../hello" {
			answers = append(answers, fmt.Sprint(res.StatusCode, res.Header.Get("Content-Type"), string(body)))
		}
	}
	if slices.ContainsFunc(answers, func(a string) bool { return a != answers[0] || !strings.HasPrefix(a, "404") }) {
		t.Fatalf("%q", answers)
	}
	// Nobody brings or asks after a file without signing in.
	for _, m := range []string{http.MethodHead, http.MethodPatch} {
		r, err := http.NewRequestWithContext(t.Context(), m, p.url+wire.PathBlobs+f.Hash, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(wire.HeaderOffset, "0")
		r.Header.Set(wire.HeaderLength, "10")
		res, err := http.DefaultClient.Do(r)
		if err != nil || res.StatusCode != http.StatusUnauthorized {
			t.Fatal(m, res, err)
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// The hash of a file that one never had opens nothing: neither to learn that it
// is here, nor to read it by naming it in an act of one's own.
func TestAHashIsNoKey(t *testing.T) {
	p := serving(t)
	giulia := p.desk("giulia")
	act := giulia.publish("Per i consiglieri", civic.Councillors, giulia.write("riservato.pdf", noise(20_000)))
	giulia.settle()
	f := giulia.named(act)
	luca := p.people["luca"]
	held, whole, err := p.Service.BlobHeld(t.Context(), callerOf(luca), f.Hash)
	if held != 0 || whole || err != nil {
		t.Fatal(held, whole, err)
	}
	args := civic.PostArgs{ID: newID(t), Thread: newID(t), Text: "la leggo io", Attachments: []civic.Attachment{f.Attachment}}
	if a := p.push(luca, civic.CmdPost, args); a.State == civic.AnswerReceipt && a.Receipt.Outcome == civic.Accepted {
		t.Fatal("a post without its thread passed")
	}
	marco := p.people["marco"]
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "istat:048017", BodyName: "Firenze", Region: "09", Subject: "Di un altro",
		Clauses: []civic.Clause{{ID: newID(t), Section: civic.Operative, Text: "x"}},
	}
	c.Attachments = []civic.Attachment{{Hash: strings.Repeat("ab", 32), Name: "a.pdf", Type: civic.TypePDF, Size: 10}}
	a := p.push(marco, civic.CmdPublish, civic.PublishArgs{ID: newID(t), Content: c, Visibility: civic.Councillors})
	if a.State != civic.AnswerDeferred || a.Reason != civic.ReasonAttachment {
		t.Fatalf("%+v", a)
	}
	// A councillor may name what councillors may read; of another size it is
	// another file.
	c.Attachments = []civic.Attachment{f.Attachment}
	if a := p.push(marco, civic.CmdPublish, civic.PublishArgs{ID: newID(t), Content: c, Visibility: civic.Councillors}); a.State != civic.AnswerReceipt {
		t.Fatalf("%+v", a)
	}
}

func TestOrphansGoAfterAWeek(t *testing.T) {
	p := serving(t)
	data := noise(9_000)
	hash := hashOf(data)
	giulia := p.people["giulia"]
	part := civic.FilePart{Hash: hash, Size: int64(len(data))}
	if _, _, err := p.Service.PutBlob(t.Context(), callerOf(giulia), part, bytes.NewReader(data[:4_000])); err != nil {
		t.Fatal(err)
	}
	count := func() int {
		if _, err := p.Service.DropBlobs(t.Context()); err != nil {
			t.Fatal(err)
		}
		return len(filesUnder(t, filepath.Join(p.Data, "blobs")))
	}
	p.later(20 * 24 * time.Hour)
	if n := count(); n != 1 {
		t.Fatal("within thirty days of an epoch nothing goes:", n)
	}
	p.later(11 * 24 * time.Hour)
	if n := count(); n != 0 {
		t.Fatal(n)
	}
	if held, whole, err := p.Service.BlobHeld(t.Context(), callerOf(giulia), hash); held != 0 || whole || err != nil {
		t.Fatal(held, whole, err)
	}
	// What is brought again is not an orphan yet.
	if _, whole, err := p.Service.PutBlob(t.Context(), callerOf(giulia), part, bytes.NewReader(data)); !whole || err != nil {
		t.Fatal(whole, err)
	}
	p.later(6 * 24 * time.Hour)
	if n := count(); n != 1 {
		t.Fatal(n)
	}
	p.later(2 * 24 * time.Hour)
	if n := count(); n != 0 {
		t.Fatal(n)
	}
}

func TestTheCentralLooksAtWhatItIsGiven(t *testing.T) {
	p := serving(t)
	program := append([]byte("MZ\x90\x00"), make([]byte, 500)...)
	who := callerOf(p.people["giulia"])
	_, whole, err := p.Service.PutBlob(t.Context(), who, civic.FilePart{Hash: hashOf(program), Size: int64(len(program))}, bytes.NewReader(program))
	if whole || !civic.Is(err, civic.Invalid) {
		t.Fatal(whole, err)
	}
	// Not more than the quota, however it is cut.
	for i := 0; ; i++ {
		part := civic.FilePart{Hash: hashOf([]byte{byte(i), byte(i >> 8)}), Size: civic.MaxAttachment}
		_, _, err := p.Service.PutBlob(t.Context(), who, part, bytes.NewReader(nil))
		if civic.Is(err, civic.TooLarge) && i >= 50 {
			return
		}
		if err != nil || i > 60 {
			t.Fatal(i, err)
		}
	}
}

// By the person's rule files come by themselves, but not on a metered line.
func TestFilesComeByTheRule(t *testing.T) {
	p := serving(t)
	giulia, marco := p.desk("giulia"), p.desk("marco")
	small := giulia.publish("Piccola", civic.Everyone, giulia.write("a.pdf", noise(9_000)))
	large := giulia.publish("Grande", civic.Everyone, giulia.write("b.pdf", noise(400_000)))
	giulia.settle()
	for _, step := range []struct {
		rule civic.FetchRule
		want civic.FileState
	}{
		{civic.FetchRule{}, civic.FileAway},
		{civic.FetchRule{UpTo: 100_000, Metered: true}, civic.FileAway},
		{civic.FetchRule{UpTo: 100_000}, civic.FileHere},
	} {
		if err := marco.Desk.FetchRule(t.Context(), step.rule); err != nil {
			t.Fatal(err)
		}
		marco.sync()
		if f := marco.named(small); f.State != step.want {
			t.Fatalf("%+v: %+v", step.rule, f)
		}
		if f := marco.named(large); f.State != civic.FileAway {
			t.Fatalf("%+v: %+v", step.rule, f)
		}
	}
}
