package wire

import (
	"encoding/json"
	"errors"
	"mime"

	"scranno/app/civic"
)

// Problem is an error as it travels: a problem document (RFC 9457) with civic's
// kind, message keys and harmless parameters. What a person sent is never in it.
type Problem struct {
	Type   string            `json:"type" example:"urn:scranno:error:not_found"`
	Title  string            `json:"title"`
	Status int               `json:"status"`
	Kind   civic.ErrorKind   `json:"kind"`
	Key    string            `json:"key,omitempty" doc:"Message key"`
	Hint   string            `json:"hint,omitempty" doc:"Message key of what to do next"`
	Params map[string]string `json:"params,omitempty"`
	Retry  int               `json:"retryAfter,omitempty" doc:"Seconds to wait, as in Retry-After"`
}

const problemType = "urn:scranno:error:"

// kindStatus is the one table between kinds and HTTP, used in both directions:
// the first kind of a status is what an unknown kind with it is read as.
var kindStatus = []struct {
	kind   civic.ErrorKind
	status int
	title  string
}{
	{civic.Invalid, 400, "The request is not well formed"},
	{civic.Unauthenticated, 401, "Sign in again"},
	{civic.Forbidden, 403, "Not allowed"},
	{civic.NotFound, 404, "Not found"},
	{civic.Conflict, 409, "Conflict"},
	{civic.Gone, 410, "No longer there"},
	{civic.TooLarge, 413, "Too large"},
	{civic.Unknown, 424, "This copy cannot tell"},
	{civic.TooOld, 426, "The program must be updated"},
	{civic.Busy, 429, "Try again later"},
	{civic.Internal, 500, "Internal error"},
	{civic.Damaged, 500, "Internal error"},
	{civic.Offline, 503, "Not available"},
}

// StatusOf gives the HTTP status of a kind.
func StatusOf(kind civic.ErrorKind) int {
	for _, r := range kindStatus {
		if r.kind == kind {
			return r.status
		}
	}
	return 500
}

// KindOfStatus gives the kind of a status that came without one.
func KindOfStatus(status int) civic.ErrorKind {
	for _, r := range kindStatus {
		if r.status == status {
			return r.kind
		}
	}
	switch {
	case status == 405, status == 406, status == 411, status == 415, status == 422:
		return civic.Invalid
	case status == 408, status >= 502:
		return civic.Offline
	case status >= 500:
		return civic.Internal
	}
	return civic.Invalid
}

// NewProblem gives the problem document of an error. What is not a civic.Error
// is internal, and says nothing more.
func NewProblem(err error) Problem {
	e, ok := errors.AsType[*civic.Error](err)
	if !ok {
		e = civic.NewError(civic.Internal, "", "")
	}
	p := Problem{Type: problemType + string(e.Kind), Status: StatusOf(e.Kind), Kind: e.Kind, Key: e.Key, Hint: e.Hint}
	for _, r := range kindStatus {
		if r.kind == e.Kind {
			p.Title = r.title
		}
	}
	for _, name := range []string{"field", "limit", "detail", "seconds", "version"} {
		if v, ok := e.Params[name]; ok && harmless(v) {
			if p.Params == nil {
				p.Params = map[string]string{}
			}
			p.Params[name] = v
		}
	}
	return p
}

// harmless accepts what the program itself writes: names, keys and figures.
func harmless(s string) bool {
	if len(s) > 40 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '.' && c != '-' {
			return false
		}
	}
	return true
}

// Encode gives the document's bytes.
func (p Problem) Encode() []byte {
	b, err := json.Marshal(p)
	if err != nil {
		return []byte(`{"type":"about:blank","status":500,"kind":"internal"}`)
	}
	return b
}

// Error gives the civic error back.
func (p Problem) Error() *civic.Error {
	kind := p.Kind
	if !known(kind) {
		kind = KindOfStatus(p.Status)
	}
	return &civic.Error{Kind: kind, Op: "central", Key: p.Key, Hint: p.Hint, Params: p.Params}
}

func known(kind civic.ErrorKind) bool {
	for _, r := range kindStatus {
		if r.kind == kind {
			return true
		}
	}
	return false
}

// ReadProblem reads an answer that is no success. Only our own problem document
// says anything: a proxy's or a captive portal's page means that the central
// was not reached, whatever its status.
func ReadProblem(status int, contentType string, body []byte) *civic.Error {
	offline := civic.NewError(civic.Offline, "central", "")
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil || media != TypeProblem {
		return offline
	}
	var p Problem
	if json.Unmarshal(body, &p) != nil || p.Kind == "" {
		return offline
	}
	p.Status = status
	return p.Error()
}
