package settings_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// ring is the keys of a desk in memory.
type ring struct {
	desk.KeyRing
	code string // that the other computer shows
}

func (d *desktop) Keys(context.Context) (desk.KeyRing, error) { return d.ring.KeyRing, nil }

func (d *desktop) AddThisDevice(_ context.Context, name string) (desk.KeyRing, error) {
	d.ring.Code = "AAAA-BBBB-CCCC-DDDD"
	d.ring.Keys = append(d.ring.Keys, desk.KeyView{ID: "mine", Name: name, Mine: true, Believed: true})
	return d.ring.KeyRing, d.note("add " + name)
}

func (d *desktop) ConfirmKey(_ context.Context, id civic.ID, typed string) error {
	if typed != d.ring.code {
		return civic.NewError(civic.Invalid, "test", "keys.code_differs")
	}
	for i := range d.ring.Keys {
		if d.ring.Keys[i].ID == id {
			d.ring.Keys[i].Believed = true
		}
	}
	return d.note("confirm " + string(id))
}

func (d *desktop) RevokeKey(_ context.Context, id civic.ID) error {
	d.ring.Keys = slices.DeleteFunc(d.ring.Keys, func(k desk.KeyView) bool { return k.ID == id })
	return d.note("revoke " + string(id))
}

func (d *desktop) NewRecovery(context.Context) (string, error) {
	d.ring.Recovery = true
	return "1111-2222-3333-4444-5555-6666", d.note("recovery")
}

func (d *desktop) RecoverySheet(_ context.Context, code string, w io.Writer) error {
	_, err := io.WriteString(w, "il foglio di "+code)
	return err
}

func (d *desktop) UseRecovery(_ context.Context, code string) error {
	d.ring.Unread = 0
	return d.note("use " + code)
}

func TestAnotherComputerIsConfirmedByItsCode(t *testing.T) {
	d := councillor()
	d.ring.KeyRing = desk.KeyRing{Keys: []desk.KeyView{{ID: "other", Name: "Ufficio"}}, Unread: 1}
	d.ring.code = "EEEE-FFFF-GGGG-HHHH"
	s, _ := show(t, d)
	s.Page.Open("keys")
	s.UntilSees("non ha ancora una chiave", "Una bozza qui non si può leggere")
	s.Write("Per esempio: portatile, ufficio", "Portatile")
	s.Press("Usa anche questo computer")
	s.UntilSees("AAAA-BBBB-CCCC-DDDD", "Un altro computer chiede", "Portatile (questo computer)")
	s.Write(kit.CodeHint(4), "AAAA-BBBB-CCCC-DDDD")
	s.Press("Conferma")
	s.Until("a word on the wrong code", func() bool { return len(s.Toasts) > 0 })
	if !strings.Contains(s.Toasts[0], "Il codice non è lo stesso") {
		t.Errorf("%q", s.Toasts)
	}
	s.Write(kit.CodeHint(4), d.ring.code)
	s.Press("Conferma")
	s.UntilSees("Escludi")
	s.SeesNot("Un altro computer chiede")
	s.Write(kit.CodeHint(6), "1111")
	s.Press("Usa il codice di recupero")
	s.UntilSees("Se perdi tutti i computer")
	s.Press("Prepara un codice di recupero")
	s.UntilSees("1111-2222-3333-4444-5555-6666")
	if !slices.Contains(d.done, "use 1111") || !slices.Contains(d.done, "confirm other") {
		t.Errorf("%q", d.done)
	}
}

func TestTheRecoveryCodeIsSavedWhereThePersonSays(t *testing.T) {
	d := councillor()
	d.ring.KeyRing = desk.KeyRing{Code: "AAAA-BBBB-CCCC-DDDD"}
	s, _ := show(t, d)
	s.Page.Open("keys")
	s.UntilSees("Prepara un codice di recupero")
	dir := t.TempDir()
	s.Host.Exports = filepath.Join(dir, "esporti")
	s.Press("Prepara un codice di recupero")
	s.UntilSees("Salva un foglio da stampare…")
	s.Press("Salva un foglio da stampare…")
	s.UntilSees(filepath.Base(dir))
	s.Press("Scegli questa cartella")
	path := filepath.Join(dir, "Codice di recupero.pdf")
	s.Until("the sheet", func() bool { return len(s.Toasts) > 0 })
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "il foglio di 1111-2222-3333-4444-5555-6666" {
		t.Fatalf("%q, %v", data, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
}
