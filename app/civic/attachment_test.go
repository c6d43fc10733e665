package civic_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
)

func TestFileTypeGoesByTheBytes(t *testing.T) {
	der := "\x30\x82\x04\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x82"
	zip := "PK\x03\x04\x14\x00\x00\x00\x08\x00"
	odt := "PK\x03\x04" + strings.Repeat("\x00", 26) + "mimetype" + civic.TypeODT + "PK\x03\x04"
	for _, row := range []struct{ name, head, tail, want string }{
		{"a.pdf", "%PDF-1.7\n", "%%EOF", civic.TypePDF},
		{"a.txt", "%PDF-1.7\n", "%%EOF", civic.TypePDF},
		{"a.jpg", "\xff\xd8\xff\xe1", "\xff\xd9", civic.TypeJPEG},
		{"a.png", "\x89PNG\r\n\x1a\n", "IEND", civic.TypePNG},
		{"a.webp", "RIFF\x00\x00\x00\x00WEBPVP8 ", "x", civic.TypeWebP},
		{"a.docx", zip, zip + "word/document.xmlPK\x05\x06", civic.TypeDOCX},
		{"a.odt", odt, "PK\x05\x06", civic.TypeODT},
		{"a.zip", zip, "programma.exePK\x05\x06", ""},
		{"a.p7m", der, "\x00", "application/pkcs7-mime"},
		{"a.csv", "a;b\n1;2\n", "a;b\n", "text/csv"},
		{"a.eml", "From: a\n", "\n", "message/rfc822"},
		{"a.txt", "Caffè\n", "\n", civic.TypeText},
		{"a.html", "<html>", "</html>", civic.TypeText}, // and gets the ending of a text
		{"a.exe", "MZ\x90\x00", "\x00", ""},
		{"a.pdf", "\x7fELF\x02", "\x00", ""},
		{"vuoto.txt", "", "", civic.TypeText},
	} {
		if got := civic.FileType([]byte(row.head), []byte(row.tail), row.name); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestFileNames(t *testing.T) {
	for _, row := range [][3]string{
		{"Mozione.pdf", civic.TypePDF, "Mozione.pdf"},
		{"Mozione.PDF", civic.TypePDF, "Mozione.PDF"},
		{"mozione.pdf.exe", civic.TypePDF, "mozione.pdf.exe.pdf"},
		{"../../etc/passwd", civic.TypeText, "etc-passwd.txt"},
		{"gpj\u202e.exe", civic.TypeJPEG, "gpj.exe.jpg"},
		{"", civic.TypePDF, "pdf.pdf"},
		{"CON:x?.txt", civic.TypeText, "CON-x-.txt"},
	} {
		got := civic.FileName(row[0], row[1])
		if got != row[2] && row[0] != "" {
			t.Errorf("%q: %q", row[0], got)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("Mozione «strade».pdf", 0)
	f.Add(strings.Repeat("à", 300)+".md", 8)
	f.Add(". - .", 3)
	f.Fuzz(func(t *testing.T, name string, kind int) {
		kinds := civic.FileKinds()
		k := kinds[uint(kind)%uint(len(kinds))]
		once := civic.FileName(name, k.Type)
		a := civic.Attachment{Hash: strings.Repeat("0a", 32), Name: once, Type: k.Type, Size: 1}
		if err := a.Validate(); err != nil || once != civic.FileName(once, k.Type) {
			t.Fatalf("%q → %q → %q: %v", name, once, civic.FileName(once, k.Type), err)
		}
	})
}

func TestAttachmentsOfAnActAndItsRevision(t *testing.T) {
	w := newWorld(t)
	ada := w.person("Ada", valchiara, "08")
	file := civic.Attachment{Hash: strings.Repeat("ab", 32), Name: "pianta.pdf", Type: civic.TypePDF, Size: 12}
	id := uid("act", "attached")
	args := publish(id)
	args.Content.Attachments = []civic.Attachment{file}
	if got := civic.AttachmentsOf(command(t, civic.CmdPublish, ada, 0, args)); len(got) != 1 || got[0] != file {
		t.Fatal(got)
	}
	if r := w.run(civic.CmdPublish, ada, 0, args); r != "" {
		t.Fatal(r)
	}
	if got := w.records[id].Attachments(); len(got) != 1 || got[0] != file {
		t.Fatal(got)
	}
	// A revision without the file leaves it in the former text alone.
	if r := w.run(civic.CmdRevise, ada, 1, civic.ReviseArgs{Act: id, Content: motion("Strade")}); r != "" {
		t.Fatal(r)
	}
	if got := w.records[id].Attachments(); got != nil {
		t.Fatal(got)
	}
	named := 0
	for _, r := range w.records {
		named += len(r.Attachments())
	}
	if named != 1 {
		t.Fatalf("%d records name the file", named)
	}
}

func TestAttachmentsAreBounded(t *testing.T) {
	good := civic.Attachment{Hash: strings.Repeat("ab", 32), Name: "a.pdf", Type: civic.TypePDF, Size: 1}
	bad := map[string]func(*civic.Attachment){
		"hash":  func(a *civic.Attachment) { a.Hash = "AB" + a.Hash[2:] },
		"empty": func(a *civic.Attachment) { a.Size = 0 },
		"large": func(a *civic.Attachment) { a.Size = civic.MaxAttachment + 1 },
		"name":  func(a *civic.Attachment) { a.Name = "a.exe" },
		"path":  func(a *civic.Attachment) { a.Name = "../a.pdf" },
		"type":  func(a *civic.Attachment) { a.Type, a.Name = "application/x-msdownload", "a.exe" },
	}
	for name, change := range bad {
		a := good
		change(&a)
		c := motion("x")
		c.Attachments = []civic.Attachment{a}
		if err := c.Validate(); !civic.Is(err, civic.Invalid) && !civic.Is(err, civic.TooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := motion("x")
	c.Attachments = []civic.Attachment{good, good}
	if err := c.Validate(); !civic.Is(err, civic.Invalid) {
		t.Error("the same file twice passed")
	}
	c.Attachments = make([]civic.Attachment, civic.MaxAttachments+1)
	if err := c.Validate(); !civic.Is(err, civic.TooLarge) {
		t.Error(err)
	}
}
