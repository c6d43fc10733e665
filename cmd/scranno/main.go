package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/ui/kit"
	"scranno/ui/shell"
)

func main() {
	if code, was := assemble.ServeReading(os.Args[1:], os.Stdin, os.Stdout); was {
		os.Exit(code)
	}
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
	measure := flags.String("first-frame", "", "for measuring: say when the `window` (or a \"bare\" one) is first painted, and exit")
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
	if *measure == measureBare {
		bare(app.NewWithID(appID), os.Stdout)
		return nil
	}
	ctx := context.Background()
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	folder, err := folderOf(*home)
	if err != nil {
		return err
	}
	if *measure == "" && handOver(ctx, folder, flags.Arg(0)) {
		return nil
	}
	set, err := assemble.OpenDesk(ctx, assemble.DeskOptions{Home: folder, Log: log, ReadOnlyOK: true})
	if err != nil {
		return err
	}
	p := program{set: set, link: flags.Arg(0), log: log, measure: *measure == measureWindow}
	err = p.show(ctx)
	if err = errors.Join(err, set.Close()); err == nil && p.wiped {
		err = p.wipe(ctx)
	}
	return err
}

// wipe removes the profile, which is closed by now, and names what is left.
func (p *program) wipe(ctx context.Context) error {
	o := assemble.WipeOptions{Home: p.set.Home, Log: p.log}
	if p.exports {
		o.Also = []string{assemble.ExportsFolder()}
	}
	w, err := assemble.Wipe(ctx, o)
	for _, path := range w.Left {
		fmt.Fprintln(os.Stderr, path)
	}
	return err
}

// folderOf is the profile's folder, as one names it or the usual one.
func folderOf(home string) (string, error) {
	if home == "" {
		return assemble.DefaultHome()
	}
	abs, err := filepath.Abs(home)
	return abs, civic.WrapError(civic.Invalid, "scranno.home", err)
}

const appID = "it.scranno.Scranno"

// program is one run of the window over an open profile.
type program struct {
	set     *assemble.DeskSet
	link    string // that the program was started with
	log     *slog.Logger
	measure bool // the first frame only
	wiped   bool // the person asked for the profile to be removed
	exports bool // and what was written out of it
}

// show makes the window and runs it, following the link that the program was
// started with and those that later starts hand over.
func (p *program) show(ctx context.Context) error {
	set, log := p.set, p.log
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
	a := app.NewWithID(appID)
	if err := lang.InstallToolkit(); err != nil {
		return err
	}
	look := func(s civic.Settings) { a.Settings().SetTheme(kit.NewTheme(themeOf(s))) }
	look(settings)
	s := shell.New(shell.Options{
		App: a, Desk: set.Desk, Council: set.Council, Lang: lang, Log: log, Now: time.Now,
		OpenURL: openURL(a), OpenFile: openFile, Look: look, Icon: kit.AppIcon(), Address: assemble.CentralURL,
		Exports: assemble.ExportsFolder(), Home: set.Home, Locks: shell.LocksAfter(settings), Panes: settings.Panes,
		Wipe: func(exports bool) { p.wiped, p.exports = true, exports; a.Quit() },
	})
	stop := listen(s, set.Home, log)
	if p.measure {
		announce(a, s.Window(), os.Stdout)
	}
	if err := appear(s.Window()); err != nil {
		stop()
		s.Close()
		return err
	}
	if p.link != "" {
		s.Follow(p.link)
	}
	calm := p.endOnSignal(s)
	err = runWindow(a)
	calm()
	stop()
	s.Close()
	return err
}

// appear shows the window. Without a display the toolkit panics, which is said in
// words instead.
func appear(w fyne.Window) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &civic.Error{
				Kind: civic.Internal, Op: "scranno.window", Key: "window.none", Hint: "window.none_do", Err: fmt.Errorf("%v", r),
			}
		}
	}()
	w.Show()
	return nil
}

// runWindow runs the toolkit until the window is closed. Should it break, the
// profile is still closed properly and the person told in words.
func runWindow(a fyne.App) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = civic.WrapError(civic.Internal, "scranno.window", fmt.Errorf("the window broke: %v", r))
		}
	}()
	a.Run()
	return nil
}

// signalPatience is how long a window may take to save and close once the
// system asks the program to end.
const signalPatience = 3 * time.Second

// endOnSignal closes the window as a person would when the system asks the
// program to end. The toolkit's own handling can wait for ever on a loop that
// has ended: past the patience the profile is closed and the program goes.
func (p *program) endOnSignal(s *shell.Shell) (stop func()) {
	asked := make(chan os.Signal, 1)
	done := make(chan struct{})
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-done:
			return
		case <-asked:
		}
		go fyne.Do(s.Quit)
		select {
		case <-done:
		case <-time.After(signalPatience):
			if err := p.set.Close(); err != nil {
				p.log.Warn("the profile was not closed whole", "kind", civic.KindOf(err))
			}
			os.Exit(0)
		}
	}()
	return func() { signal.Stop(asked); close(done) }
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

// plain is an error as one reads it in a terminal.
func plain(err error) string {
	lang, langErr := kit.NewLang("it")
	if langErr != nil {
		return err.Error()
	}
	t := lang.Explain(err)
	return t.What + " " + t.Do
}
