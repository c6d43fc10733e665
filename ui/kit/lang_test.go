package kit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"

	"scranno/app/civic"
	"scranno/ui/kit"
)

func TestEveryWordOfTheDomainHasATextInBothLanguages(t *testing.T) {
	var keys []string
	add := func(prefix string, codes ...string) {
		for _, c := range codes {
			keys = append(keys, prefix+c)
		}
	}
	for _, k := range civic.ActKinds() {
		add("act.kind.", string(k))
		add("act.kind_count.", string(k))
	}
	for _, x := range civic.Levels() {
		add("act.level.", string(x))
	}
	for _, x := range civic.Outcomes() {
		add("act.outcome.", string(x))
	}
	for _, x := range civic.ActEventTypes() {
		add("act.event.", string(x))
	}
	for _, x := range civic.Sections() {
		add("act.section.", string(x))
	}
	for _, x := range civic.Themes() {
		add("theme.", string(x))
	}
	for _, x := range civic.Regions() {
		add("region.", string(x))
	}
	for _, x := range civic.Reasons() {
		add("refusal.", string(x))
	}
	for _, x := range civic.ReturnReasons() {
		add("act.return.", string(x))
	}
	add("region.", string(civic.NationWide), string(civic.Europe), string(civic.Foreign), string(civic.ExampleRegion))
	for _, k := range []civic.ErrorKind{
		civic.NotFound, civic.Invalid, civic.Conflict, civic.Forbidden, civic.Unauthenticated, civic.Unknown,
		civic.Offline, civic.TooOld, civic.TooLarge, civic.Busy, civic.Damaged, civic.Internal,
	} {
		add("error.", string(k), string(k)+".do")
	}
	for _, l := range []kit.Link{kit.LinkOnline, kit.LinkOffline, kit.LinkSyncing, kit.LinkSignedOut, kit.LinkTrouble} {
		add("status.", string(l))
	}
	for _, code := range []string{"it", "en"} {
		l, err := kit.NewLang(code)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range keys {
			if !l.Has(k) {
				t.Errorf("%s lacks %q", code, k)
			}
		}
	}
}

func TestItalianComesFirst(t *testing.T) {
	for asked, want := range map[string]string{"": "it", "it": "it", "de": "it", "en": "en"} {
		l, err := kit.NewLang(asked)
		if err != nil {
			t.Fatal(err)
		}
		if l.Code() != want {
			t.Errorf("asked for %q: %s", asked, l.Code())
		}
	}
}

func TestTextsTakeParametersAndPlurals(t *testing.T) {
	l := italian(t)
	for got, want := range map[string]string{
		l.T("nav.today"):                           "Oggi",
		l.T("no.such.key"):                         "no.such.key",
		l.T("search.none", "query", "{{.query}}"):  "Nessun atto corrisponde a «{{.query}}».",
		l.N("act.reused", 1):                       "Ripreso in 1 Comune",
		l.N("act.reused", 1200):                    "Ripreso in 1.200 Comuni",
		l.N("act.kind_count.order_of_the_day", 0):  "0 ordini del giorno",
		l.T("outbox.line", "what", "A", "title"):   "A «{{.title}}»",
		l.T("status.last", "when", "oggi", "x", 1): "Ultima sincronizzazione oggi",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNumbersAndSizes(t *testing.T) {
	it, err := kit.NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	en, err := kit.NewLang("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want string }{
		{it.Number(0), "0"},
		{it.Number(999), "999"},
		{it.Number(1234567), "1.234.567"},
		{it.Number(-1500), "-1.500"},
		{en.Number(1234), "1,234"},
		{it.Decimal(3.25, 1), "3,2"},
		{en.Decimal(0.5, 1), "0.5"},
		{it.Size(512), "512 B"},
		{it.Size(22_400_000), "22 MB"},
		{it.Size(1_440_000_000), "1,4 GB"},
		{it.Size(1500), "2 kB"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestDatesAreWrittenAsItaliansDo(t *testing.T) {
	l := italian(t)
	rome := time.FixedZone("CET", 3600)
	now := time.Date(2026, 3, 12, 18, 40, 0, 0, rome)
	at := func(d, h, m int) time.Time { return time.Date(2026, 3, d, h, m, 0, 0, rome) }
	for _, c := range []struct{ got, want string }{
		{l.Date(now), "12 marzo 2026"},
		{l.Date(at(1, 0, 0)), "1° marzo 2026"},
		{l.Day("2026-03-12"), "12 marzo 2026"},
		{l.Day(""), "senza data"},
		{l.ShortDay("2026-03-02", now), "02/03"},
		{l.ShortDay("2025-03-02", now), "02/03/2025"},
		{l.ShortDay("not a day", now), ""},
		{l.MonthYear(now), "marzo 2026"},
		{l.Weekday(now.Weekday()), "giovedì"},
		{l.Ago(now.Add(-20*time.Second), now), "adesso"},
		{l.Ago(now.Add(time.Hour), now), "adesso"},
		{l.Ago(now.Add(-time.Minute), now), "1 minuto fa"},
		{l.Ago(now.Add(-5*time.Minute), now), "5 minuti fa"},
		{l.Ago(at(12, 9, 5), now), "oggi alle 09:05"},
		{l.Ago(at(11, 18, 40), now), "ieri alle 18:40"},
		{l.Ago(at(3, 7, 1), now), "03/03 07:01"},
		{l.Ago(time.Date(2026, 3, 12, 8, 5, 0, 0, time.UTC), now), "oggi alle 09:05"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestErrorsAreSaidInWordsWithoutTheirOwnText(t *testing.T) {
	l := italian(t)
	secret := errors.New("SELECT subject FROM act")
	got := l.Explain(fmt.Errorf("open: %w", civic.WrapError(civic.Offline, "pull", secret)))
	if got.What != "Il servizio non risponde." || got.Do == "" {
		t.Errorf("offline: %+v", got)
	}
	if got := l.Explain(secret); strings.Contains(got.What+got.Do, "SELECT") || got.What != l.T("error.internal") {
		t.Errorf("unknown error: %+v", got)
	}
	got = l.Explain(civic.NewError(civic.TooLarge, "x", "invalid.too_long", "field", "subject"))
	if got.What != "Oggetto: il testo è troppo lungo." {
		t.Errorf("field: %q", got.What)
	}
	if got := l.Explain(&civic.Error{Kind: "of the future"}); got.What != l.T("error.internal") {
		t.Errorf("unknown kind: %q", got.What)
	}
}

func TestRefusalsSayWhy(t *testing.T) {
	l := italian(t)
	got := l.Refusal("invalid", map[string]string{"field": "title", "detail": "invalid.too_long"})
	if got != "La richiesta non è valida. Titolo: il testo è troppo lungo." {
		t.Errorf("got %q", got)
	}
	if got := l.Refusal("of the future", nil); got != l.T("refusal.internal") {
		t.Errorf("unknown reason: %q", got)
	}
}

func TestTheToolkitSpeaksItalian(t *testing.T) {
	en, err := kit.NewLang("en")
	if err != nil {
		t.Fatal(err)
	}
	if err := italian(t).InstallToolkit(); err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{"Cancel": "Annulla", "Paste": "Incolla", "Select all": "Seleziona tutto"} {
		if got := lang.L(word); got != want {
			t.Errorf("%s: %q", word, got)
		}
	}
	if got := lang.X("file.name", "Name"); got != "Nome" {
		t.Errorf("file.name: %q", got)
	}
	if err := en.InstallToolkit(); err != nil {
		t.Fatal(err)
	}
	if got := lang.L("Paste"); got != "Paste" {
		t.Errorf("back to English: %q", got)
	}
}
