package deskdb

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"scranno/app/civic"
)

// SettingsName is the file beside the store that is read before it opens.
const SettingsName = "settings.json"

// SettingsFile keeps the settings of a home.
type SettingsFile struct{ Home string }

// Load gives the settings; a missing file, or one that cannot be read as
// settings, is the defaults: a program must start.
func (f SettingsFile) Load(context.Context) (civic.Settings, error) {
	var s civic.Settings
	raw, err := os.ReadFile(filepath.Join(f.Home, SettingsName))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, civic.WrapError(civic.Internal, "settings.load", err)
	}
	if json.Unmarshal(raw, &s) != nil {
		return civic.Settings{}, nil
	}
	return s, nil
}

// Save replaces the file, whole or not at all.
func (f SettingsFile) Save(_ context.Context, s civic.Settings) error {
	const op = "settings.save"
	raw, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if err := os.MkdirAll(f.Home, 0o700); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	t, err := os.CreateTemp(f.Home, ".settings-*")
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	_, err = t.Write(append(raw, '\n'))
	if err := errors.Join(err, t.Sync(), t.Close()); err != nil {
		return errors.Join(civic.WrapError(civic.Internal, op, err), os.Remove(t.Name()))
	}
	return civic.WrapError(civic.Internal, op, os.Rename(t.Name(), filepath.Join(f.Home, SettingsName)))
}
