package kit

import (
	"encoding/json"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

const toolkitPrefix = "toolkit."

// InstallToolkit gives the toolkit its own words (Copy, Paste, file dialogs) in
// this language. The toolkit knows no Italian and matches by the system's
// locale, so the words go under that name, and under English, which it falls
// back to. Call it before the first window.
func (l *Lang) InstallToolkit() error {
	words := map[string]string{}
	for key, m := range l.texts {
		if k, ok := strings.CutPrefix(key, toolkitPrefix); ok {
			words[k] = m.other
		}
	}
	data, err := json.Marshal(words)
	if err != nil {
		return fmt.Errorf("kit: words of the toolkit: %w", err)
	}
	names := []string{"en"}
	if name := lang.SystemLocale().LanguageString(); len(name) >= 2 && name != "en" && name != "und" {
		names = append(names, name)
	}
	for _, name := range names {
		if err := lang.AddTranslations(fyne.NewStaticResource(name+".json", data)); err != nil {
			return fmt.Errorf("kit: words of the toolkit as %s: %w", name, err)
		}
	}
	return nil
}
