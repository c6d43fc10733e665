package today_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/today"
	"scranno/ui/uitest"
)

// chamber is the person's own council.
type chamber struct {
	terms   []council.DeadlineView
	news    []civic.News
	follows []civic.FollowView
	hidden  []string
	seen    []civic.ID
	drafts  []civic.Content
	asked   council.DeadlineQuery
}

func (c *chamber) Next(context.Context) (civic.Sitting, error) {
	return civic.Sitting{}, civic.NewError(civic.NotFound, "test", "")
}

func (c *chamber) Deadlines(_ context.Context, q council.DeadlineQuery) ([]council.DeadlineView, []civic.ClockNote, error) {
	c.asked = q
	return slices.DeleteFunc(slices.Clone(c.terms), func(d council.DeadlineView) bool {
		return slices.Contains(c.hidden, d.Key()) && !q.Hidden
	}), nil, nil
}

func (c *chamber) HideDeadline(_ context.Context, d civic.Deadline, hide bool) error {
	c.hidden = slices.DeleteFunc(c.hidden, func(k string) bool { return k == d.Key() })
	if hide {
		c.hidden = append(c.hidden, d.Key())
	}
	return nil
}

func (c *chamber) Remedy(_ context.Context, d council.DeadlineView) (civic.Content, error) {
	return civic.Content{Kind: civic.Document, Subject: string(d.Remedy) + " " + d.Subject}, nil
}

func (c *chamber) Calendar(_ context.Context, w council.CalendarWords) ([]byte, error) {
	out := w.Name
	for _, d := range c.terms {
		out += "\n" + w.Title(d) + " / " + w.Text(d)
	}
	return []byte(out), nil
}

func (c *chamber) News(context.Context, int) ([]civic.News, error) { return c.news, nil }

func (c *chamber) SeeNews(_ context.Context, ids ...civic.ID) error {
	c.seen = append(c.seen, ids...)
	c.news = slices.DeleteFunc(c.news, func(n civic.News) bool { return len(ids) == 0 || slices.Contains(ids, n.ID) })
	return nil
}

func (c *chamber) Follows(context.Context) ([]civic.FollowView, error) { return c.follows, nil }

func (c *chamber) Unfollow(_ context.Context, what civic.FollowKind, target string) error {
	c.follows = slices.DeleteFunc(c.follows, func(f civic.FollowView) bool { return f.What == what && f.Target == target })
	return nil
}

func (c *chamber) NewDraft(_ context.Context, x civic.Content) (civic.Draft, error) {
	c.drafts = append(c.drafts, x)
	return civic.Draft{ID: "new"}, nil
}

func term(subject string, left int, remedy council.Remedy) council.DeadlineView {
	d := council.DeadlineView{Left: left, Remedy: remedy, Mine: true, Holiday: council.FeastSunday}
	d.Kind, d.Act, d.Subject, d.Start, d.Days, d.Source = civic.ClockAnswer, civic.ID("act "+subject), subject, "2026-02-10", 30, "TUEL, art. 43, c. 3"
	d.Due, d.State = civic.Date("2026-03-12").Plus(left), civic.ClockRunning
	if left < 0 {
		d.State = civic.ClockOverdue
	}
	return d
}

func full() *chamber {
	return &chamber{
		terms: []council.DeadlineView{term("Tariffe", -2, council.Reminder), term("Palestra", 5, council.NoRemedy)},
		news: []civic.News{
			{ID: "n1", Kind: civic.NewsEvent, Act: "a9", ActKind: civic.Motion, Subject: "Fontane pubbliche", BodyName: "Borgo Lieto", Event: &civic.ActEvent{Type: civic.OutcomeEvent, Outcome: civic.Approved}},
			{ID: "n2", Kind: civic.NewsAnswer, Thread: "t9", Subject: "Chi ha un regolamento?"},
			{ID: "n3", Kind: civic.NewsAct, Act: "a8", ActKind: civic.Question, Subject: "Alberi in viale Marconi", BodyName: "Borgo Lieto", Theme: "environment"},
		},
		follows: []civic.FollowView{{Follow: civic.Follow{What: civic.FollowTheme, Target: "environment"}}},
	}
}

func TestOggiTellsWhatIsNewAndWhatIsDue(t *testing.T) {
	s, c := uitest.NewScreen(t), full()
	s.Show(today.New(busy(), c, s.Host))
	s.UntilSees("Novità da quando hai guardato", "Fontane pubbliche", "Passaggio in Consiglio · Borgo Lieto", "Approvato", "Ti hanno risposto", "Nuovo atto")
	s.Sees("Tariffe", "scaduto da 2 giorni", "mancano 5 giorni", "Risposta dovuta", "Tutte le scadenze (2)")
	s.Tap("Fontane pubbliche")
	s.Until("the news to be seen", func() bool { return slices.Contains(c.seen, "n1") })
	s.Tap("Chi ha un regolamento?")
	s.Tap("Tariffe")
	s.Tap("Tutte le scadenze (2)")
	want := []string{"acts/a9/history", "spaces/thread/t9", "acts/act Tariffe/history", "deadlines"}
	if !slices.Equal(s.Routes, want) {
		t.Errorf("went to %v", s.Routes)
	}
	s.Press("Segna le novità come viste")
	s.Until("nothing new", func() bool { return !uitest.Sees(s.Canvas, "Alberi in viale") })
	if s.Run("today.see_all") {
		t.Error("there is nothing to mark any more")
	}
}

// What is new may come while one looks: the button that marks it has its place
// then, too.
func TestTheButtonComesWithTheNews(t *testing.T) {
	s, c := uitest.NewScreen(t), full()
	news := c.news
	c.news = nil
	s.Show(today.New(busy(), c, s.Host))
	s.UntilSees("Tariffe")
	c.news = news
	s.Page.Reload()
	s.UntilSees("Fontane pubbliche")
	if b := uitest.Button(s.Canvas, "Segna le novità come viste"); b == nil || b.Size().Width == 0 {
		t.Errorf("the button has no room: %+v", b)
	}
}

func TestWhatOneFollowsIsListedAndEnded(t *testing.T) {
	s, c := uitest.NewScreen(t), full()
	s.Show(today.New(busy(), c, s.Host))
	s.UntilSees("Fontane pubbliche")
	s.Run("today.follows")
	s.UntilSees("Tema: Ambiente", "Lo sai solo tu")
	s.Press("Non seguire più")
	s.Until("the follow to end", func() bool { return len(c.follows) == 0 })
}

func TestATermSaysWhereItComesFromAndGivesItsRemedy(t *testing.T) {
	s, c := uitest.NewScreen(t), full()
	s.Host.Exports = filepath.Join(t.TempDir(), "Scranno")
	s.Show(today.NewDeadlines(c, c, s.Host))
	s.UntilSees("Tariffe", "Palestra", "TUEL, art. 43, c. 3", "Cade di domenica: il termine non è stato spostato.", "Dal 10 febbraio 2026, 30 giorni")
	s.Press("Prepara il sollecito")
	s.Until("the draft", func() bool { return slices.Contains(s.Routes, "drafts/new") })
	if len(c.drafts) != 1 || c.drafts[0].Subject != "reminder Tariffe" {
		t.Errorf("%+v", c.drafts)
	}
	s.Press("Metti da parte")
	s.Until("it to be put away", func() bool { return len(c.hidden) == 1 && !uitest.Sees(s.Canvas, "Tariffe") })
	if s.Run("terms.reminder") {
		t.Error("a term that is not there has its remedy")
	}
	s.Run("terms.calendar")
	file := filepath.Join(s.Host.Exports, today.CalendarFile)
	s.Until("the calendar", func() bool { _, err := os.Stat(file); return err == nil })
	c.terms[1].Due = "2026-04-01"
	c.terms = append(c.terms, term("Nuova", 9, council.NoRemedy))
	s.Page.Reload()
	s.UntilSees("Nuova")
	if raw, err := os.ReadFile(file); err != nil || !strings.Contains(string(raw), "Risposta dovuta: Nuova") || strings.Contains(string(raw), "mancano") {
		t.Errorf("%v: %s", err, raw)
	}
}

func TestNoTermSaysWhereTermsComeFrom(t *testing.T) {
	s := uitest.NewScreen(t)
	s.Show(today.NewDeadlines(&chamber{}, &chamber{}, s.Host))
	s.UntilSees("Nessuna scadenza aperta", "regioni a statuto ordinario")
}
