package desk

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"

	"scranno/app/civic"
)

// Blobs keeps the bytes of attachments, by hash. What it calls whole has the
// bytes of its name.
type Blobs interface {
	Held(ctx context.Context, hash string, owner civic.ID) (held int64, whole bool, err error)
	Append(ctx context.Context, p civic.FilePart, r io.Reader) (held int64, whole bool, err error)
	Open(ctx context.Context, hash string) (io.ReadSeekCloser, int64, error)
	Remove(ctx context.Context, hash string) error
}

// Intake reads the person's own files.
type Intake interface {
	// Read reads a file that may be attached. Invalid ("attach.kind"), TooLarge;
	// Busy ("attach.changing"), where it was written to meanwhile.
	Read(ctx context.Context, path string) (civic.LocalFile, error)
	// Said gives the act that a document holds, cut into clauses, and no more than an
	// act may hold. Unknown ("intake.no_text"), where it holds no text.
	Said(ctx context.Context, f civic.LocalFile, ids func(i int) civic.ID) (civic.Paper, error)
	// Paper is Said with what the document does not say guessed, and told so.
	Paper(ctx context.Context, f civic.LocalFile, ids func(i int) civic.ID) (civic.Paper, error)
}

// Carrier fetches the bytes of attachments from the central.
type Carrier interface {
	// Fetch brings a file here, by the right to a record that names it. What came
	// before a failure stays.
	Fetch(ctx context.Context, record civic.ID, a civic.Attachment, progress func(civic.Progress)) error
	// DropFiles takes away the files that nothing here names any longer.
	DropFiles(ctx context.Context) error
}

// Enclosures is what the store knows of the files kept here.
type Enclosures interface {
	// KeepFile notes a file of the folder; without a record it is for a draft.
	KeepFile(ctx context.Context, hash string, record civic.ID) error
	// FileTrouble gives how the last try to fetch failed, of files where it did.
	FileTrouble(ctx context.Context, hashes []string) (map[string]civic.ErrorKind, error)
	// ToSend lists the files that waiting commands still bring to the central.
	ToSend(ctx context.Context) ([]civic.Parcel, error)
}

// AddFile copies a file of the person's into the profile and gives how a draft or
// a post names it. The original is not needed any longer.
func (d *Desk) AddFile(ctx context.Context, path string) (civic.Attachment, error) {
	f, err := d.readFile(ctx, path)
	if err != nil {
		return civic.Attachment{}, err
	}
	return d.keepFile(ctx, f)
}

func (d *Desk) readFile(ctx context.Context, path string) (civic.LocalFile, error) {
	if d.o.Blobs == nil || d.o.Intake == nil {
		return civic.LocalFile{}, civic.NewError(civic.Forbidden, "desk.file", "disk.denied")
	}
	return d.o.Intake.Read(ctx, path)
}

func (d *Desk) keepFile(ctx context.Context, f civic.LocalFile) (civic.Attachment, error) {
	a := civic.Attachment{Hash: fullHashOf(f.Data), Name: f.Name, Type: f.Type, Size: int64(len(f.Data))}
	if err := a.Validate(); err != nil {
		return a, err
	}
	return a, d.keepBytes(ctx, a.Hash, f.Data)
}

// keepBytes keeps a file of the person's own.
func (d *Desk) keepBytes(ctx context.Context, hash string, data []byte) error {
	held, whole, err := d.o.Blobs.Held(ctx, hash, "")
	if err == nil && !whole {
		p := civic.FilePart{Hash: hash, Size: int64(len(data))}
		p.Offset = min(held, p.Size)
		_, _, err = d.o.Blobs.Append(ctx, p, bytes.NewReader(data[p.Offset:]))
	}
	if err != nil {
		return err
	}
	return d.o.Store.KeepFile(ctx, hash, "")
}

func fullHashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Attach adds files to a draft, all of them or none.
func (d *Desk) Attach(ctx context.Context, draft civic.ID, paths ...string) (civic.Draft, error) {
	x, err := d.open(ctx, draft)
	if err != nil {
		return x, err
	}
	c := *x.Plain
	for _, path := range paths {
		a, err := d.AddFile(ctx, path)
		if err != nil {
			return x, err
		}
		if c.Attachments, err = civic.WithFile(c.Attachments, a); err != nil {
			return x, err
		}
	}
	return d.SaveDraft(ctx, draft, x.Revision, c)
}

// Detach takes a file off a draft. Its bytes stay for a while.
func (d *Desk) Detach(ctx context.Context, draft civic.ID, hash string) (civic.Draft, error) {
	x, err := d.open(ctx, draft)
	if err != nil {
		return x, err
	}
	c := *x.Plain
	c.Attachments = slices.DeleteFunc(slices.Clone(c.Attachments), func(a civic.Attachment) bool { return a.Hash == hash })
	if len(c.Attachments) == len(x.Plain.Attachments) {
		return x, civic.NewError(civic.NotFound, "desk.attach", "")
	}
	if len(c.Attachments) == 0 {
		c.Attachments = nil
	}
	return d.SaveDraft(ctx, draft, x.Revision, c)
}

// Files says where the bytes of each attachment stand.
func (d *Desk) Files(ctx context.Context, list []civic.Attachment) ([]civic.FileView, error) {
	out := make([]civic.FileView, len(list))
	sealed, err := d.sealedFiles(ctx)
	if err != nil {
		return nil, err
	}
	hashes := make([]string, 0, 2*len(list))
	for _, a := range list {
		hashes = append(hashes, a.Hash)
		if f, ok := sealed[a.Hash]; ok {
			hashes = append(hashes, f.Hash)
		}
	}
	trouble, err := d.o.Store.FileTrouble(ctx, hashes)
	if err != nil {
		return nil, err
	}
	sending, err := d.o.Store.ToSend(ctx)
	if err != nil {
		return nil, err
	}
	for i, a := range list {
		v := civic.FileView{Attachment: a, State: civic.FileAway}
		whole := false
		if d.o.Blobs != nil {
			if v.Held, whole, err = d.o.Blobs.Held(ctx, a.Hash, ""); err != nil {
				return nil, err
			}
		}
		f := sealed[a.Hash]
		if f.Hash != "" && !whole && v.Held == 0 && d.o.Blobs != nil {
			if v.Held, _, err = d.o.Blobs.Held(ctx, f.Hash, ""); err != nil {
				return nil, err
			}
			v.Held = min(v.Held, a.Size)
		}
		switch why := cmp.Or(trouble[a.Hash], trouble[f.Hash]); {
		case whole && slices.ContainsFunc(sending, func(p civic.Parcel) bool { return p.Hash == a.Hash || p.Hash == f.Hash }):
			v.State = civic.FileSending
		case whole:
			v.State = civic.FileHere
		case why != "":
			v.State, v.Why = civic.FileFailed, why
		case v.Held > 0:
			v.State = civic.FilePartly
		}
		out[i] = v
	}
	return out, nil
}

// Fetch brings an attachment of an act or a post here, or of a draft that another
// device of the person's shares.
func (d *Desk) Fetch(ctx context.Context, record civic.ID, a civic.Attachment, progress func(civic.Progress)) error {
	if d.o.Carrier == nil {
		return civic.NewError(civic.Offline, "desk.fetch", "")
	}
	row, f, err := d.sealedFile(ctx, record, a.Hash)
	switch {
	case err != nil:
	case row != nil:
		err = d.fetchSealed(ctx, *row, f, a, progress)
	default:
		err = d.o.Carrier.Fetch(ctx, d.fileRight(ctx, record), a, progress)
	}
	d.changed()
	return err
}

// CopyFile writes the bytes of an attachment that is here. Damaged: they are no
// longer what they were; the copy is then not to be used.
func (d *Desk) CopyFile(ctx context.Context, a civic.Attachment, w io.Writer) (err error) {
	const op = "desk.file"
	if d.o.Blobs == nil {
		return civic.NewError(civic.NotFound, op, "")
	}
	in, _, err := d.o.Blobs.Open(ctx, a.Hash)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), in); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != a.Hash {
		return civic.NewError(civic.Damaged, op, "")
	}
	return nil
}

// DropFiles takes away the files that nothing on this desk names any longer: of
// channels that were left, of texts that were erased.
func (d *Desk) DropFiles(ctx context.Context) error {
	if d.o.Carrier == nil {
		return nil
	}
	return d.o.Carrier.DropFiles(ctx)
}

// FetchRule chooses which files come by themselves.
func (d *Desk) FetchRule(ctx context.Context, rule civic.FetchRule) error {
	if rule.UpTo < 0 || rule.UpTo > civic.MaxAttachment {
		return civic.NewError(civic.Invalid, "desk.fetch_rule", "invalid.range")
	}
	return d.toSend(d.o.Store.ChangeProfile(ctx, func(p *civic.Profile) error {
		p.Files = rule
		return nil
	}))
}

// Filed is what came of a document that is made into a draft.
type Filed struct {
	Draft civic.Draft
	Text  bool // its text could be had; else only the file is there
	Short bool // only the first part of it: the document is longer than an act may be
}

// FromFile begins a draft of an act that was already filed: the document is
// attached, and its text becomes the clauses where it has one. What the caller
// knows of the act goes before what the document says.
func (d *Desk) FromFile(ctx context.Context, known civic.Content, path string) (Filed, error) {
	f, err := d.readFile(ctx, path)
	if err != nil {
		return Filed{}, err
	}
	var failed error
	read, err := d.o.Intake.Said(ctx, f, func(int) civic.ID {
		id, err := d.newID()
		failed = errors.Join(failed, err)
		return id
	})
	text := err == nil && len(read.Content.Clauses) > 0
	if civic.Is(err, civic.Unknown) {
		err = nil
	}
	if err = errors.Join(err, failed); err != nil {
		return Filed{}, err
	}
	a, err := d.keepFile(ctx, f)
	if err != nil {
		return Filed{}, err
	}
	c := merge(known, read.Content)
	c.Attachments = []civic.Attachment{a}
	x, err := d.NewDraft(ctx, c)
	return Filed{Draft: x, Text: text, Short: text && read.Short}, err
}

// merge fills what is not known from what was read.
func merge(known, read civic.Content) civic.Content {
	c := known
	if c.Kind == "" {
		c.Kind = read.Kind
	}
	if c.Subject == "" {
		c.Subject = read.Subject
	}
	if c.Protocol == "" {
		c.Protocol = read.Protocol
	}
	if c.Date == "" {
		c.Date = read.Date
	}
	if len(read.Clauses) > 0 {
		c.Clauses = read.Clauses
	}
	return c
}

// AttachmentsOf lists what a draft, an act or a post names.
func (d *Desk) AttachmentsOf(ctx context.Context, id civic.ID) ([]civic.Attachment, error) {
	x, err := d.open(ctx, id)
	if err == nil {
		return x.Plain.Attachments, nil
	}
	if !civic.Is(err, civic.NotFound) {
		return nil, err
	}
	rec, err := d.o.Store.Record(ctx, id)
	return rec.Attachments(), err
}
