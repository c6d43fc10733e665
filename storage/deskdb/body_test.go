package deskdb

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
)

// What is read of an act without decoding it is what a decoder reads, also of
// bodies in which fields have another form.
func TestAnActIsReadAsADecoderReadsIt(t *testing.T) {
	odd := rapid.SampledFrom([]string{`null`, `5`, `"x"`, `[]`, `{}`, `[5]`, `[{"text":5}]`, `[{"text":"a","origins":"b"}]`, `[{"opener":null,"text":"\u00e8 \"qui\""}]`})
	rapid.Check(t, func(rt *rapid.T) {
		var act civic.Act
		act.Kind, act.Subject, act.Protocol = civic.Motion, rapid.String().Draw(rt, "subject"), rapid.String().Draw(rt, "protocol")
		for range rapid.IntRange(0, 4).Draw(rt, "clauses") {
			act.Clauses = append(act.Clauses, civic.Clause{
				ID: civic.DerivedID("c"), Section: civic.Recital, Opener: rapid.String().Draw(rt, "opener"),
				Text: rapid.String().Draw(rt, "text"), Origins: []civic.ID{civic.DerivedID("o")},
			})
		}
		body, err := civic.CanonicalOf(act)
		if err != nil {
			rt.Fatal(err)
		}
		if rapid.Bool().Draw(rt, "odd") {
			field := rapid.SampledFrom([]string{"clauses", "subject", "published", "signatories", "future"}).Draw(rt, "field")
			if body, err = civic.Merge(body, civic.Fields{field: json.RawMessage(odd.Draw(rt, "value"))}); err != nil {
				rt.Fatal(err)
			}
		}
		want, wantPieces, wantOK := wholeAct(string(body), nil)
		got, pieces, ok := readAct(string(body), make([]string, 3))
		if ok != wantOK {
			rt.Fatalf("read: %v, not %v: %s", ok, wantOK, body)
		}
		if !ok {
			return
		}
		want.Clauses = nil
		if got.Clauses = nil; !reflect.DeepEqual(got, want) || !slices.Equal(pieces, wantPieces) {
			rt.Fatalf("%+v %q\nnot %+v %q", got, pieces, want, wantPieces)
		}
	})
}

func TestTheWordsOfAPost(t *testing.T) {
	for body, want := range map[string]string{
		`{"text":"ciao","thread":"x"}`: "ciao", `{"quote":{"text":"no"},"text":"s\u00ec"}`: "sì", `{}`: "", `{"text":5}`: "-", `[]`: "-",
	} {
		if got, ok := postText(body); ok != (want != "-") || ok && got != want {
			t.Errorf("%s: %q %v", body, got, ok)
		}
	}
}

// A text is decoded as a decoder does it, also where its clauses have another form.
func TestATextIsDecodedAsADecoderDoesIt(t *testing.T) {
	odd := rapid.SampledFrom([]string{
		`null`, `5`, `"x"`, `[]`, `{}`, `[5]`, `[null]`, `[{"text":5}]`, `[{"text":"a","origins":"b"}]`, `[{"text":"a","origins":[5]}]`,
		`[{"opener":null,"text":"\u00e8 \"qui\"","origins":null}]`, `[{"text":"a","future":{"text":"b"}}]`, `[{"Text":"a"}]`, `[{}]`,
	})
	rapid.Check(t, func(rt *rapid.T) {
		act := civic.Act{Content: civic.Content{Subject: rapid.String().Draw(rt, "subject")}}
		for range rapid.IntRange(0, 3).Draw(rt, "clauses") {
			act.Clauses = append(act.Clauses, civic.Clause{
				ID: civic.DerivedID("c"), Section: civic.Recital, Opener: rapid.String().Draw(rt, "opener"), Text: rapid.String().Draw(rt, "text"),
				Sep: rapid.StringMatching(`[ \n]{0,3}`).Draw(rt, "sep"), Origins: rapid.SampledFrom([][]civic.ID{nil, {civic.DerivedID("o"), "p"}}).Draw(rt, "origins"),
			})
		}
		body, err := json.Marshal(act)
		if err != nil {
			rt.Fatal(err)
		}
		if rapid.Bool().Draw(rt, "odd") {
			if body, err = civic.Merge(body, civic.Fields{"clauses": json.RawMessage(odd.Draw(rt, "value"))}); err != nil {
				rt.Fatal(err)
			}
		}
		var want civic.Act
		wantErr := json.Unmarshal(body, &want)
		got, err := decodeAct(body)
		if (err == nil) != (wantErr == nil) {
			rt.Fatalf("%v, not %v: %s", err, wantErr, body)
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			rt.Fatalf("%+v\nnot %+v", got, want)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	var act civic.Act
	for range 12 {
		act.Clauses = append(act.Clauses, civic.Clause{ID: civic.DerivedID("c"), Section: civic.Recital, Opener: "premesso che", Text: strings.Repeat("il Comune promuove gli orti urbani «di quartiere» ", 10)})
	}
	body, err := civic.CanonicalOf(act)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("in place", func(b *testing.B) {
		for b.Loop() {
			if _, err := decodeAct(body); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decoder", func(b *testing.B) {
		for b.Loop() {
			var a civic.Act
			if err := json.Unmarshal(body, &a); err != nil {
				b.Fatal(err)
			}
		}
	})
}
