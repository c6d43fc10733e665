package assets_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"scranno/assets"
)

func TestBothLanguagesHaveTheSameKeysAndParameters(t *testing.T) {
	it, en := locale(t, "it"), locale(t, "en")
	for key, text := range it {
		other, ok := en[key]
		if !ok {
			t.Errorf("en.json lacks %q", key)
			continue
		}
		if reflect.TypeOf(text) != reflect.TypeOf(other) {
			t.Errorf("%q is a plural in one language only", key)
		}
		if a, b := params(text), params(other); !slices.Equal(a, b) {
			t.Errorf("%q has parameters %v in Italian and %v in English", key, a, b)
		}
	}
	for key := range en {
		if _, ok := it[key]; !ok {
			t.Errorf("it.json lacks %q", key)
		}
	}
}

func TestTextsAreWhole(t *testing.T) {
	for _, lang := range assets.Languages() {
		for key, v := range locale(t, lang) {
			for _, s := range texts(v) {
				if strings.TrimSpace(s) == "" || s != strings.TrimSpace(s) {
					t.Errorf("%s: %q is empty or has spaces around it", lang, key)
				}
			}
			if m, ok := v.(map[string]any); ok && (m["one"] == nil || m["other"] == nil || len(m) != 2) {
				t.Errorf("%s: %q must have one and other", lang, key)
			}
		}
	}
}

func TestItalianAvoidsTheWordsThatMislead(t *testing.T) {
	banned := regexp.MustCompile(`(?i)\b(stella|famiglia|adott\w+|firma|F\.to|livelli superiori|processi|elezione|partito)\b`)
	for key, v := range locale(t, "it") {
		if key == "sponsor.note" { // the sentence that says what a signature is
			continue
		}
		for _, s := range texts(v) {
			if w := banned.FindString(s); w != "" {
				t.Errorf("%s: %q should not be said on screen", key, w)
			}
		}
	}
}

func TestIconsAreWellFormed(t *testing.T) {
	for _, name := range []string{"app", "today", "acts", "drafts", "spaces", "outbox", "settings"} {
		data := assets.Icon(name)
		if data == nil {
			t.Fatalf("no icon %q", name)
		}
		dec := xml.NewDecoder(bytes.NewReader(data))
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if bytes.Contains(data, []byte("stroke")) {
			t.Errorf("%s: strokes keep their colour when the theme changes", name)
		}
	}
	if assets.Icon("no such icon") != nil {
		t.Error("an unknown icon must be nil")
	}
}

func TestGazetteerIsWhole(t *testing.T) {
	counts := map[string]int{}
	regions := map[string]bool{}
	sc := bufio.NewScanner(bytes.NewReader(assets.Gazetteer()))
	for sc.Scan() {
		line := sc.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		counts[f[0]]++
		switch f[0] {
		case "R":
			regions[f[1]] = true
		case "C":
			if len(f) != 6 || len(f[1]) != 6 || f[2] == "" || !regions[f[5]] {
				t.Fatalf("bad municipality line %q", line)
			}
		}
	}
	if counts["R"] != 20 || counts["P"] != 107 || counts["C"] != 7896 {
		t.Errorf("regions, provinces, municipalities: %v", counts)
	}
	if !bytes.Contains(assets.Gazetteer(), []byte("C\t037006\tBologna\t\tBO\t08\n")) {
		t.Error("Bologna is missing")
	}
	if !bytes.Contains(assets.Gazetteer()[:80], []byte(assets.GazetteerCredit)) {
		t.Error("the credit is missing")
	}
}

func TestDemoWorldIsThere(t *testing.T) {
	for name, read := range map[string]func() ([]byte, error){
		"acts": assets.DemoActs, "bodies": assets.DemoBodies, "community": assets.DemoCommunity,
	} {
		if data, err := read(); err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
}

func TestUnknownLanguageIsAnError(t *testing.T) {
	if _, err := assets.Locale("../icons/app"); err == nil {
		t.Error("want an error")
	}
}

func locale(t *testing.T, lang string) map[string]any {
	t.Helper()
	data, err := assets.Locale(lang)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func texts(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case map[string]any:
		var out []string
		for _, s := range x {
			if s, ok := s.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

func params(v any) []string {
	set := map[string]bool{}
	for _, s := range texts(v) {
		for _, p := range regexp.MustCompile(`\{\{\.\w+\}\}`).FindAllString(s, -1) {
			set[p] = true
		}
	}
	var out []string
	for p := range set {
		out = append(out, p)
	}
	sort.Strings(out)
	return out
}
