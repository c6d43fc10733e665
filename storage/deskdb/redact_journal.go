package deskdb

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// rewriteJournal replaces the journal by what the transaction leaves, so that no
// former line of it can be read any more. The transaction keeps other writers
// out; their next line goes into the new file.
func (s *Store) rewriteJournal(ctx context.Context, tx *sqldb.Tx) error {
	if s.journal == nil {
		return nil
	}
	notes, err := snapshot(ctx, tx)
	if err != nil {
		return err
	}
	return s.journal.replace(notes)
}

// replace puts a new file in the place of the journal and zeros over the former
// one.
func (j *journal) replace(notes []note) (err error) {
	const op = "journal.replace"
	j.mu.Lock()
	defer j.mu.Unlock()
	path := j.f.Name()
	was, err := os.OpenFile(path, os.O_WRONLY, 0o600)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if err := writeJournal(path, notes); err != nil {
		// A system that does not let an open file be replaced.
		return errors.Join(overwrite(was, notes), was.Close())
	}
	if err := errors.Join(blank(was), was.Close()); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	return j.follow()
}

// follow opens the journal again where another program has replaced it.
func (j *journal) follow() error {
	const op = "journal.follow"
	path := j.f.Name()
	here, err := j.f.Stat()
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if there, err := os.Stat(path); err == nil && os.SameFile(here, there) {
		return nil
	}
	next, err := openJournal(path)
	if err != nil {
		return err
	}
	was := j.f
	j.f = next.f
	return civic.WrapError(civic.Internal, op, was.Close())
}

// overwrite writes the notes over a file from its beginning.
func overwrite(f *os.File, notes []note) error {
	const op = "journal.overwrite"
	if err := errors.Join(blank(f), f.Truncate(0)); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	return civic.WrapError(civic.Internal, op, errors.Join(encodeNotes(f, notes), f.Sync()))
}

// dropUnfinished takes away journals that a killed program was writing anew:
// they hold words that the journal itself has been rid of since.
func dropUnfinished(home string) error {
	const op = "journal.unfinished"
	all, err := os.ReadDir(home)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	for _, e := range all {
		if !Matches([]string{unfinished}, e.Name()) {
			continue
		}
		path := filepath.Join(home, e.Name())
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err == nil {
			err = errors.Join(blank(f), f.Close())
		}
		if err := errors.Join(err, os.Remove(path)); err != nil {
			return civic.WrapError(civic.Internal, op, err)
		}
	}
	return nil
}

// blank writes zeros over all of a file.
func blank(f *os.File) error {
	st, err := f.Stat()
	if err != nil {
		return err
	}
	zeros := make([]byte, 1<<16)
	for at := int64(0); at < st.Size(); at += int64(len(zeros)) {
		if _, err := f.WriteAt(zeros[:min(int64(len(zeros)), st.Size()-at)], at); err != nil {
			return err
		}
	}
	return f.Sync()
}
