package kit

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"scranno/app/civic"
)

// ChooseFile asks for a file of the person's with one of the endings.
func (h *Host) ChooseFile(endings []string, chosen func(path string)) {
	d := dialog.NewFileOpen(func(in fyne.URIReadCloser, err error) {
		if err != nil || in == nil {
			return
		}
		path := in.URI().Path()
		h.folder = filepath.Dir(path)
		if err := in.Close(); err != nil {
			h.Fail(civic.WrapError(civic.Internal, "kit.file", err))
			return
		}
		chosen(path)
	}, h.Window)
	d.SetFilter(storage.NewExtensionFileFilter(endings))
	h.showFiles(d)
}

// ChooseFolder asks for a folder of the person's.
func (h *Host) ChooseFolder(chosen func(path string)) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			return
		}
		h.folder = u.Path()
		chosen(u.Path())
	}, h.Window)
	h.showFiles(d)
}

// showFiles opens the dialog where the last file came from, else in the person's
// documents. The toolkit's dialog has a size only once it is shown.
func (h *Host) showFiles(d *dialog.FileDialog) {
	from := h.folder
	if from == "" {
		from = filepath.Dir(h.Exports)
	}
	if at, err := storage.ListerForURI(storage.NewFileURI(from)); err == nil {
		d.SetLocation(at)
	}
	d.SetDismissText(h.Lang.T("button.cancel"))
	d.Show()
	size := h.Window.Canvas().Size()
	d.Resize(fyne.NewSize(min(860, size.Width-40), min(600, size.Height-40)))
}
