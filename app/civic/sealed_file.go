package civic

import (
	"bytes"
	"slices"
)

// TypeSealed is what the bytes of a sealed file are. None may be attached to an
// act or a post: what it holds only the devices of its owner know.
const TypeSealed = "application/age"

// MaxBlob bounds the bytes of one file as it travels, sealed and filled up.
const MaxBlob = MaxAttachment + MaxAttachment/4 + 64<<10

const sealedMagic = "age-encryption.org/v1\n"

// SealedFile is a file of a sealed draft as the central knows it: neither its
// name, nor its type, nor its size but for the step that it was filled up to.
type SealedFile struct {
	Hash string `json:"hash"` // SHA-256 of the sealed bytes
	Size int64  `json:"size"` // of the sealed bytes
}

// Attachment gives the file as what travels and is kept by its hash.
func (f SealedFile) Attachment() Attachment {
	return Attachment{Hash: f.Hash, Type: TypeSealed, Size: f.Size}
}

// SharedFile says, inside a seal, under which sealed bytes a file of the draft
// travels.
type SharedFile struct {
	Plain string `json:"plain"` // its hash as the draft names it
	SealedFile
	Ring string `json:"ring"` // of the keys that it was sealed to
}

// CheckCarried checks the form of what may be fetched: an attachment, or the
// sealed bytes of one.
func (a Attachment) CheckCarried() error {
	if a.Type != TypeSealed {
		return a.Validate()
	}
	return checkSealedFiles("attachment.validate", []SealedFile{{Hash: a.Hash, Size: a.Size}})
}

func checkSealedFiles(op string, list []SealedFile) error {
	if len(list) > MaxAttachments {
		return NewError(TooLarge, op, "attach.too_many", "limit", "10")
	}
	for i, f := range list {
		switch {
		case !ValidHash(f.Hash) || f.Size <= 0:
			return NewError(Invalid, op, "invalid.attachment", "field", "hash")
		case f.Size > MaxBlob:
			return NewError(TooLarge, op, "attach.too_large", "limit", "20")
		case slices.ContainsFunc(list[:i], func(x SealedFile) bool { return x.Hash == f.Hash }):
			return NewError(Invalid, op, "attach.twice")
		}
	}
	return nil
}

func carried(list []SealedFile) []Attachment {
	var out []Attachment
	for _, f := range list {
		out = append(out, f.Attachment())
	}
	return out
}

func sealedHead(head []byte) bool { return bytes.HasPrefix(head, []byte(sealedMagic)) }
