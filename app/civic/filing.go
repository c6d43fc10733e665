package civic

import (
	"bytes"
	"slices"
)

// PaperKind says what came back from a filing, or went there.
type PaperKind string

// The kinds.
const (
	PaperSigned  PaperKind = "signed"  // the act with a digital signature, in the PDF or around it
	PaperReceipt PaperKind = "receipt" // of certified mail
	PaperOther   PaperKind = "other"   // a stamped copy, a letter of the registry
)

// FiledPaper is a file kept beside a draft as the evidence of its filing. It is
// no part of the act: it is never published, and its bytes are never changed.
type FiledPaper struct {
	Attachment
	Kind PaperKind `json:"kind"`
}

// PaperOf tells what a file of a filing is. Invalid ("filing.kind"): neither a
// PDF, nor a signed envelope, nor a message.
// Source: ISO 32000-1:2008, 12.8 (signatures in a PDF); RFC 5652 (envelopes).
func PaperOf(f LocalFile) (PaperKind, error) {
	switch f.Type {
	case "application/pkcs7-mime":
		return PaperSigned, nil
	case "message/rfc822":
		return PaperReceipt, nil
	case TypePDF:
		if bytes.Contains(f.Data, []byte("/ByteRange")) {
			return PaperSigned, nil
		}
		return PaperOther, nil
	}
	return "", NewError(Invalid, "filing.paper", "filing.kind")
}

// PaperEndings are the endings of what may be kept beside a filing.
func PaperEndings() []string { return []string{".pdf", ".p7m", ".eml"} }

// WithPaper adds a file to the papers of a filing, unless it is there already.
func WithPaper(list []FiledPaper, p FiledPaper) ([]FiledPaper, error) {
	const op = "filing.paper"
	switch {
	case slices.ContainsFunc(list, func(x FiledPaper) bool { return x.Hash == p.Hash }):
		return list, NewError(Conflict, op, "attach.twice")
	case len(list) >= MaxAttachments:
		return list, NewError(TooLarge, op, "attach.too_many", "limit", "10")
	}
	return append(slices.Clip(list), p), nil
}
