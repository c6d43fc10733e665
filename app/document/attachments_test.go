package document_test

import (
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
)

func TestAttachmentsAreNamedAtTheEnd(t *testing.T) {
	c := civic.Content{
		Kind: civic.Motion, Subject: "Strade", Signatories: []civic.Signatory{{Name: "Anna Rossi"}},
		Attachments: []civic.Attachment{{Name: "pianta.pdf"}, {Name: "parere.pdf"}},
	}
	blocks := document.Build(c).Blocks
	last := blocks[len(blocks)-1]
	if last.Role != document.Note || last.Spans[0].Text != "Allegati: pianta.pdf; parere.pdf." {
		t.Errorf("%+v", last)
	}
	c.Attachments = nil
	if b := document.Build(c).Blocks; b[len(b)-1].Role == document.Note {
		t.Error("an act without files names some")
	}
}
