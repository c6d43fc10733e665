package drafting

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"scranno/app/civic"
)

// heading joins all that an act has beside its clauses, field by field: what one
// side alone changed is taken. Of two new values the lesser stands and the other
// one is told. Lists are joined element by element.
func (m *merging) heading(base, a, b civic.Content) civic.Content {
	o, errO := fields(base)
	x, errX := fields(a)
	y, errY := fields(b)
	if errO != nil || errX != nil || errY != nil {
		return a // values of ours always encode
	}
	out := map[string]json.RawMessage{}
	for _, name := range slices.Sorted(maps.Keys(both(o, x, y))) {
		if v := m.field(name, o[name], x[name], y[name]); v != "" {
			out[name] = json.RawMessage(v)
		}
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return a
	}
	var c civic.Content
	if json.Unmarshal(raw, &c) != nil {
		return a
	}
	return c
}

func fields(c civic.Content) (map[string]string, error) {
	c.Clauses = nil
	raw, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	out := make(map[string]string, len(all))
	for k, v := range all {
		if k != "clauses" {
			out[k] = string(v)
		}
	}
	return out, nil
}

func both(all ...map[string]string) map[string]bool {
	out := map[string]bool{}
	for _, m := range all {
		for k := range m {
			out[k] = true
		}
	}
	return out
}

func (m *merging) field(name, o, x, y string) string {
	if v, ok := pick3(o, x, y); ok {
		return v
	}
	if v, ok := mergeList(o, x, y); ok {
		return v
	}
	if blank(x) || blank(y) { // an edit wins over taking out
		return max(x, y)
	}
	d := civic.Doubt{Kind: civic.DoubtField, Field: name, Value: plainValue(y), From: m.a, Other: m.b}
	if y < x {
		x, d.Value, d.From, d.Other = y, plainValue(x), m.b, m.a
	}
	m.doubt(d)
	return x
}

func blank(v string) bool { return v == "" || v == `""` }

func plainValue(raw string) string {
	var s string
	if json.Unmarshal([]byte(raw), &s) == nil {
		return s
	}
	return raw
}

// mergeList joins lists whose elements each stand once.
func mergeList(o, x, y string) (string, bool) {
	lo, okO := elements(o)
	lx, okX := elements(x)
	ly, okY := elements(y)
	if !okO || !okX || !okY {
		return "", false
	}
	inO, inX, inY := places(lo), places(lx), places(ly)
	all := order(lo, lx, ly, func(k string) bool {
		_, was := inO[k]
		_, a := inX[k]
		_, b := inY[k]
		return !was || a && b
	})
	if len(all) == 0 {
		return "", true
	}
	return "[" + strings.Join(all, ",") + "]", true
}

func elements(raw string) ([]string, bool) {
	if raw == "" {
		return nil, true
	}
	var list []json.RawMessage
	if !strings.HasPrefix(raw, "[") || json.Unmarshal([]byte(raw), &list) != nil {
		return nil, false
	}
	out := make([]string, len(list))
	seen := map[string]bool{}
	for i, v := range list {
		out[i] = string(v)
		if seen[out[i]] {
			return nil, false
		}
		seen[out[i]] = true
	}
	return out, true
}
