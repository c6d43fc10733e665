package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/ui/kit"
	"scranno/ui/shell"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "scranno:", plain(err))
		os.Exit(1)
	}
}

// run opens the window and returns when it is closed.
func run(args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("scranno", flag.ContinueOnError)
	flags.SetOutput(stderr)
	home := flags.String("home", "", "the profile's folder")
	version := flags.Bool("version", false, "print the version and exit")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		os.Exit(2)
	}
	if *version {
		fmt.Println(civic.Version)
		return nil
	}
	ctx := context.Background()
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	folder, err := folderOf(*home)
	if err != nil {
		return err
	}
	if handOver(ctx, folder, flags.Arg(0)) {
		return nil
	}
	set, err := assemble.OpenDesk(ctx, assemble.DeskOptions{Home: folder, Log: log, ReadOnlyOK: true})
	if err != nil {
		return err
	}
	err = show(ctx, set, flags.Arg(0), log)
	return errors.Join(err, set.Close())
}

// folderOf is the profile's folder, as one names it or the usual one.
func folderOf(home string) (string, error) {
	if home == "" {
		return assemble.DefaultHome()
	}
	abs, err := filepath.Abs(home)
	return abs, civic.WrapError(civic.Invalid, "scranno.home", err)
}

// show makes the window and runs it, following the link that the program was
// started with and those that later starts hand over.
func show(ctx context.Context, set *assemble.DeskSet, link string, log *slog.Logger) error {
	settings, err := set.Desk.Settings(ctx)
	if err != nil {
		log.Warn("settings cannot be read; the defaults hold", "kind", civic.KindOf(err))
	}
	if settings.TextSize != 0 && os.Getenv("FYNE_SCALE") == "" {
		scale := strconv.FormatFloat(float64(settings.TextSize)/100, 'f', 2, 64)
		if err := os.Setenv("FYNE_SCALE", scale); err != nil {
			return fmt.Errorf("text size: %w", err)
		}
	}
	lang, err := kit.NewLang(languageOf(settings))
	if err != nil {
		return err
	}
	a := app.NewWithID("it.scranno.Scranno")
	if err := lang.InstallToolkit(); err != nil {
		return err
	}
	look := func(s civic.Settings) { a.Settings().SetTheme(kit.NewTheme(themeOf(s))) }
	look(settings)
	wiped := false
	s := shell.New(shell.Options{
		App: a, Desk: set.Desk, Lang: lang, Log: log, Now: time.Now,
		OpenURL: openURL(a), OpenFile: openFile, Look: look, Icon: kit.AppIcon(), Address: assemble.CentralURL,
		Exports: exportFolder(), Home: set.Home,
		Wipe: func() { wiped = true; a.Quit() },
	})
	stop := listen(s, set.Home, log)
	s.Window().Show()
	if link != "" {
		s.Follow(link)
	}
	a.Run()
	stop()
	s.Close()
	if wiped {
		return wipe(set)
	}
	return nil
}

// listen follows the links that later starts on this profile hand over, until
// it is stopped. Where there can be no door, each start opens its own window.
func listen(s *shell.Shell, home string, log *slog.Logger) (stop func()) {
	d, err := openDoor(home)
	if err != nil {
		log.Warn("later starts will open windows of their own", "err", err)
		return func() {}
	}
	go d.serve(func(link string) { fyne.Do(func() { s.Follow(link) }) })
	return func() {
		if err := d.close(); err != nil {
			log.Warn("the socket of the window could not be removed", "err", err)
		}
	}
}

// languageOf is the language of the screens: Italian unless another was chosen.
func languageOf(s civic.Settings) string {
	if s.Language == "" {
		return "it"
	}
	return s.Language
}

// exportFolder is Documenti/Scranno, as the system names the first.
func exportFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "Scranno"
	}
	for _, name := range []string{"Documenti", "Documents"} {
		if fi, err := os.Stat(filepath.Join(home, name)); err == nil && fi.IsDir() {
			return filepath.Join(home, name, "Scranno")
		}
	}
	return filepath.Join(home, "Documenti", "Scranno")
}

// wipe removes the profile's folder once nothing holds it, and says what stays.
func wipe(set *assemble.DeskSet) error {
	if err := set.Close(); err != nil {
		return err
	}
	return civic.WrapError(civic.Internal, "scranno.wipe", os.RemoveAll(set.Home))
}

// plain is an error as one reads it in a terminal.
func plain(err error) string {
	lang, langErr := kit.NewLang("it")
	if langErr != nil {
		return err.Error()
	}
	t := lang.Explain(err)
	return t.What + " " + t.Do
}
