package civic

import (
	"bytes"
	"encoding/json"
	"slices"
)

// clausesBody is where records and arguments hold clauses and name attachments.
type clausesBody struct {
	Clauses     []Clause     `json:"clauses"`
	Attachments []Attachment `json:"attachments"`
	Content     struct {
		Clauses     []Clause     `json:"clauses"`
		Attachments []Attachment `json:"attachments"`
	} `json:"content"`
}

// Keys lists the keys under which a redaction reaches the record; none for what
// it leaves alone.
func (r Record) Keys() []string {
	switch r.Kind {
	case KindAct, KindRevision, KindPost, KindCommitment:
	default:
		return nil
	}
	var b clausesBody
	if r.Deleted || json.Unmarshal(r.Body, &b) != nil {
		return nil
	}
	var out []string
	for _, c := range append(b.Clauses, b.Content.Clauses...) {
		out = append(out, c.Keys()...)
	}
	for _, a := range append(b.Attachments, b.Content.Attachments...) {
		out = append(out, FileKey(a.Hash))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ObscureJSON takes what is listed out of any JSON that holds clauses or names
// attachments: a body, a command's arguments, a draft. It gives the clauses as
// they were, and how many attachments went; where there is nothing to take out
// it gives raw itself. What it does not know it keeps.
func ObscureJSON(raw []byte, in Listing) (out []byte, hit []Clause, files int, err error) {
	if !bytes.Contains(raw, []byte(`"clauses"`)) && !bytes.Contains(raw, []byte(`"attachments"`)) {
		return raw, nil, 0, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return raw, nil, 0, WrapError(Invalid, "redact.json", err)
	}
	c := censor{in: in}
	c.walk(v)
	if len(c.hit) == 0 && c.files == 0 {
		return raw, nil, 0, nil
	}
	out, err = encode(v)
	return out, c.hit, c.files, err
}

// censor walks a JSON value and takes out what is listed.
type censor struct {
	in    Listing
	hit   []Clause
	files int
}

func (c *censor) walk(v any) {
	switch x := v.(type) {
	case []any:
		for _, one := range x {
			c.walk(one)
		}
	case map[string]any:
		for key, one := range x {
			list, isList := one.([]any)
			switch {
			case key == "clauses" && isList:
				for _, e := range list {
					c.clause(e)
				}
			case key == "attachments" && isList:
				x[key] = c.attachments(list)
			default:
				c.walk(one)
			}
		}
	}
}

func (c *censor) clause(v any) {
	m, ok := v.(map[string]any)
	if !ok {
		return
	}
	raw, err := encode(m)
	var cl Clause
	if err != nil || json.Unmarshal(raw, &cl) != nil || !cl.Listed(c.in) {
		return
	}
	next := cl.obscured()
	if next.Text == cl.Text && next.Opener == cl.Opener {
		return // it is obscured already
	}
	c.hit = append(c.hit, cl)
	m["text"] = next.Text
	if next.Opener == "" {
		delete(m, "opener")
	}
}

func (c *censor) attachments(list []any) []any {
	kept := list[:0:0]
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			if h, ok := m["hash"].(string); ok && c.in(FileKey(h)) {
				c.files++
				continue
			}
		}
		kept = append(kept, e)
	}
	return kept
}

// obscureRecord gives the effect that takes what is listed out of an act, a
// former text or a post, and the clauses as they were; false where it holds
// nothing of it.
func obscureRecord(rec Record, in Listing, note RedactionNote) (Effect, []Clause, bool, error) {
	body, hit, files, err := ObscureJSON(rec.Body, in)
	if err != nil || len(hit)+files == 0 {
		return Effect{}, nil, false, err
	}
	fields := Fields{}
	if err := json.Unmarshal(body, &fields); err != nil {
		return Effect{}, nil, false, WrapError(Damaged, "redact.record", err)
	}
	if rec.Kind == KindAct {
		fields["redacted"] = rawOf(note)
	}
	return Effect{Kind: rec.Kind, ID: rec.ID, Channel: rec.Channel, Forget: true, Fields: fields}, hit, true, nil
}

// ObscureEffects takes what is listed out of what a command is about to write,
// and tells whether there was anything.
func ObscureEffects(effects []Effect, in Listing) (bool, error) {
	found := false
	for i := range effects {
		e := &effects[i]
		if e.Remove || e.Kind != KindAct && e.Kind != KindRevision && e.Kind != KindPost && e.Kind != KindCommitment {
			continue
		}
		raw, err := encode(e.Fields)
		if err != nil {
			return found, err
		}
		body, hit, files, err := ObscureJSON(raw, in)
		if err != nil {
			return found, err
		}
		if len(hit)+files == 0 {
			continue
		}
		found = true
		e.Fields = Fields{}
		if err := json.Unmarshal(body, &e.Fields); err != nil {
			return found, WrapError(Internal, "redact.effects", err)
		}
	}
	return found, nil
}

// KeysOf lists the keys that the texts in effects could be listed under.
func KeysOf(effects []Effect) []string {
	var out []string
	for _, e := range effects {
		if e.Remove || e.Fields == nil {
			continue
		}
		if raw, err := encode(e.Fields); err == nil {
			out = append(out, Record{Kind: e.Kind, Body: raw}.Keys()...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
