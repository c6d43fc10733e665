package deskdb

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// compactOver is the size from which the journal is written anew when the store
// opens.
const compactOver = 1 << 20

// damaged follows the name of a file that was set aside.
const damaged = ".damaged-"

// setAside renames a damaged file, and what belongs to it, so that a new one
// can take its place and nothing is thrown away.
func setAside(path string, now time.Time) (string, error) {
	aside := path + damaged + now.UTC().Format("20060102-150405.000")
	for _, suffix := range []string{"", "-wal", "-shm"} {
		err := os.Rename(path+suffix, aside+suffix)
		if err != nil && !(suffix != "" && errors.Is(err, fs.ErrNotExist)) {
			return "", civic.WrapError(civic.Internal, "deskdb.set_aside", err)
		}
	}
	return aside, nil
}

// missing tells whether the file is gone, or empty, and its journal is not: a
// cleaner or another program took it.
func missing(home string) (bool, error) {
	size := func(name string) (int64, error) {
		st, err := os.Stat(filepath.Join(home, name))
		if errors.Is(err, fs.ErrNotExist) {
			return 0, nil
		}
		if err != nil {
			return 0, civic.WrapError(civic.Internal, "deskdb.missing", err)
		}
		return st.Size(), nil
	}
	file, err := size(FileName)
	if err != nil || file > 0 {
		return false, err
	}
	notes, err := size(JournalName)
	return notes > 0, err
}

// anew tells whether the file was made anew, and everything comes from the
// journal.
func (s Salvage) anew() bool { return s.SetAside != "" || s.Missing }

// aside lists the files that were set aside in a home.
func aside(home string) ([]string, error) {
	all, err := os.ReadDir(home)
	var out []string
	for _, e := range all {
		if strings.HasPrefix(e.Name(), FileName+damaged) {
			out = append(out, filepath.Join(home, e.Name()))
		}
	}
	return out, civic.WrapError(civic.Internal, "deskdb.aside", err)
}

func (s *Store) dropAside() error {
	all, err := aside(s.home)
	for _, path := range all {
		if rerr := os.Remove(path); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
			err = errors.Join(err, sqldb.FileError("deskdb.aside", rerr))
		}
	}
	return err
}

// openJournal opens the journal; after a file was set aside or not closed it
// brings back what the database lacks, and where this process is alone it
// writes a journal that has grown large anew.
func (s *Store) openJournal(ctx context.Context, alone bool) error {
	path := filepath.Join(s.home, JournalName)
	if alone && (s.salvage.anew() || s.salvage.Unclean) {
		notes, bad, err := readJournal(path)
		if err != nil {
			return err
		}
		if bad > 0 {
			s.log.Warn("lines of the journal could not be read", "count", bad)
		}
		if err := s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.merge(ctx, tx, notes) }); err != nil {
			return err
		}
	}
	if alone {
		if err := errors.Join(dropUnfinished(s.home), s.compact(ctx, path)); err != nil {
			return err
		}
	}
	j, err := openJournal(path)
	s.journal = j
	return err
}

func (s *Store) compact(ctx context.Context, path string) error {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && st.Size() < compactOver && !s.salvage.anew() {
		return nil
	}
	if err != nil {
		return civic.WrapError(civic.Internal, "journal.compact", err)
	}
	// A transaction that writes: no line of another program falls between.
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		notes, err := snapshot(ctx, tx)
		if err != nil {
			return err
		}
		return writeJournal(path, notes)
	})
}

// snapshot is everything that a journal must hold, in as few lines as it takes.
func snapshot(ctx context.Context, tx *sqldb.Tx) ([]note, error) {
	p, err := profile(ctx, tx)
	if err != nil {
		return nil, err
	}
	notes := []note{{Profile: &p}}
	var x draftRow
	err = tx.Each(ctx, `SELECT `+draftColumns+` FROM draft`, nil, x.dest(), func() error {
		d, err := x.draft()
		notes = append(notes, note{Draft: &draftNote{Draft: d, Binned: x.binned}})
		return err
	})
	if err != nil {
		return nil, err
	}
	former, err := versions(ctx, tx, `ORDER BY num`)
	if err != nil {
		return nil, err
	}
	for i := range former {
		notes = append(notes, note{Version: &former[i]})
	}
	keys, err := believed(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range keys {
		notes = append(notes, note{Key: &keys[i]})
	}
	rows, err := queuedRows(ctx, tx, `WHERE args IS NOT NULL ORDER BY num`)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		notes = append(notes, note{Command: rows[i].bare()})
	}
	left, err := stranded(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range left {
		notes = append(notes, note{Stranded: &left[len(left)-1-i]})
	}
	if notes, err = pinNotes(ctx, tx, notes); err != nil {
		return nil, err
	}
	if notes, err = councilNotes(ctx, tx, notes); err != nil {
		return nil, err
	}
	if notes, err = wordNotes(ctx, tx, notes); err != nil {
		return nil, err
	}
	if notes, err = followNotes(ctx, tx, notes); err != nil {
		return nil, err
	}
	if notes, err = commentNotes(ctx, tx, notes); err != nil {
		return nil, err
	}
	if notes, err = groupNotes(ctx, tx, notes); err != nil {
		return nil, err
	}
	begun, err := composedRows(ctx, tx, "")
	for i := range begun {
		notes = append(notes, note{Composed: &begun[i]})
	}
	return notes, err
}

// gathered is what the lines of a journal come to.
type gathered struct {
	profile  *civic.Profile
	drafts   map[civic.ID]*draftNote
	versions []civic.DraftVersion
	commands []*queued // in the order in which they were first seen
	stranded []strandedNote
	composed map[civic.ID]*composedNote
	pins     map[civic.ID]*pinNote
}

func gather(notes []note) gathered {
	k := gathered{drafts: map[civic.ID]*draftNote{}, composed: map[civic.ID]*composedNote{}, pins: map[civic.ID]*pinNote{}}
	at := map[civic.ID]*queued{}
	for _, n := range notes {
		switch {
		case n.Profile != nil:
			k.profile = n.Profile
		case n.Draft != nil:
			k.drafts[n.Draft.Draft.ID] = n.Draft
		case n.Version != nil:
			k.versions = append(k.versions, *n.Version)
		case n.Command != nil:
			if at[n.Command.ID] == nil {
				k.commands = append(k.commands, n.Command)
				at[n.Command.ID] = n.Command
			} else {
				*at[n.Command.ID] = *n.Command
			}
		case n.State != nil && at[n.State.ID] != nil:
			at[n.State.ID].State = n.State.State
		case n.Gone != "":
			delete(at, n.Gone)
			k.commands = slices.DeleteFunc(k.commands, func(q *queued) bool { return q.ID == n.Gone })
		case n.Stranded != nil:
			k.stranded = append(k.stranded, *n.Stranded)
		case n.Landed != "":
			k.stranded = slices.DeleteFunc(k.stranded, func(x strandedNote) bool { return x.ID == n.Landed })
		case n.Composed != nil:
			k.composed[n.Composed.Thread] = n.Composed
		case n.Pin != nil:
			k.pins[n.Pin.ID] = n.Pin
		case n.Unpinned != "":
			delete(k.pins, n.Unpinned)
		}
	}
	return k
}

// merge puts into the database what only the journal has.
func (s *Store) merge(ctx context.Context, tx *sqldb.Tx, notes []note) error {
	k := gather(notes)
	w := &work{Tx: tx, s: s} // what it notes is in the journal already
	p, err := profile(ctx, tx)
	if err != nil {
		return err
	}
	if k.profile != nil && p.Person == "" && p.Central == "" {
		p = *k.profile
		p.Synced = time.Time{}
		if err := putProfile(ctx, tx, p); err != nil {
			return err
		}
	}
	if err := w.mergeKeys(ctx, notes); err != nil {
		return err
	}
	for _, d := range k.drafts {
		if err := s.mergeDraft(ctx, w, d); err != nil {
			return err
		}
	}
	if s.salvage.anew() {
		for _, v := range k.versions {
			if err := w.putVersion(ctx, v); err != nil {
				return err
			}
		}
	}
	for _, q := range k.commands {
		if err := s.mergeCommand(ctx, w, q); err != nil {
			return err
		}
	}
	if err := s.mergeTexts(ctx, w, k); err != nil {
		return err
	}
	if err := w.mergeCouncil(ctx, notes); err != nil {
		return err
	}
	if err := w.mergeFollows(ctx, notes); err != nil {
		return err
	}
	if err := w.mergeWords(ctx, notes); err != nil {
		return err
	}
	if err := w.mergeComments(ctx, notes); err != nil {
		return err
	}
	if err := w.mergeGroups(ctx, notes); err != nil {
		return err
	}
	return w.redraw(ctx, nil)
}

// mergeTexts brings back what was left unsent and what was being written.
func (s *Store) mergeTexts(ctx context.Context, w *work, k gathered) error {
	for _, n := range k.stranded {
		if _, err := queuedRow(ctx, w.Tx, n.ID); !civic.Is(err, civic.NotFound) {
			if err != nil {
				return err
			}
			continue // it never left the outbox
		}
		if err := w.putStranded(ctx, n); err != nil {
			return err
		}
	}
	for _, p := range k.pins {
		if err := w.putPin(ctx, *p); err != nil {
			return err
		}
	}
	for _, c := range k.composed {
		var saved int64
		err := w.Get(ctx, `SELECT saved FROM composed WHERE thread = $1`, []any{string(c.Thread)}, &saved)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return err
		}
		if err == nil && saved >= c.Saved {
			continue
		}
		if err := w.putComposed(ctx, *c); err != nil {
			return err
		}
	}
	return nil
}

// mergeDraft takes the journal's draft where it is not older: it is written
// after each commit, so of two that look alike its line is the later one.
func (s *Store) mergeDraft(ctx context.Context, w *work, d *draftNote) error {
	have, binned, err := draftOf(ctx, w.Tx, d.Draft.ID)
	if err != nil && !civic.Is(err, civic.NotFound) {
		return err
	}
	if err == nil {
		older := cmp.Or(cmp.Compare(have.Revision, d.Draft.Revision), have.Updated.Compare(d.Draft.Updated)) > 0
		if older || binned > 0 == (d.Binned > 0) && reflect.DeepEqual(have, d.Draft) {
			return nil
		}
	}
	s.salvage.Drafts++
	return w.putDraft(ctx, d.Draft, d.Binned)
}

// mergeCommand brings a command back. What had left, or was accepted without
// its effects being here, is offered once more: the central answers the same id
// with the same receipt.
func (s *Store) mergeCommand(ctx context.Context, w *work, q *queued) error {
	if _, err := queuedRow(ctx, w.Tx, q.ID); !civic.Is(err, civic.NotFound) {
		return err
	}
	if q.Args == nil {
		return nil
	}
	switch q.State {
	case civic.QueueSending, civic.QueueSettling:
		q.State, q.Started = civic.QueueWaiting, true
	case civic.QueueDone:
		q.Days = max(q.Days, 1)
	}
	q.Num = 0
	if err := q.insert(ctx, w.Tx); err != nil {
		return err
	}
	if q.State != civic.QueueDone {
		s.salvage.Commands++
	}
	last, err := fact(ctx, w.Tx, factNumber)
	if err != nil || q.N <= last {
		return err
	}
	return setFact(ctx, w.Tx, factNumber, q.N)
}

// uncheck has all counts and sums compared with the central's at the next sync.
func uncheck(ctx context.Context, tx *sqldb.Tx) error {
	p, err := profile(ctx, tx)
	if err != nil || p.Checked.IsZero() {
		return err
	}
	p.Checked = time.Time{}
	return putProfile(ctx, tx, p)
}

// verifySums reads every text again and starts a walk of the channels whose
// count or sum is not what was noted.
func verifySums(ctx context.Context, tx *sqldb.Tx) error {
	all, err := channels(ctx, tx, kept)
	if err != nil {
		return err
	}
	type total struct{ count, sum, bytes int64 }
	seen := map[int64]*total{}
	for _, c := range all {
		seen[c.num] = &total{}
	}
	var num int64
	var r civic.Record
	var body []byte
	err = tx.Each(ctx, `SELECT channel, kind, id, version, body FROM record WHERE deleted = 0`, nil,
		[]any{&num, &r.Kind, &r.ID, &r.Version, &body}, func() error {
			if t := seen[num]; t != nil {
				r.Body = body
				t.count++
				t.sum += int64(r.Digest())
				t.bytes += int64(len(body))
			}
			return nil
		})
	if err != nil {
		return err
	}
	for _, c := range all {
		if t := seen[c.num]; t.count == c.count && t.sum == c.sum {
			continue
		}
		walk, err := nextFact(ctx, tx, factWalk)
		if err != nil {
			return err
		}
		c.begin(walk)
		c.count, c.sum, c.bytes = seen[c.num].count, seen[c.num].sum, seen[c.num].bytes
		if err := c.save(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}
