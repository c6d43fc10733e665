package deskdb

import (
	"context"
	"encoding/json"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// followNote is a row of follow, as the journal has it; Off: it went.
type followNote struct {
	What   civic.FollowKind `json:"what"`
	Target string           `json:"target"`
	Since  int64            `json:"since,omitempty"`
	Off    bool             `json:"off,omitempty"`
}

// Follow begins or ends following something. Twice is once. TooLarge: too many
// already.
func (s *Store) Follow(ctx context.Context, f civic.Follow, on bool) error {
	return s.write(ctx, func(w *work) error {
		if !on {
			return w.unfollow(ctx, f)
		}
		var n int
		if err := w.Get(ctx, `SELECT count(*) FROM follow`, nil, &n); err != nil {
			return err
		}
		if n >= civic.MaxFollows {
			return civic.NewError(civic.TooLarge, "deskdb.follow", "follow.too_many")
		}
		return w.follow(ctx, followNote{What: f.What, Target: f.Target, Since: milli(f.Since)})
	})
}

func (w *work) follow(ctx context.Context, f followNote) error {
	n, err := w.Exec(ctx, `INSERT INTO follow (what, target, since) VALUES ($1, $2, $3) ON CONFLICT (what, target) DO NOTHING`,
		string(f.What), f.Target, f.Since)
	if n > 0 {
		w.note(note{Follow: &f})
	}
	return err
}

func (w *work) unfollow(ctx context.Context, f civic.Follow) error {
	n, err := w.Exec(ctx, `DELETE FROM follow WHERE what = $1 AND target = $2`, string(f.What), f.Target)
	if n > 0 {
		w.note(note{Follow: &followNote{What: f.What, Target: f.Target, Off: true}})
	}
	return err
}

// Follows lists what the person follows, the latest first.
func (s *Store) Follows(ctx context.Context) ([]civic.FollowView, error) {
	var out []civic.FollowView
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var x civic.FollowView
		var since int64
		const list = `SELECT f.what, f.target, f.since, coalesce(CASE f.what
			WHEN 'act' THEN (SELECT subject FROM act WHERE id = f.target)
			WHEN 'author' THEN (SELECT body ->> 'name' FROM live WHERE kind = 'call' AND shelf = 1 AND author = f.target LIMIT 1) END, '')
			FROM follow f ORDER BY f.since DESC, f.what, f.target`
		if err := tx.Each(ctx, list, nil, []any{&x.What, &x.Target, &since, &x.Name}, func() error {
			y := x
			y.Since = moment(since)
			out = append(out, y)
			return nil
		}); err != nil {
			return err
		}
		return nameBodies(ctx, tx, out)
	})
	return out, err
}

// nameBodies names the followed councils as an act of theirs does. They are found
// by the marks: asked for one by one, each of which nothing is here would be looked
// for in all acts.
func nameBodies(ctx context.Context, tx *sqldb.Tx, all []civic.FollowView) error {
	var targets []any
	for _, f := range all {
		if f.What == civic.FollowBody {
			targets = append(targets, f.Target)
		}
	}
	if len(targets) == 0 {
		return nil
	}
	wanted, err := numbersOf(ctx, tx, targets)
	if err != nil {
		return err
	}
	var nums []int64
	if err := eachMark(ctx, tx, func(num int64, m *mark) {
		if wanted[m[atBody]] {
			delete(wanted, m[atBody])
			nums = append(nums, num)
		}
	}); err != nil {
		return err
	}
	those, err := list(nums)
	if err != nil {
		return err
	}
	var body, name string
	names := map[string]string{}
	err = tx.Each(ctx, `SELECT body, body_name FROM act WHERE num IN (SELECT value FROM json_each($1))`, []any{those}, []any{&body, &name}, func() error {
		names[body] = name
		return nil
	})
	for i := range all {
		if all[i].What == civic.FollowBody {
			all[i].Name = names[all[i].Target]
		}
	}
	return err
}

// keptNews is how many arrivals are remembered.
const keptNews = 5_000

// arrived notes what may be new to the person. What comes while a channel is
// filled for the first time is not.
func (a *application) arrived(ctx context.Context, c *channel, o *civic.Op, parent civic.ID) error {
	if !c.known || o.Author == a.profile.Person && o.Author != "" {
		return nil
	}
	switch o.Kind {
	case civic.KindAct, civic.KindActEvent, civic.KindRevision, civic.KindCommitment, civic.KindPost:
	default:
		return nil
	}
	_, err := a.Exec(ctx, `INSERT INTO news (id, kind, parent, channel, author, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET at = excluded.at, seen = 0, channel = excluded.channel`,
		string(o.ID), string(o.Kind), string(parent), string(c.name), string(o.Author), milli(o.Updated))
	return err
}

// newsRow reads a row of the three questions below.
type newsRow struct {
	n      civic.News
	kind   civic.RecordKind
	at     int64
	body   []byte
	author civic.ID
	theme  string
	why    string
}

// Of an act: $1 is the person. An act is one's own, or followed. What hangs on the
// news is looked up for each by its id: joined to them, the view of all that is
// live would be gathered whole. What came is others', so nothing that waits hides it.
const (
	newsBody = `(SELECT r.body FROM record r WHERE r.id = n.id AND r.deleted = 0 ORDER BY r.version DESC LIMIT 1)`

	newsOfActs = `WITH near AS MATERIALIZED (SELECT n.id, n.kind, n.at, n.num, a.id AS act, a.kind AS sort, a.subject, a.body_name, a.author,
			(a.author = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.what = 'act' AND f.target = a.id)) AS followed
			FROM news n JOIN act a ON a.id = n.parent
			WHERE n.seen = 0 AND n.kind IN ('act_event', 'revision', 'commitment') AND n.author <> $1 AND (a.author = $1
				OR EXISTS (SELECT 1 FROM follow f WHERE f.what = 'act' AND f.target = a.id)
				OR n.kind = 'act_event' AND EXISTS (SELECT 1 FROM follow f WHERE f.what = 'body' AND f.target = a.body)
				OR n.kind = 'revision' AND EXISTS (SELECT 1 FROM act c WHERE c.lineage = a.id AND c.lineage <> '' AND c.author = $1))),
		came AS MATERIALIZED (SELECT n.*, ` + newsBody + ` AS body FROM near n)
		SELECT n.id, n.kind, n.at, n.body, n.act, n.sort, n.subject, n.body_name, n.author, '', '' FROM came n
		WHERE n.body IS NOT NULL AND (n.followed OR n.kind <> 'act_event' OR n.body ->> 'type' IN ('outcome', 'answered'))`
	newsActs = `SELECT n.id, n.kind, n.at, '', a.id, a.kind, a.subject, a.body_name, coalesce(p.author, ''),
		coalesce((SELECT f.target FROM follow f WHERE f.what = 'theme' AND instr(a.themes, ' ' || f.target || ' ') > 0 LIMIT 1), ''),
		CASE WHEN p.author = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.what = 'act' AND f.target = p.id) THEN 'reuse'
			WHEN EXISTS (SELECT 1 FROM follow f WHERE f.what = 'body' AND f.target = a.body) THEN 'body' ELSE '' END
		FROM news n JOIN act a ON a.id = n.id LEFT JOIN act p ON p.id = a.lineage AND a.lineage <> ''
		WHERE n.seen = 0 AND n.kind = 'act' AND a.author <> $1`
	newsPosts = `WITH post AS (SELECT n.id, n.kind, n.at, n.num, n.parent, ` + newsBody + ` ->> 'replyTo' AS replies, ` + newsBody + ` IS NOT NULL AS here,
			(SELECT r.author FROM record r WHERE r.id = n.parent AND r.deleted = 0 ORDER BY r.version DESC LIMIT 1) AS began,
			(SELECT r.body FROM record r WHERE r.id = n.parent AND r.deleted = 0 ORDER BY r.version DESC LIMIT 1) AS thread
			FROM news n WHERE n.seen = 0 AND n.kind = 'post' AND n.author <> $1)
		SELECT n.id, n.kind, n.at, '', n.parent, '', coalesce(n.thread ->> 'title', ''), '', coalesce(a.author, ''), '', coalesce(a.id, '')
		FROM post n LEFT JOIN act a ON a.id = n.thread ->> 'act'
		WHERE n.here AND n.thread IS NOT NULL AND (n.began = $1 OR a.author = $1
			OR EXISTS (SELECT 1 FROM record q WHERE q.id = n.replies AND q.deleted = 0 AND q.author = $1))`
)

// News lists what is new to the person and not seen, the latest first.
func (s *Store) News(ctx context.Context, limit int) ([]civic.News, error) {
	var out []civic.News
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		p, err := profile(ctx, tx)
		if err != nil {
			return err
		}
		for _, q := range []string{newsOfActs, newsActs, newsPosts} {
			var x newsRow
			dest := []any{
				&x.n.ID, &x.kind, &x.at, &x.body, &x.n.Act, &x.n.ActKind, &x.n.Subject, &x.n.BodyName, &x.author, &x.theme, &x.why,
			}
			err := tx.Each(ctx, q+` ORDER BY n.num DESC LIMIT 500`, []any{someone(p.Person)}, dest, func() error {
				if n, ok := x.news(p.Person); ok {
					out = append(out, n)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b civic.News) int { return b.At.Compare(a.At) })
	return out[:min(len(out), limit)], err
}

// someone is the person as queries compare them: nobody wrote nothing.
func someone(person civic.ID) string {
	if person == "" {
		return "-"
	}
	return string(person)
}

func (x newsRow) news(me civic.ID) (civic.News, bool) {
	n := x.n
	n.At, n.Mine = moment(x.at), me != "" && x.author == me
	switch x.kind {
	case civic.KindActEvent:
		n.Kind, n.Event = civic.NewsEvent, &civic.ActEvent{}
		return n, json.Unmarshal(x.body, n.Event) == nil
	case civic.KindCommitment:
		n.Kind, n.Point = civic.NewsCommitment, &civic.Commitment{}
		return n, json.Unmarshal(x.body, n.Point) == nil
	case civic.KindRevision:
		n.Kind = civic.NewsRevision
	case civic.KindPost:
		n.Kind, n.Thread, n.Act = civic.NewsAnswer, n.Act, civic.ID(x.why)
	case civic.KindAct:
		n.Kind, n.Theme = civic.NewsAct, civic.Theme(x.theme)
		if x.why == "reuse" {
			n.Kind = civic.NewsReuse
		}
		return n, x.why != "" || n.Theme != ""
	}
	return n, true
}

// SeeNews marks news as seen; none named: all of it.
func (s *Store) SeeNews(ctx context.Context, ids ...civic.ID) error {
	return s.write(ctx, func(w *work) error {
		if len(ids) == 0 {
			_, err := w.Exec(ctx, `UPDATE news SET seen = 1 WHERE seen = 0`)
			return err
		}
		for _, id := range ids {
			if _, err := w.Exec(ctx, `UPDATE news SET seen = 1 WHERE id = $1`, string(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// SeeAct marks all news about an act as seen: the person has it before them.
func (s *Store) SeeAct(ctx context.Context, act civic.ID) error {
	var n int
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT count(*) FROM news WHERE seen = 0 AND (id = $1 OR parent = $1)`, []any{string(act)}, &n)
	})
	if err != nil || n == 0 {
		return err
	}
	return s.write(ctx, func(w *work) error {
		_, err := w.Exec(ctx, `UPDATE news SET seen = 1 WHERE seen = 0 AND (id = $1 OR parent = $1)`, string(act))
		return err
	})
}

// followNotes adds follows and terms to a snapshot for the journal.
func followNotes(ctx context.Context, tx *sqldb.Tx, notes []note) ([]note, error) {
	var f followNote
	err := tx.Each(ctx, `SELECT what, target, since FROM follow`, nil, []any{&f.What, &f.Target, &f.Since}, func() error {
		x := f
		notes = append(notes, note{Follow: &x})
		return nil
	})
	if err != nil {
		return nil, err
	}
	terms, err := terms(ctx, tx)
	for i := range terms {
		notes = append(notes, note{Term: &terms[i]})
	}
	return notes, err
}

// mergeFollows brings back what only the journal has.
func (w *work) mergeFollows(ctx context.Context, notes []note) error {
	kept, keptTerms := map[[2]string]followNote{}, map[string]civic.Term{}
	for _, n := range notes {
		switch {
		case n.Follow != nil:
			kept[[2]string{string(n.Follow.What), n.Follow.Target}] = *n.Follow
		case n.Term != nil:
			keptTerms[n.Term.Key] = *n.Term
		}
	}
	for _, f := range kept {
		var err error
		if f.Off {
			err = w.unfollow(ctx, civic.Follow{What: f.What, Target: f.Target})
		} else {
			err = w.follow(ctx, f)
		}
		if err != nil {
			return err
		}
	}
	for _, t := range keptTerms {
		if _, err := w.putTerm(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// pruneNews lets the oldest arrivals go, and those of a channel that is left.
func (a *application) pruneNews(ctx context.Context) error {
	_, err := a.Exec(ctx, `DELETE FROM news WHERE num <= (SELECT max(num) FROM news) - $1
		OR channel NOT IN (SELECT name FROM channel WHERE quit = 0)`, keptNews)
	return err
}
