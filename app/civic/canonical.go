package civic

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// Fields are the changes that a command makes to a body: each replaces the
// field of its name, null removes it. What they do not name is kept, so that
// an older program never loses what it does not know.
type Fields map[string]json.RawMessage

// Canonical gives the one form of a JSON value: keys sorted, no white space,
// no escapes but those JSON requires, numbers as they were written.
func Canonical(raw []byte) ([]byte, error) {
	const op = "json.canonical"
	if !utf8.Valid(raw) {
		return nil, NewError(Invalid, op, "invalid.encoding")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, WrapError(Invalid, op, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, NewError(Invalid, op, "invalid.json")
	}
	return encode(v)
}

// CanonicalOf encodes a Go value canonically.
func CanonicalOf(v any) ([]byte, error) {
	raw, err := encode(v)
	if err != nil {
		return nil, err
	}
	return Canonical(raw)
}

// Merge applies field changes to a body and gives its canonical bytes. An
// empty body counts as an empty object.
func Merge(body []byte, fields Fields) ([]byte, error) {
	const op = "json.merge"
	obj := map[string]json.RawMessage{}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &obj); err != nil {
			return nil, WrapError(Invalid, op, err)
		}
	}
	for k, v := range fields {
		if v == nil || bytes.Equal(v, []byte("null")) {
			delete(obj, k)
			continue
		}
		obj[k] = v
	}
	return CanonicalOf(obj)
}

// encode is encoding/json without its HTML escapes. U+2028 and U+2029 stay
// escaped, by Go and by every reader of it alike.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, WrapError(Invalid, "json.encode", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// fieldsOf splits a value into its fields. The civic types encode always: a
// failure is a fault of the program and leaves a body that no rule accepts.
func fieldsOf(v any) Fields {
	raw, err := encode(v)
	if err != nil {
		return Fields{"fault": json.RawMessage(fmt.Sprintf("%q", err.Error()))}
	}
	f := Fields{}
	if err := json.Unmarshal(raw, &f); err != nil {
		return Fields{"fault": json.RawMessage(fmt.Sprintf("%q", err.Error()))}
	}
	return f
}
