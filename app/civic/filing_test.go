package civic_test

import (
	"testing"

	"scranno/app/civic"
)

func TestWhatComesBackFromAFiling(t *testing.T) {
	for _, x := range []struct {
		file civic.LocalFile
		want civic.PaperKind
	}{
		{civic.LocalFile{Type: "application/pkcs7-mime"}, civic.PaperSigned},
		{civic.LocalFile{Type: "message/rfc822"}, civic.PaperReceipt},
		{civic.LocalFile{Type: civic.TypePDF, Data: []byte("%PDF-1.7 /ByteRange [0 1 2 3]")}, civic.PaperSigned},
		{civic.LocalFile{Type: civic.TypePDF, Data: []byte("%PDF-1.7")}, civic.PaperOther},
		{civic.LocalFile{Type: civic.TypeDOCX}, ""},
		{civic.LocalFile{Type: civic.TypeJPEG}, ""}, // its bytes change on the way in
	} {
		got, err := civic.PaperOf(x.file)
		if got != x.want || civic.Is(err, civic.Invalid) != (x.want == "") {
			t.Errorf("%s: %q, %v", x.file.Type, got, err)
		}
	}
	var list []civic.FiledPaper
	for i := range civic.MaxAttachments {
		var err error
		if list, err = civic.WithPaper(list, civic.FiledPaper{Attachment: civic.Attachment{Hash: string(rune('a' + i))}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := civic.WithPaper(list, list[3]); !civic.Is(err, civic.Conflict) {
		t.Errorf("one twice: %v", err)
	}
	if _, err := civic.WithPaper(list, civic.FiledPaper{Attachment: civic.Attachment{Hash: "z"}}); !civic.Is(err, civic.TooLarge) {
		t.Errorf("too many: %v", err)
	}
}
