package kit

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"scranno/app/civic"
	"scranno/app/document"
)

// ExportName makes the name of an act's file, which every system takes: the
// day, the kind, and the subject as far as it goes. An act without a date gets
// today's.
func ExportName(c civic.Content, today civic.Date) string {
	day := c.Date
	if day == "" {
		day = today
	}
	return FileName(KindWord(c.Kind)+" "+c.Subject, day)
}

// FileName makes a name that every system takes of a day and a title, as far as
// it goes.
func FileName(title string, day civic.Date) string {
	const most = 90
	name := []rune(string(day))
	words := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '’', r == '\'':
			return r
		}
		return ' '
	}, title)
	for w := range strings.FieldsSeq(words) {
		if len(name)+1+len([]rune(w)) > most {
			break
		}
		name = append(append(name, ' '), []rune(w)...)
	}
	return strings.TrimRight(string(name), " -.")
}

// KindWord is a kind as its title on paper, in small letters after the first.
func KindWord(k civic.ActKind) string {
	word := []rune(strings.ToLower(document.KindLine(k, "")))
	return string(unicode.ToUpper(word[0])) + string(word[1:])
}

// WriteExport writes a file into the folder of exports under a name that
// nothing has yet, whole or not at all, and gives its path. ext has its dot.
func WriteExport(dir, name, ext string, write func(io.Writer) error) (path string, err error) {
	const op = "kit.export"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	f, err := os.CreateTemp(dir, ".scranno-*")
	if err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	b := bufio.NewWriter(f)
	if err := errors.Join(write(b), b.Flush(), f.Sync(), f.Close()); err != nil {
		return "", err
	}
	for n := 1; n < 1000; n++ {
		path = filepath.Join(dir, name+ext)
		if n > 1 {
			path = filepath.Join(dir, name+" ("+strconv.Itoa(n)+")"+ext)
		}
		// Taking the name first keeps a file that is already there.
		taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			err = errors.Join(taken.Close(), os.Rename(f.Name(), path))
		}
		return path, civic.WrapError(civic.Internal, op, err)
	}
	return "", civic.NewError(civic.Conflict, op, "drafts.folder_full")
}
