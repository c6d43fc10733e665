package kit

import "path/filepath"

// ChooseFile asks for a file of the person's with one of the endings.
func (h *Host) ChooseFile(endings []string, chosen func(path string)) {
	h.choosePath(endings, chosen)
}

// ChooseFolder asks for a folder of the person's.
func (h *Host) ChooseFolder(chosen func(path string)) { h.choosePath(nil, chosen) }

// choosePath opens the dialog where the last file came from, else in the
// person's documents.
func (h *Host) choosePath(endings []string, chosen func(path string)) {
	from := h.folder
	if from == "" {
		from = filepath.Dir(h.Exports)
	}
	c := newChooser(h, endings, chosen)
	c.show()
	c.enter(from, "")
}
