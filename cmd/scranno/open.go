package main

import (
	"net/url"
	"os/exec"
	"runtime"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
)

// openURL opens an address in the system's browser, or its mail program.
func openURL(a fyne.App) func(string) error {
	return func(text string) error {
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
			return civic.NewError(civic.Invalid, "scranno.open", "invalid.address")
		}
		return civic.WrapError(civic.Internal, "scranno.open", a.OpenURL(u))
	}
}

// openFile opens a file or folder in the program that the system has for it.
func openFile(path string) error {
	name, args := "xdg-open", []string{path}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", path}
	}
	c := exec.Command(name, args...) //nolint:gosec // one of three fixed programs, with a path of our own making
	if err := c.Start(); err != nil {
		return civic.WrapError(civic.NotFound, "scranno.open", err)
	}
	go func() {
		// The viewer's own failure is the viewer's to tell.
		_ = c.Wait()
	}()
	return nil
}
