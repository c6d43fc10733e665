package desk

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// Paper is a document of the person's as it was understood, before it is a
// draft.
type Paper struct {
	civic.Paper
	Path string
	Name string // of the file
	Twin *Twin  // something here that has the same text
	Err  error  // why it could not be read; all else but the name is then empty
}

// Twin is what has the same text as a paper. One of the three is set.
type Twin struct {
	Act, Draft civic.ID
	Path       string // of a paper before it
	Subject    string
}

// ReadPapers reads documents one after the other and gives each to the caller as
// it is read, with the reason where it could not be. It keeps nothing. An error is
// the desk's own, or that of a context which ended.
func (d *Desk) ReadPapers(ctx context.Context, paths []string, each func(Paper)) error {
	seen := map[string]Twin{}
	drafts, err := d.o.Store.Drafts(ctx)
	if err != nil {
		return err
	}
	for _, x := range drafts {
		if x.Plain != nil {
			seen[sameText(x.Plain.Clauses)] = Twin{Draft: x.ID, Subject: x.Plain.Subject}
		}
	}
	for _, path := range paths {
		p := Paper{Path: path, Name: filepath.Base(path)}
		p.Paper, p.Err = d.readPaper(ctx, path)
		if err := ctx.Err(); err != nil {
			return err
		}
		if p.Err == nil {
			if p.Twin, err = d.twin(ctx, seen, p); err != nil {
				return err
			}
		}
		each(p)
	}
	return nil
}

func (d *Desk) readPaper(ctx context.Context, path string) (civic.Paper, error) {
	f, err := d.readFile(ctx, path)
	if err != nil {
		return civic.Paper{}, asPaper(err)
	}
	var failed error
	p, err := d.o.Intake.Paper(ctx, f, func(int) civic.ID {
		id, err := d.newID()
		failed = errors.Join(failed, err)
		return id
	})
	if err == nil && len(p.Content.Clauses) == 0 {
		err = civic.NewError(civic.Unknown, "desk.paper", "intake.no_text")
	}
	p.Content.Signatories = p.Content.Signers()
	return p, errors.Join(err, failed)
}

// asPaper tells of a document that is to be read what is told of a file that is to
// be attached.
func asPaper(err error) error {
	e, ok := errors.AsType[*civic.Error](err)
	if !ok {
		return err
	}
	own := map[string]string{"attach.kind": "intake.kind", "attach.too_large": "intake.too_large"}[e.Key]
	if own == "" {
		return err
	}
	x := *e
	x.Key = own
	return &x
}

// twin finds what has the same text: a draft, a paper of the same lot, an act of
// the library.
func (d *Desk) twin(ctx context.Context, seen map[string]Twin, p Paper) (*Twin, error) {
	key := sameText(p.Content.Clauses)
	if t, ok := seen[key]; ok {
		return &t, nil
	}
	seen[key] = Twin{Path: p.Path, Subject: p.Content.Subject}
	with := drafting.NewComparer(p.Content)
	if !with.Enough() {
		return nil, nil
	}
	found, _, err := d.o.Store.Candidates(ctx, with.Shingles(), twins)
	if err != nil {
		return nil, err
	}
	for _, x := range found {
		if sameText(x.Content.Clauses) == key {
			return &Twin{Act: x.Hit.ID, Subject: x.Hit.Subject}, nil
		}
	}
	return nil, nil
}

// twins is how many acts a paper is compared with, the most promising.
const twins = 5

// sameText makes texts equal that differ by white space, marks and case alone.
func sameText(clauses []civic.Clause) string {
	var b strings.Builder
	for _, c := range clauses {
		for _, r := range c.Opener + c.Text {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				b.WriteRune(unicode.ToLower(r))
			}
		}
	}
	return fullHashOf([]byte(b.String()))
}

// DraftOfPaper makes a draft of a document as the person corrected it; with attach
// the document goes with it.
func (d *Desk) DraftOfPaper(ctx context.Context, path string, c civic.Content, attach bool) (civic.Draft, error) {
	c.Signatories = c.Signers()
	if attach {
		a, err := d.AddFile(ctx, path)
		if err != nil {
			return civic.Draft{}, err
		}
		c.Attachments = []civic.Attachment{a}
	}
	return d.NewDraft(ctx, c)
}

// Settle says whose act a paper is: the council that it names, among one's own
// and all others; else one's own only council, which is a guess.
func (p *Paper) Settle(own []civic.Mandate, known *drafting.Gazetteer) {
	c := &p.Content
	if c.Level == "" {
		c.Level = civic.Municipal
	}
	if c.Body != "" && c.BodyName != "" {
		return
	}
	said := strings.TrimSpace(p.BodySaid)
	for _, m := range own {
		if c.Body == m.Body || c.Body == "" && said != "" && (strings.EqualFold(said, m.BodyName) || strings.HasPrefix(strings.ToLower(said), strings.ToLower(m.BodyName)+" ")) {
			p.belongs(m)
			return
		}
	}
	if b, ok := bodyNamed(known, c.Body, said); ok {
		c.Body, c.BodyName, c.Level, c.Region = b.Code(), b.Name, b.Level, b.Region
		return
	}
	if c.Body == "" && len(own) == 1 {
		p.belongs(own[0])
		p.Guessed = append(p.Guessed, "body")
	}
}

func (p *Paper) belongs(m civic.Mandate) {
	c := &p.Content
	c.Body, c.BodyName, c.Level, c.Region, c.Organ, c.Term = m.Body, m.BodyName, m.Level, m.Region, m.Organ, m.Term
}

// bodyNamed finds a body by its code, else by its name or the longest beginning
// of what was said that is one.
func bodyNamed(known *drafting.Gazetteer, code civic.BodyCode, said string) (civic.Body, bool) {
	if known == nil {
		return civic.Body{}, false
	}
	if code != "" {
		b, err := known.Body(code)
		return b, err == nil
	}
	for words := strings.Fields(said); len(words) > 0; words = words[:len(words)-1] {
		name := strings.Trim(strings.Join(words, " "), "-–,. ")
		hits := known.Find(name, 8)
		at := slices.IndexFunc(hits, func(b civic.Body) bool {
			return strings.EqualFold(b.Name, name) || strings.EqualFold(b.OtherName, name)
		})
		if at >= 0 {
			return hits[at], true
		}
	}
	return civic.Body{}, false
}

// Missing names the fields that a draft of the paper would want, the first three
// of which it cannot do without.
func (p *Paper) Missing() []string {
	c := p.Content
	var out []string
	for _, x := range []struct {
		field string
		there bool
	}{{"subject", c.Subject != ""}, {"kind", c.Kind != ""}, {"body", c.Body != ""}, {"date", c.Date != ""}, {"themes", len(c.Themes) > 0}} {
		if !x.there {
			out = append(out, x.field)
		}
	}
	return out
}

// Complete tells whether a draft can be made of the paper as it is.
func (p *Paper) Complete() bool {
	c := p.Content
	return p.Err == nil && c.Subject != "" && c.Kind != "" && c.Body != ""
}
