package centraldb

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"scranno/app/civic"
)

// RedactionFile is the name of the list of redactions beside a central's data.
const RedactionFile = "redactions.jsonl"

// RedactionList is the list of redactions outside the database: one a line, only
// ever appended to. It has ids and hashes, no words.
type RedactionList struct {
	path string
	mu   sync.Mutex
}

// NewRedactionList uses the file at path, which need not be there yet.
func NewRedactionList(path string) *RedactionList { return &RedactionList{path: path} }

// Lines gives what is in the list. A last line that was cut off is left out: its
// redaction was not acknowledged. Damaged: another line cannot be read.
func (f *RedactionList) Lines(context.Context) ([]civic.Redaction, error) {
	const op = "redactions.read"
	f.mu.Lock()
	defer f.mu.Unlock()
	raw, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	var out []civic.Redaction
	for line := range bytes.Lines(raw) {
		var r civic.Redaction
		if err := json.Unmarshal(line, &r); err == nil {
			out = append(out, r)
		} else if bytes.HasSuffix(line, []byte("\n")) && len(bytes.TrimSpace(line)) > 0 {
			return nil, civic.WrapError(civic.Damaged, op, err)
		}
	}
	return out, nil
}

// Append adds lines so that they are on the disk when it gives nil.
func (f *RedactionList) Append(_ context.Context, lines []civic.Redaction) (err error) {
	const op = "redactions.append"
	f.mu.Lock()
	defer f.mu.Unlock()
	file, err := os.OpenFile(f.path, os.O_RDWR|os.O_CREATE, 0o600) // #nosec G304 -- in the data folder
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	end, err := wholeLines(file)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	var b bytes.Buffer
	for _, r := range lines {
		raw, err := civic.CanonicalOf(r)
		if err != nil {
			return err
		}
		b.Write(append(raw, '\n'))
	}
	if _, err := file.WriteAt(b.Bytes(), end); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if err := file.Sync(); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if dir, err := os.Open(filepath.Dir(f.path)); err == nil {
		_ = dir.Sync() // some file systems cannot; the file itself is on the disk
		return civic.WrapError(civic.Internal, op, dir.Close())
	}
	return nil
}

// wholeLines gives where the last whole line ends, and cuts off what follows.
func wholeLines(file *os.File) (int64, error) {
	var end int64
	in := bufio.NewReader(file)
	for {
		line, err := in.ReadSlice('\n')
		switch {
		case err == nil:
			end += int64(len(line))
			continue
		case errors.Is(err, bufio.ErrBufferFull):
			rest, err := in.ReadBytes('\n')
			if err == nil {
				end += int64(len(line) + len(rest))
				continue
			}
			if !errors.Is(err, io.EOF) {
				return 0, err
			}
		case !errors.Is(err, io.EOF):
			return 0, err
		}
		return end, file.Truncate(end)
	}
}
