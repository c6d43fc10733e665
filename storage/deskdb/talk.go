package deskdb

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/sqldb"
)

func (s *Store) read(ctx context.Context, fn func(r *reader) error) error {
	return s.db.View(ctx, func(tx *sqldb.Tx) error {
		p, err := profile(ctx, tx)
		if err != nil {
			return err
		}
		return fn(&reader{tx: tx, me: p.Person})
	})
}

// Announced lists the communities that this copy knows, by title, archived
// last, without counting what is in them.
func (s *Store) Announced(ctx context.Context) ([]civic.SpaceHit, error) {
	return s.spaces(ctx, func(*reader, *civic.SpaceHit) error { return nil })
}

// Spaces lists them with their conversations counted.
func (s *Store) Spaces(ctx context.Context) ([]civic.SpaceHit, error) {
	return s.spaces(ctx, func(r *reader, h *civic.SpaceHit) error {
		threads, err := r.threads(ctx, h.ID)
		h.Threads = len(threads)
		for _, t := range threads {
			h.Unread += t.Unread
		}
		return err
	})
}

func (s *Store) spaces(ctx context.Context, count func(*reader, *civic.SpaceHit) error) ([]civic.SpaceHit, error) {
	var out []civic.SpaceHit
	err := s.read(ctx, func(r *reader) error {
		joined, err := r.kept(ctx)
		if err != nil {
			return err
		}
		recs, err := records(ctx, r.tx, `SELECT `+recordColumns+` FROM live WHERE kind = 'space' AND shelf = 1`)
		if err != nil {
			return err
		}
		for _, rec := range recs {
			h := civic.SpaceHit{ID: rec.ID, Joined: joined[civic.SpaceChannel(rec.ID)]}
			if json.Unmarshal(rec.Body, &h.Space) != nil {
				continue
			}
			if err := count(r, &h); err != nil {
				return err
			}
			out = append(out, h)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b civic.SpaceHit) int {
		return cmp.Or(compareBool(a.Space.Archived, b.Space.Archived), strings.Compare(a.Space.Title, b.Space.Title))
	})
	return out, err
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (r *reader) kept(ctx context.Context) (map[civic.Channel]bool, error) {
	out := map[civic.Channel]bool{}
	var name civic.Channel
	err := r.tx.Each(ctx, `SELECT name FROM channel WHERE quit = 0`, nil, []any{&name}, func() error {
		out[name] = true
		return nil
	})
	return out, err
}

// Threads lists a space's conversations, by their last post.
func (s *Store) Threads(ctx context.Context, space civic.ID) ([]civic.ThreadHit, error) {
	var out []civic.ThreadHit
	err := s.read(ctx, func(r *reader) (err error) {
		out, err = r.threads(ctx, space)
		return err
	})
	return out, err
}

func (r *reader) threads(ctx context.Context, space civic.ID) ([]civic.ThreadHit, error) {
	var x scanned
	var all []scanned
	err := r.tx.Each(ctx, `SELECT `+liveColumns+` FROM live WHERE kind = 'thread' AND shelf = 1 AND channel = $1`,
		[]any{string(civic.SpaceChannel(space))}, x.destLive(), func() error {
			all = append(all, x)
			return nil
		})
	if err != nil {
		return nil, err
	}
	return r.threadHits(ctx, all)
}

// moved is a conversation with the number of its last post; one that holds what
// waits counts as moved last.
type moved struct {
	hit  civic.ThreadHit
	last int64
}

// threadHits sums up conversations, the last moved first: by the channel's
// numbers, no clock is asked.
func (r *reader) threadHits(ctx context.Context, all []scanned) ([]civic.ThreadHit, error) {
	list := make([]moved, 0, len(all))
	for i := range all {
		m, err := r.threadHit(ctx, &all[i])
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(a, b moved) int { return cmp.Compare(b.last, a.last) })
	out := make([]civic.ThreadHit, 0, len(list))
	for _, m := range list {
		out = append(out, m.hit)
	}
	return out, nil
}

// threadHit sums up a conversation: how long it is, who began it, when it last
// moved, and how much of it is new to this person.
func (r *reader) threadHit(ctx context.Context, x *scanned) (moved, error) {
	rec := x.record()
	m := moved{last: rec.Born, hit: civic.ThreadHit{ID: rec.ID, Channel: rec.Channel, Pending: x.pending, Last: rec.Created}}
	var err error
	if m.hit.Thread, err = civic.DecodeBody[civic.Thread](rec); err != nil {
		return m, err
	}
	name, err := r.name(ctx, rec.Author)
	if err != nil {
		return m, err
	}
	m.hit.Author = name.Name
	if err := r.measure(ctx, &m); err != nil {
		return m, err
	}
	if x.pending {
		m.last = math.MaxInt64
	}
	return m, nil
}

// measure counts the posts. Where nothing waits the index alone answers.
func (r *reader) measure(ctx context.Context, m *moved) error {
	drawn, err := r.somethingDrawn(ctx)
	if err != nil {
		return err
	}
	var first, last, created int64
	var waiting bool
	if drawn {
		err = r.tx.Get(ctx, `SELECT count(*), coalesce(min(born), 0), coalesce(max(born), 0), coalesce(max(created), 0), count(*) FILTER (WHERE born = 0) > 0
			FROM live WHERE parent = $1 AND kind = 'post'`, []any{string(m.hit.ID)}, &m.hit.Posts, &first, &last, &created, &waiting)
	} else {
		err = r.tx.Get(ctx, `SELECT count(*), coalesce(min(born), 0), coalesce(max(born), 0),
			coalesce((SELECT created FROM record WHERE parent = $1 AND kind = 'post' AND deleted = 0 ORDER BY born DESC LIMIT 1), 0)
			FROM record WHERE parent = $1 AND kind = 'post' AND deleted = 0`, []any{string(m.hit.ID)}, &m.hit.Posts, &first, &last, &created)
	}
	if err != nil {
		return err
	}
	if m.last = max(m.last, last); waiting {
		m.last = math.MaxInt64
	}
	if t := moment(created); t.After(m.hit.Last) {
		m.hit.Last = t
	}
	m.hit.Unread, err = r.unread(ctx, m.hit.ID, civic.Span{first, last})
	return err
}

func (r *reader) somethingDrawn(ctx context.Context) (bool, error) {
	if r.drawn == nil {
		var some bool
		if err := r.tx.Get(ctx, `SELECT count(*) > 0 FROM overlay`, nil, &some); err != nil {
			return false, err
		}
		r.drawn = &some
	}
	return *r.drawn, nil
}

// unread counts the posts of others whose born number was never read. The whole
// is the range that the posts lie in.
func (r *reader) unread(ctx context.Context, thread civic.ID, whole civic.Span) (int, error) {
	if r.me == "" || whole[1] == 0 {
		return 0, nil
	}
	mark, err := r.mark(ctx, thread)
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(mark.Spans, func(s civic.Span) bool { return s[0] <= max(whole[0], 1) && whole[1] <= s[1] }) {
		return 0, nil
	}
	n := 0
	var born int64
	err = r.tx.Each(ctx, `SELECT born FROM known WHERE parent = $1 AND kind = 'post' AND author <> $2`,
		[]any{string(thread), string(r.me)}, []any{&born}, func() error {
			if !mark.Has(born) {
				n++
			}
			return nil
		})
	return n, err
}

func (r *reader) mark(ctx context.Context, thread civic.ID) (civic.ReadMark, error) {
	var m civic.ReadMark
	var body []byte
	err := r.tx.Get(ctx, `SELECT body FROM live WHERE id = $1 LIMIT 1`, []any{string(civic.ReadID(r.me, thread))}, &body)
	if civic.Is(err, civic.NotFound) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	return m, civic.WrapError(civic.Damaged, "deskdb.mark", json.Unmarshal(body, &m))
}

// Posts gives a conversation in order of born, what waits last.
func (s *Store) Posts(ctx context.Context, thread civic.ID) ([]civic.PostView, civic.ThreadHit, error) {
	var out []civic.PostView
	var hit civic.ThreadHit
	err := s.read(ctx, func(r *reader) error {
		var x scanned
		err := r.tx.Get(ctx, `SELECT `+liveColumns+` FROM live WHERE id = $1 AND kind = 'thread' LIMIT 1`, []any{string(thread)}, x.destLive()...)
		if err != nil {
			return err
		}
		m, err := r.threadHit(ctx, &x)
		if err != nil {
			return err
		}
		hit = m.hit
		out, err = r.posts(ctx, `SELECT `+liveColumns+`, EXISTS (SELECT 1 FROM waits WHERE record = live.id)
			FROM live WHERE parent = $1 AND kind = 'post' ORDER BY born = 0, born, ord`, string(thread))
		return err
	})
	return out, hit, err
}

// posts reads posts; the query's last column says whether a command waits on
// the post.
func (r *reader) posts(ctx context.Context, query string, args ...any) ([]civic.PostView, error) {
	var out []civic.PostView
	var x scanned
	var waits bool
	err := r.tx.Each(ctx, query, args, append(x.destLive(), &waits), func() error {
		v := civic.PostView{
			ID: x.r.ID, AuthorID: x.r.Author, Version: x.r.Version, Born: x.r.Born, Created: moment(x.created),
			Pending: x.pending || waits, Mine: x.r.Author == r.me && r.me != "",
		}
		if json.Unmarshal(x.body, &v.Post) != nil {
			return nil // a post of a form that this version cannot read
		}
		out = append(out, v)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		name, err := r.name(ctx, out[i].AuthorID)
		if err != nil {
			return nil, err
		}
		out[i].Author, out[i].Office, out[i].Body = name.Name, name.Office, name.Body
	}
	return out, nil
}

// FindPosts searches the confirmed posts, the best first.
func (s *Store) FindPosts(ctx context.Context, text string, limit int) ([]civic.PostView, error) {
	match := search.Parse(text).FTS5(search.Columns{Stems: "text", Folded: "folded"})
	if match == "" {
		return nil, nil
	}
	if limit <= 0 || limit > maxLimit {
		limit = defaultLimit
	}
	var out []civic.PostView
	err := s.read(ctx, func(r *reader) (err error) {
		out, err = r.posts(ctx, `SELECT r.id, r.kind, '', r.version, r.born, r.author, r.created, r.updated, r.body, 0,
			EXISTS (SELECT 1 FROM waits WHERE record = r.id)
			FROM post_text t JOIN record r ON r.num = t.rowid WHERE t.post_text MATCH ? AND r.deleted = 0 ORDER BY t.rank LIMIT ?`, match, limit)
		return err
	})
	return out, err
}
