package civic

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits on attachments, in bytes and in number.
const (
	MaxAttachment   = 20 << 20 // one file
	MaxAttachments  = 10       // of one act, or of one post
	AttachmentSniff = 8 << 10  // bytes at either end of a file that tell what it is
)

// Attachment is a file that goes with an act or a post. The record says what it
// is; its bytes travel apart, under their hash.
type Attachment struct {
	Hash string `json:"hash"` // SHA-256 of the bytes, in lower-case hex
	Name string `json:"name"`
	Type string `json:"type"` // media type, found in the bytes
	Size int64  `json:"size"` // bytes
}

// FileKind is a kind of file that may be attached.
type FileKind struct {
	Type string
	Ext  []string // the first one is given to a file that has another
}

// FileKinds lists what may be attached. None of them runs by being opened.
func FileKinds() []FileKind {
	return []FileKind{
		{TypePDF, []string{".pdf"}},
		{TypeDOCX, []string{".docx"}},
		{TypeODT, []string{".odt"}},
		{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{".xlsx"}},
		{"application/vnd.oasis.opendocument.spreadsheet", []string{".ods"}},
		{TypeJPEG, []string{".jpg", ".jpeg"}},
		{TypePNG, []string{".png"}},
		{TypeWebP, []string{".webp"}},
		{TypeText, []string{".txt", ".md"}},
		{"text/csv", []string{".csv"}},
		{"message/rfc822", []string{".eml"}},
		{"application/pkcs7-mime", []string{".p7m"}},
	}
}

// Media types that the program itself looks into.
const (
	TypePDF  = "application/pdf"
	TypeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	TypeODT  = "application/vnd.oasis.opendocument.text"
	TypeJPEG = "image/jpeg"
	TypePNG  = "image/png"
	TypeWebP = "image/webp"
	TypeText = "text/plain"
)

// FileType tells what a file is by its first and last bytes, AttachmentSniff of
// each; empty for what may not be attached. The name chooses among kinds of
// plain text alone.
func FileType(head, tail []byte, name string) string {
	switch {
	case sealedHead(head):
		return TypeSealed
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return TypePDF
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return TypeJPEG
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return TypePNG
	case len(head) > 12 && bytes.HasPrefix(head, []byte("RIFF")) && string(head[8:12]) == "WEBP":
		return TypeWebP
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return packageType(head, tail)
	case signedEnvelope(head):
		return "application/pkcs7-mime"
	case plainText(head) && plainText(tail):
		for _, k := range FileKinds() {
			if (k.Type == "text/csv" || k.Type == "message/rfc822") && slices.Contains(k.Ext, extOf(name)) {
				return k.Type
			}
		}
		return TypeText
	}
	return ""
}

// packageType tells the office formats apart, which are all zip files: Open
// Document names itself in the first entry, Office Open XML by its folders.
func packageType(head, tail []byte) string {
	if len(head) > 38 && string(head[30:38]) == "mimetype" {
		for _, k := range FileKinds() {
			if strings.HasPrefix(k.Type, "application/vnd.oasis.") && bytes.HasPrefix(head[38:], []byte(k.Type)) {
				return k.Type
			}
		}
		return ""
	}
	within := func(name string) bool {
		return bytes.Contains(tail, []byte(name)) || bytes.Contains(head, []byte(name))
	}
	switch {
	case within("word/document.xml"):
		return TypeDOCX
	case within("xl/workbook.xml"):
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return ""
}

// signedEnvelope finds the object identifier of signed data (RFC 5652, 5.1)
// where a DER or BER envelope has it.
func signedEnvelope(head []byte) bool {
	at := bytes.Index(head[:min(len(head), 32)], []byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"))
	return len(head) > 0 && head[0] == 0x30 && at > 0 && at < 16
}

func plainText(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool {
		return c == 0x7f || c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f'
	})
}

func extOf(name string) string { return strings.ToLower(path.Ext(name)) }

// FileName gives a name that every system can keep, with an ending that belongs
// to the type: what opens a file goes by that.
func FileName(name, mediaType string) string {
	name = CleanText(name)
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune("/\\:*?\"<>|\n\t\u2028\u2029", r) {
			return '-'
		}
		return r
	}, name)
	name = strings.Trim(name, " .-")
	for _, k := range FileKinds() {
		if k.Type != mediaType || slices.Contains(k.Ext, extOf(name)) {
			continue
		}
		name += k.Ext[0]
	}
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	for len(stem)+len(ext) > MaxName {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	if strings.Trim(stem, " .-") == "" {
		stem = "allegato"
	}
	return stem + ext
}

// Validate checks the form of an attachment.
func (a Attachment) Validate() error {
	const op = "attachment.validate"
	if !ValidHash(a.Hash) {
		return NewError(Invalid, op, "invalid.attachment", "field", "hash")
	}
	if a.Size <= 0 {
		return NewError(Invalid, op, "invalid.attachment", "field", "size")
	}
	if a.Size > MaxAttachment {
		return NewError(TooLarge, op, "attach.too_large", "limit", "20")
	}
	if err := checkLine(op, "name", a.Name, MaxName); err != nil {
		return err
	}
	if a.Name == "" || a.Name != FileName(a.Name, a.Type) {
		return NewError(Invalid, op, "invalid.attachment", "field", "name")
	}
	if !slices.ContainsFunc(FileKinds(), func(k FileKind) bool { return k.Type == a.Type }) {
		return NewError(Invalid, op, "attach.kind")
	}
	return nil
}

// ValidHash tells whether h has the form of a SHA-256 in lower-case hex.
func ValidHash(h string) bool {
	if len(h) != 64 {
		return false
	}
	for i := range len(h) {
		if c := h[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// checkAttachments accepts a list without a file twice.
func checkAttachments(op string, list []Attachment) error {
	if len(list) > MaxAttachments {
		return NewError(TooLarge, op, "attach.too_many", "limit", "10")
	}
	seen := make(map[string]bool, len(list))
	for _, a := range list {
		if err := a.Validate(); err != nil {
			return err
		}
		if seen[a.Hash] {
			return NewError(Invalid, op, "attach.twice")
		}
		seen[a.Hash] = true
	}
	return nil
}

// WithFile adds a file to a list, unless it is there already or the list is full.
func WithFile(list []Attachment, a Attachment) ([]Attachment, error) {
	const op = "attachment.add"
	switch {
	case slices.ContainsFunc(list, func(x Attachment) bool { return x.Hash == a.Hash }):
		return list, NewError(Conflict, op, "attach.twice")
	case len(list) >= MaxAttachments:
		return list, NewError(TooLarge, op, "attach.too_many", "limit", "10")
	}
	return append(slices.Clip(list), a), nil
}

// attachmentsBody is where bodies and arguments name attachments.
type attachmentsBody struct {
	Attachments []Attachment `json:"attachments"`
	Content     struct {
		Attachments []Attachment `json:"attachments"`
	} `json:"content"`
}

// AttachmentsOf gives the attachments that a command names.
func AttachmentsOf(c Command) []Attachment {
	switch c.Name {
	case CmdPublish, CmdRevise, CmdOpenThread, CmdPost, CmdSealDraft, CmdGroupSeal, CmdCommitment:
	default:
		return nil
	}
	if !bytes.Contains(c.Args, []byte(`"attachments"`)) {
		return nil
	}
	if c.Name == CmdSealDraft || c.Name == CmdGroupSeal {
		var a SealArgs
		if c.Decode(&a) != nil {
			return nil
		}
		return carried(a.Sealed.Attachments)
	}
	var b attachmentsBody
	if c.Decode(&b) != nil {
		return nil
	}
	return append(b.Attachments, b.Content.Attachments...)
}

// HoldsFiles gives the record that will name a command's attachments.
func HoldsFiles(c Command) ID {
	if c.Name != CmdOpenThread {
		return Concerns(c)
	}
	var a OpenThreadArgs
	if c.Decode(&a) != nil {
		return ""
	}
	return a.Post
}

// Attachments gives the attachments that a live record names. Who may read the
// record may read them.
func (r Record) Attachments() []Attachment {
	switch r.Kind {
	case KindAct, KindRevision, KindPost, KindDraft, KindCommitment:
	default:
		return nil
	}
	if r.Deleted || !bytes.Contains(r.Body, []byte(`"attachments":[`)) {
		return nil
	}
	if r.Kind == KindDraft {
		b, err := DecodeBody[SealedBody](r)
		if err != nil {
			return nil
		}
		return carried(b.Attachments)
	}
	b, err := DecodeBody[attachmentsBody](r)
	if err != nil {
		return nil
	}
	return append(b.Attachments, b.Content.Attachments...)
}

// FileState is where the bytes of an attachment stand on a desk.
type FileState string

// The states.
const (
	FileHere    FileState = "here"
	FileAway    FileState = "away"    // to be fetched
	FilePartly  FileState = "partly"  // begun and not whole
	FileFailed  FileState = "failed"  // the last try did not go well
	FileSending FileState = "sending" // here, and on its way to the central
	FileComing  FileState = "coming"  // being fetched now: said by a screen that asked for it
)

// FileView is an attachment as a screen shows it.
type FileView struct {
	Attachment
	State FileState
	Held  int64     // bytes that are here
	Why   ErrorKind // with FileFailed
}

// Parcel is a file on its way: up, with the command that waits for it; down,
// for the record that names it.
type Parcel struct {
	Attachment
	Command ID
	Record  ID
}

// FetchRule says which files a desk fetches by itself. The zero value fetches
// none but those that the person asks for.
type FetchRule struct {
	UpTo    int64 `json:"upTo,omitempty"`    // bytes of one file; 0: none
	Metered bool  `json:"metered,omitempty"` // the line is paid by what passes: fetch nothing unasked
}

// FilePart says which bytes of a file arrive: those from Offset on, brought by
// Owner, of a file of Size bytes in all.
type FilePart struct {
	Hash   string
	Owner  ID // whose part it is; nobody takes up another's
	Size   int64
	Offset int64
}

// ChannelTest tells whether somebody may read a channel.
type ChannelTest = func(ctx context.Context, w World, ch Channel) (bool, error)

// FileQuota bounds what one person brings: so many bytes since a time.
type FileQuota struct {
	Most  int64
	Since time.Time
}

// SameFileType tells whether a file found to be of one type may be called
// another: what kind of plain text it is only its name says.
func SameFileType(found, said string) bool {
	text := func(t string) bool { return t == TypeText || t == "text/csv" || t == "message/rfc822" }
	return found != "" && (found == said || text(found) && text(said))
}

// LocalFile is a file of the person's, read whole: what it is by its bytes, and
// without what a picture tells of where and by whom it was taken.
type LocalFile struct {
	Name string
	Type string
	Data []byte
}

// Paper is a document as it was read, before it is a draft: the person looks at
// how it was understood.
type Paper struct {
	Content  Content
	BodySaid string   // whose act it is, as the paper says it
	Guessed  []string // fields that the paper does not say in so many words
	Whole    bool     // written by this program, it says all of the act
	Short    bool     // longer than an act may be: only its first part was read
}
