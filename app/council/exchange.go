package council

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"scranno/app/civic"
)

// MaxProfileFile bounds a profile's file in bytes: the coat of arms takes most.
const MaxProfileFile = 1 << 20

// EncodeProfile writes a profile as the file that colleagues hand on.
func EncodeProfile(p civic.CouncilProfile) ([]byte, error) {
	p.Format = civic.CouncilFormat
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(p)
	return b.Bytes(), civic.WrapError(civic.Internal, "council.export", err)
}

// DecodeProfile reads such a file. Errors: TooLarge; Invalid ("council.file")
// where it is none; TooOld where a newer version wrote it; Invalid that names what
// is wrong in it.
func DecodeProfile(data []byte) (civic.CouncilProfile, error) {
	const op = "council.import"
	var p civic.CouncilProfile
	if len(data) > MaxProfileFile {
		return p, civic.NewError(civic.TooLarge, op, "council.file_size")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&p); err != nil || p.Format == 0 {
		return civic.CouncilProfile{}, civic.NewError(civic.Invalid, op, "council.file")
	}
	if _, err := d.Token(); err != io.EOF { //nolint:errorlint // the decoder gives it bare
		return civic.CouncilProfile{}, civic.NewError(civic.Invalid, op, "council.file")
	}
	return p, p.Validate()
}

// Import keeps the profile that a file holds, in the place of that body's.
func (c *Council) Import(ctx context.Context, data []byte) (civic.CouncilProfile, error) {
	p, err := DecodeProfile(data)
	if err != nil {
		return p, err
	}
	return c.Keep(ctx, p)
}

// Export gives a body's profile as a file.
func (c *Council) Export(ctx context.Context, body civic.BodyCode) ([]byte, error) {
	p, err := c.Profile(ctx, body)
	if err != nil {
		return nil, err
	}
	return EncodeProfile(p)
}
