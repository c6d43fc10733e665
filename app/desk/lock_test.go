package desk_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
)

type settingsFile struct{ s civic.Settings }

func (f *settingsFile) Load(context.Context) (civic.Settings, error) { return f.s, nil }

func (f *settingsFile) Save(_ context.Context, s civic.Settings) error {
	f.s = s
	return nil
}

func TestTheLockOpensToItsWordsAlone(t *testing.T) {
	file := &settingsFile{}
	d, err := desk.New(desk.Options{
		Store: &store{}, Settings: file, Check: func(context.Context, civic.Content) ([]civic.Finding, error) { return nil, nil },
		Now: time.Now, Rand: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if ok, err := d.Unlock(ctx, "qualunque"); err != nil || !ok {
		t.Errorf("without a lock: %v %v", ok, err)
	}
	if err := d.SetLock(ctx, 15, "", "123"); !civic.Is(err, civic.Invalid) {
		t.Errorf("three figures: %v", err)
	}
	if err := d.SetLock(ctx, 7, "", "1234"); !civic.Is(err, civic.Invalid) {
		t.Errorf("seven minutes: %v", err)
	}
	if err := d.SetLock(ctx, 15, "", "così è"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(file.s.LockHash, "così") || file.s.LockAfter != 15 {
		t.Errorf("%+v", file.s)
	}
	for word, want := range map[string]bool{"così è": true, "cosi e": false, "": false} {
		if ok, err := d.Unlock(ctx, word); err != nil || ok != want {
			t.Errorf("%q opens: %v %v", word, ok, err)
		}
	}
	if err := d.SetLock(ctx, 0, "sbagliato", ""); !civic.Is(err, civic.Forbidden) {
		t.Errorf("lifted by the wrong words: %v", err)
	}
	file.s.LockHash += "x"
	if ok, _ := d.Unlock(ctx, "così è"); ok {
		t.Error("an altered hash opens")
	}
	file.s.LockHash = strings.TrimSuffix(file.s.LockHash, "x")
	if err := d.SetLock(ctx, 0, "così è", ""); err != nil || file.s.LockHash != "" {
		t.Errorf("%+v %v", file.s, err)
	}
}
