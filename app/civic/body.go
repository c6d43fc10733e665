package civic

import "strings"

// BodyCode names a body (ente) by one of its dated codes: "istat:037006",
// "prov:022", "reg:08", "ipa:…", "it:camera", "it:senato", "it:governo",
// "eu:parliament", "demo:908001", "x:<name>" (foreign or test).
type BodyCode string

// ParseBodyCode normalises a code; six bare digits mean an ISTAT code.
func ParseBodyCode(s string) (BodyCode, error) {
	s = strings.TrimSpace(s)
	if len(s) == 6 && digits(s) {
		return BodyCode("istat:" + s), nil
	}
	c := BodyCode(s)
	if !c.Valid() {
		return "", NewError(Invalid, "body.parse", "invalid.body_code")
	}
	return c, nil
}

// Scheme is what stands before the colon.
func (c BodyCode) Scheme() string {
	scheme, _, _ := strings.Cut(string(c), ":")
	return scheme
}

// Valid tells whether the code has a known scheme and a value of its form.
func (c BodyCode) Valid() bool {
	scheme, value, ok := strings.Cut(string(c), ":")
	if !ok || value == "" || len(c) > 64 {
		return false
	}
	switch scheme {
	case "istat", "demo":
		return len(value) == 6 && digits(value)
	case "prov":
		return len(value) == 3 && digits(value)
	case "reg":
		return len(value) == 2 && digits(value)
	case "it":
		return value == "camera" || value == "senato" || value == "governo"
	case "eu":
		return value == "parliament"
	case "ipa", "x":
		return plain(value)
	}
	return false
}

// Foreign tells whether bodies of this code are foreign or for tests.
func (c BodyCode) Foreign() bool { return c.Scheme() == "x" }

// Body is an institution that acts belong to. Its id is its own; codes change
// with mergers, and unions and parliaments have none of ISTAT's.
type Body struct {
	ID           ID          `json:"id"`
	Name         string      `json:"name"`
	OtherName    string      `json:"otherName,omitempty"` // second official language
	Level        Level       `json:"level"`
	Region       Region      `json:"region"`
	Province     string      `json:"province,omitempty"`
	Kind         string      `json:"kind,omitempty"` // municipality, district, union, province, metropolitan_city, region, chamber, government
	Codes        []DatedCode `json:"codes"`
	Predecessors []ID        `json:"predecessors,omitempty"`
	Successor    ID          `json:"successor,omitempty"`
	Example      bool        `json:"example,omitempty"` // invented, for demonstration
}

// DatedCode is a code with the days on which it held; empty: open.
type DatedCode struct {
	Code BodyCode `json:"code"`
	From Date     `json:"from,omitempty"`
	To   Date     `json:"to,omitempty"`
}

// Code is the body's present code.
func (b Body) Code() BodyCode {
	for _, c := range b.Codes {
		if c.To == "" {
			return c.Code
		}
	}
	return ""
}

// BodyID derives the id of a body from the first code it was known by.
func BodyID(code BodyCode) ID { return DerivedID("body", string(code)) }

// Directory finds bodies by code. NotFound when it knows none.
type Directory interface {
	Body(code BodyCode) (Body, error)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' && c != '.' {
			return false
		}
	}
	return s != ""
}
