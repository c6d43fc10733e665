package civic

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"time"
)

// CouncilFormat is the form of a council profile as a file.
const CouncilFormat = 1

// Limits of a council profile.
const (
	MaxArms         = 300_000 // bytes of the coat of arms
	MaxArmsPixels   = 24_000_000
	MaxCouncilRules = 100
	MaxCouncilList  = 50 // offices, forms of a name
)

// The shipped profiles that one begins from.
const (
	BaseTUEL  = "tuel"  // ordinary statute: what the general law says
	BaseBlank = "blank" // to be filled in
)

// CouncilProfile is what one council's rules say, who holds its offices and how
// its town is written: data that a person keeps on their device and may hand on
// as a file.
type CouncilProfile struct {
	Format  int             `json:"format"`
	Base    string          `json:"base,omitempty"` // the shipped profile that it began from
	Body    BodyCode        `json:"body"`
	Name    string          `json:"name"` // of the body
	Level   Level           `json:"level,omitempty"`
	Region  Region          `json:"region,omitempty"`
	Forms   []string        `json:"forms,omitempty"` // other forms of its name, such as in the second language
	Seats   int             `json:"seats,omitempty"` // councillors assigned, not counting the mayor; 0: not known
	Rules   []CouncilRule   `json:"rules,omitempty"`
	Offices []CouncilOffice `json:"offices,omitempty"`
	Heading string          `json:"heading,omitempty"` // on the paper, a line or several: the council, the group
	Arms    []byte          `json:"arms,omitempty"`    // coat of arms, PNG or JPEG
	Patron  string          `json:"patron,omitempty"`  // the patron saint's day, "01-31"
	Saint   string          `json:"saint,omitempty"`   // whose day it is
	Updated time.Time       `json:"updated,omitzero"`
}

// OfficeName is an office of a body.
type OfficeName string

// The offices. Screens name them in Italian: sindaco, presidente del consiglio …
const (
	OfficeMayor         OfficeName = "mayor" // or the president of the province or of the region
	OfficeDeputyMayor   OfficeName = "deputy_mayor"
	OfficeCouncilHead   OfficeName = "council_president"
	OfficeCouncilDeputy OfficeName = "council_deputy"
	OfficeSecretary     OfficeName = "secretary"
	OfficeProtocol      OfficeName = "protocol" // who registers what comes in
)

// OfficeNames lists the offices in the order of screens.
func OfficeNames() []OfficeName {
	return []OfficeName{
		OfficeMayor, OfficeDeputyMayor, OfficeCouncilHead, OfficeCouncilDeputy, OfficeSecretary, OfficeProtocol,
	}
}

// CouncilOffice is who holds an office, and where acts for it are sent.
type CouncilOffice struct {
	Office  OfficeName `json:"office"`
	Holder  string     `json:"holder,omitempty"`
	Address string     `json:"address,omitempty"` // the office's certified mailbox (PEC)
}

// Holder gives who holds the office; empty: not known.
func (p CouncilProfile) Holder(o OfficeName) string {
	for _, x := range p.Offices {
		if x.Office == o {
			return x.Holder
		}
	}
	return ""
}

// Mailbox is the certified mailbox (PEC) that acts are sent to: of who registers
// what comes in, else of who presides over the council, of the secretary, of who
// leads the body. Empty: none is known.
func (p CouncilProfile) Mailbox() string {
	for _, o := range []OfficeName{OfficeProtocol, OfficeCouncilHead, OfficeSecretary, OfficeMayor} {
		for _, x := range p.Offices {
			if x.Office == o && strings.Contains(x.Address, "@") {
				return x.Address
			}
		}
	}
	return ""
}

// Validate checks the profile's own form.
func (p CouncilProfile) Validate() error {
	const op = "council.validate"
	switch {
	case p.Format != CouncilFormat:
		return NewError(TooOld, op, "council.format")
	case !p.Body.Valid():
		return NewError(Invalid, op, "invalid.body_code")
	case p.Level != "" && !p.Level.Valid():
		return NewError(Invalid, op, "invalid.level")
	case p.Region != "" && !p.Region.Valid():
		return NewError(Invalid, op, "invalid.region")
	case p.Seats < 0 || p.Seats > 1000:
		return NewError(Invalid, op, "council.seats")
	case !validDayOfYear(p.Patron):
		return NewError(Invalid, op, "council.patron")
	case len(p.Arms) > MaxArms:
		return NewError(TooLarge, op, "council.arms_size")
	case len(p.Arms) > 0 && ArmsType(p.Arms) == "":
		return NewError(Invalid, op, "council.arms_type")
	case len(p.Rules) > MaxCouncilRules, len(p.Offices) > MaxCouncilList, len(p.Forms) > MaxCouncilList:
		return NewError(TooLarge, op, "council.too_many")
	}
	for _, l := range []struct{ field, text string }{
		{"name", p.Name}, {"base", p.Base}, {"saint", p.Saint},
	} {
		if err := checkLine(op, l.field, l.text, MaxName); err != nil {
			return err
		}
	}
	if err := checkText(op, "heading", p.Heading, MaxName); err != nil {
		return err
	}
	for _, f := range p.Forms {
		if err := checkLine(op, "forms", f, MaxName); err != nil {
			return err
		}
	}
	for _, o := range p.Offices {
		if err := o.validate(op); err != nil {
			return err
		}
	}
	for _, r := range p.Rules {
		if err := r.Validate(); err != nil {
			return err
		}
	}
	return nil
}

func (o CouncilOffice) validate(op string) error {
	if !slices.Contains(OfficeNames(), o.Office) {
		return NewError(Invalid, op, "council.office")
	}
	if err := checkLine(op, "holder", o.Holder, MaxName); err != nil {
		return err
	}
	return checkLine(op, "address", o.Address, MaxName)
}

// ArmsType tells what picture a coat of arms is; empty for what the paper cannot
// carry.
func ArmsType(data []byte) string {
	if t := FileType(data[:min(len(data), AttachmentSniff)], nil, ""); t == TypePNG || t == TypeJPEG {
		return t
	}
	return ""
}

// CheckArms refuses what is no picture, or a damaged one: a profile keeps only
// what the paper can show.
func CheckArms(data []byte) error {
	const op = "council.arms"
	bad := NewError(Invalid, op, "council.arms_type")
	size, read := png.DecodeConfig, png.Decode
	switch ArmsType(data) {
	case TypePNG:
	case TypeJPEG:
		size, read = jpeg.DecodeConfig, jpeg.Decode
	default:
		return bad
	}
	about, err := size(bytes.NewReader(data))
	if err != nil || about.Width < 1 || about.Height < 1 {
		return bad
	}
	if about.Width > MaxArmsPixels/about.Height {
		return NewError(TooLarge, op, "council.arms_size")
	}
	if _, err := read(bytes.NewReader(data)); err != nil {
		return bad
	}
	return nil
}

// validDayOfYear accepts "01-31" and the empty text; the 29th of February too.
func validDayOfYear(s string) bool {
	if s == "" {
		return true
	}
	_, err := time.Parse(time.DateOnly, "2000-"+s)
	return err == nil
}
