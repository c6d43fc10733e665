package deskdb

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"scranno/app/civic"
)

// JournalName is the journal in a profile's home: one change of a draft or of
// the outbox a line, each with its checksum, only ever appended to. It is what
// a damaged database is made anew from.
const JournalName = "journal.jsonl"

// unfinished is a journal that is being written anew.
const unfinished = ".journal-*"

// flushAfter is how long an autosave may wait for the disk.
const flushAfter = time.Second

// maxLine bounds a line that is read back: a command's arguments and what
// stands around them.
const maxLine = 4 << 20

// note is a line of the journal; one field is set.
type note struct {
	Profile *civic.Profile      `json:"profile,omitempty"`
	Draft   *draftNote          `json:"draft,omitempty"`
	Version *civic.DraftVersion `json:"version,omitempty"`
	Command *queued             `json:"command,omitempty"`
	State   *stateNote          `json:"state,omitempty"`
	Gone    civic.ID            `json:"gone,omitempty"` // a command taken out of the outbox
	Key     *civic.TrustedKey   `json:"key,omitempty"`

	Stranded *strandedNote `json:"stranded,omitempty"`
	Landed   civic.ID      `json:"landed,omitempty"` // stranded no more
	Composed *composedNote `json:"composed,omitempty"`
	Pin      *pinNote      `json:"pin,omitempty"`
	Unpinned civic.ID      `json:"unpinned,omitempty"`
	Word     *wordNote     `json:"word,omitempty"`
	Follow   *followNote   `json:"follow,omitempty"`
	Term     *civic.Term   `json:"term,omitempty"`

	Council     *civic.CouncilProfile `json:"council,omitempty"`
	CouncilGone civic.BodyCode        `json:"councilGone,omitempty"`
	Sitting     *sittingNote          `json:"sitting,omitempty"`
	SittingGone civic.ID              `json:"sittingGone,omitempty"`
	Paper       *paperNote            `json:"paper,omitempty"`

	Comment     *civic.Comment `json:"comment,omitempty"`
	Uncommented civic.ID       `json:"uncommented,omitempty"`

	Code   *civic.GroupCode `json:"code,omitempty"`
	Spent  civic.ID         `json:"spent,omitempty"` // a code used or expired
	Circle *circleNote      `json:"circle,omitempty"`
}

type draftNote struct {
	Draft  civic.Draft `json:"draft"`
	Binned int64       `json:"binned,omitempty"`
}

type stateNote struct {
	ID    civic.ID           `json:"id"`
	State civic.CommandState `json:"state"`
}

func (w *work) note(n note) {
	if n.Command != nil {
		n.Command = n.Command.bare()
	}
	w.notes = append(w.notes, n)
}

func (w *work) noteState(id civic.ID, st civic.CommandState) {
	w.note(note{State: &stateNote{ID: id, State: st}})
}

// journal appends. A nil one swallows.
type journal struct {
	mu    sync.Mutex
	f     *os.File
	timer *time.Timer // set while something waits for the disk
	err   error       // of the last flush in the background
}

func openJournal(path string) (*journal, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, "journal.open", err)
	}
	return &journal{f: f}, nil
}

// append writes the lines in one piece. urgent waits until they are on the
// disk; else they are within a second.
func (j *journal) append(notes []note, urgent bool) error {
	if j == nil || len(notes) == 0 {
		return nil
	}
	var b bytes.Buffer
	if err := encodeNotes(&b, notes); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		err := j.err
		j.err = nil
		return err
	}
	if err := j.follow(); err != nil {
		return err
	}
	if _, err := j.f.Write(b.Bytes()); err != nil {
		return civic.WrapError(civic.Internal, "journal.append", err)
	}
	if urgent {
		return civic.WrapError(civic.Internal, "journal.sync", j.f.Sync())
	}
	if j.timer == nil {
		j.timer = time.AfterFunc(flushAfter, j.flush)
	}
	return nil
}

func (j *journal) flush() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.timer = nil
	if err := j.f.Sync(); err != nil && !errors.Is(err, os.ErrClosed) {
		j.err = civic.WrapError(civic.Internal, "journal.sync", err)
	}
}

func (j *journal) close() error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.timer != nil {
		j.timer.Stop()
		j.timer = nil
	}
	return civic.WrapError(civic.Internal, "journal.close", errors.Join(j.f.Sync(), j.f.Close()))
}

func encodeNotes(w io.Writer, notes []note) error {
	for _, n := range notes {
		raw, err := json.Marshal(n)
		if err != nil {
			return civic.WrapError(civic.Internal, "journal.encode", err)
		}
		if _, err := fmt.Fprintf(w, "%08x %s\n", crc32.ChecksumIEEE(raw), raw); err != nil {
			return civic.WrapError(civic.Internal, "journal.encode", err)
		}
	}
	return nil
}

// readJournal gives every line that is whole. A torn or altered one is left
// out and counted.
func readJournal(path string) (notes []note, bad int, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, civic.WrapError(civic.Internal, "journal.read", err)
	}
	defer func() { _ = f.Close() }() // only read
	r := bufio.NewReaderSize(f, 1<<16)
	for {
		line, err := readLine(r)
		if len(line) > 0 {
			if n, ok := decodeNote(line); ok {
				notes = append(notes, n)
			} else {
				bad++
			}
		}
		if errors.Is(err, io.EOF) {
			return notes, bad, nil
		}
		if err != nil {
			return notes, bad, civic.WrapError(civic.Internal, "journal.read", err)
		}
	}
}

// readLine reads to the end of the line; of one that is too long it keeps the
// beginning, whose checksum will not fit.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		piece, err := r.ReadSlice('\n')
		if len(line) < maxLine {
			line = append(line, piece...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSuffix(line, []byte("\n")), err
		}
	}
}

func decodeNote(line []byte) (note, bool) {
	var n note
	sum, raw, ok := bytes.Cut(line, []byte(" "))
	if !ok || string(sum) != fmt.Sprintf("%08x", crc32.ChecksumIEEE(raw)) {
		return n, false
	}
	return n, json.Unmarshal(raw, &n) == nil
}

// writeJournal replaces the journal by the given lines, whole or not at all.
// Nobody else may be at it: what another left unfinished goes.
func writeJournal(path string, notes []note) (err error) {
	const op = "journal.compact"
	if err := dropUnfinished(filepath.Dir(path)); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), unfinished)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriter(f)
	if err := errors.Join(encodeNotes(w, notes), w.Flush(), f.Sync(), f.Close()); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	return civic.WrapError(civic.Internal, op, os.Rename(f.Name(), path))
}
