package civic_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
)

// A walk over the fields finds what a decoder finds.
func TestFieldsAreThoseOfADecoder(t *testing.T) {
	value := rapid.Deferred(func() *rapid.Generator[any] { return jsonValue(3) })
	rapid.Check(t, func(rt *rapid.T) {
		obj := rapid.MapOfN(rapid.String(), value, 0, 6).Draw(rt, "object")
		raw, err := json.Marshal(obj)
		if err != nil {
			rt.Fatal(err)
		}
		for _, form := range []string{string(raw), indented(raw), " " + string(raw) + "\n"} {
			want := map[string]json.RawMessage{}
			if err := json.Unmarshal([]byte(form), &want); err != nil {
				rt.Fatal(err)
			}
			seen := 0
			ok := civic.EachField(form, func(key, v string) bool {
				seen++
				name, ok := civic.TextOf(`"` + key + `"`)
				if w, there := want[name]; !ok || !there || string(w) != v {
					rt.Fatalf("%q is %q, not %q", name, v, w)
				}
				compareItems(rt, v)
				if before, cut, after, found := civic.CutField(form, key); !found || cut != v || before+cut+after != form {
					rt.Fatalf("%q is cut as %q", key, cut)
				}
				return true
			})
			if !ok || seen != len(want) {
				rt.Fatalf("%d of %d fields of %q", seen, len(want), form)
			}
		}
	})
}

func jsonValue(depth int) *rapid.Generator[any] {
	plain := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) any { return rapid.String().Draw(t, "s") }),
		rapid.Custom(func(t *rapid.T) any {
			return rapid.SampledFrom([]string{`\`, `"`, `\"`, `a\\"b`, "é\u2028", "{[", "]}"}).Draw(t, "s")
		}),
		rapid.Custom(func(t *rapid.T) any { return rapid.Float64Range(-1e9, 1e9).Draw(t, "n") }),
		rapid.Custom(func(t *rapid.T) any { return rapid.Int().Draw(t, "i") }),
		rapid.SampledFrom([]any{true, false, nil}),
	)
	if depth == 0 {
		return plain
	}
	return rapid.OneOf(plain,
		rapid.Custom(func(t *rapid.T) any { return rapid.SliceOfN(jsonValue(depth-1), 0, 4).Draw(t, "a") }),
		rapid.Custom(func(t *rapid.T) any { return rapid.MapOfN(rapid.String(), jsonValue(depth-1), 0, 3).Draw(t, "o") }))
}

func indented(raw []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "\t") != nil {
		return string(raw)
	}
	return b.String()
}

func compareItems(rt *rapid.T, v string) {
	var want []json.RawMessage
	if json.Unmarshal([]byte(v), &want) != nil || v == "null" {
		if civic.EachItem(v, func(string) bool { return true }) {
			rt.Fatalf("%q is no array", v)
		}
		var s string
		isText := json.Unmarshal([]byte(v), &s) == nil
		if got, ok := civic.TextOf(v); ok != isText || ok && got != s {
			rt.Fatalf("%q gives %q, not %q", v, got, s)
		}
		return
	}
	n := 0
	if !civic.EachItem(v, func(item string) bool { n++; return string(want[n-1]) == item }) || n != len(want) {
		rt.Fatalf("%d of %d items of %q", n, len(want), v)
	}
}

// What is no JSON is refused or passed over, and never read beyond its end.
func FuzzFields(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `{"a":[1,"x"],"b":{}}`, `{"a"`, `{"a":"\`, `[`, ``, `{,}`, `{"a":}`, `{"a":1 2}`, `{]`, strings.Repeat("[", 99)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := map[string]json.RawMessage{}
		sound := json.Unmarshal([]byte(s), &want) == nil && strings.HasPrefix(strings.TrimSpace(s), "{")
		ok := civic.EachField(s, func(_, v string) bool {
			civic.EachItem(v, func(string) bool { return true })
			civic.TextOf(v)
			return true
		})
		if sound && !ok {
			t.Errorf("%q was refused", s)
		}
	})
}

func TestParents(t *testing.T) {
	act, thread := civic.DerivedID("act"), civic.DerivedID("thread")
	for _, c := range []struct {
		kind civic.RecordKind
		body string
		want civic.ID
	}{
		{civic.KindPost, `{"text":"\"thread\":\"x\"","thread":"` + string(thread) + `"}`, thread},
		{civic.KindPost, `{"quoted":{"thread":"x"},"text":"a"}`, ""},
		{civic.KindPost, `{"thread":5}`, ""},
		{civic.KindPost, `{"thread":null}`, ""},
		{civic.KindThread, `{"act":"` + string(act) + `","title":"t"}`, act},
		{civic.KindRevision, `{"act":"` + string(act) + `"}`, act},
		{civic.KindActEvent, `{ "act" : "` + string(act) + `" }`, act},
		{civic.KindTally, `{"of":"` + string(act) + `","act":"x"}`, act},
		{civic.KindAct, `{"act":"` + string(act) + `"}`, ""},
		{civic.KindDraft, `{"data":"eA==","keys":[]}`, ""},
		{civic.KindDraft, `{"data":"eA==","group":"` + string(act) + `"}`, civic.GroupTextsID(act)},
		{civic.KindGroupKey, `{"group":"` + string(act) + `"}`, act},
		{civic.KindGroupMark, `{"draft":"` + string(thread) + `","group":"` + string(act) + `"}`, thread},
		{civic.KindPost, `no json`, ""},
		{civic.KindPost, ``, ""},
	} {
		if got := (civic.Record{Kind: c.kind, Body: json.RawMessage(c.body)}).Parent(); got != c.want {
			t.Errorf("%s %s: %q", c.kind, c.body, got)
		}
	}
}
