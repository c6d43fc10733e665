package deskdb

import (
	"context"
	"strconv"
	"strings"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Doctor reads the whole file and says what is not sound: pages, index,
// channels that differ from the central or wait for the person's word.
func (s *Store) Doctor(ctx context.Context) ([]civic.Finding, error) {
	var out []civic.Finding
	opened := s.Opened()
	if opened.SetAside != "" {
		out = append(out, civic.Finding{Code: "doctor.set_aside", Severity: civic.Warning, Params: map[string]string{
			"file": opened.SetAside, "drafts": strconv.Itoa(opened.Drafts), "commands": strconv.Itoa(opened.Commands),
		}})
	}
	if len(opened.Mended) > 0 {
		out = append(out, civic.Finding{Code: "doctor.rights", Severity: civic.Hint, Params: map[string]string{
			"files": strings.Join(opened.Mended, ", "),
		}})
	}
	err := s.db.FullCheck(ctx)
	if civic.Is(err, civic.Damaged) {
		return append(out, civic.Finding{Code: "doctor.damaged", Severity: civic.Blocking}), nil
	}
	if err != nil {
		return nil, err
	}
	if s.journal != nil {
		found, err := s.doctorIndex(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	err = s.db.View(ctx, func(tx *sqldb.Tx) error {
		all, err := channels(ctx, tx, kept)
		for _, c := range all {
			params := map[string]string{"channel": string(c.name), "count": strconv.FormatInt(c.held, 10)}
			switch {
			case c.held > 0:
				out = append(out, civic.Finding{Code: "doctor.sweep", Severity: civic.Warning, Params: params})
			case c.differs:
				out = append(out, civic.Finding{Code: "doctor.differs", Severity: civic.Warning, Params: params})
			}
		}
		return err
	})
	return out, err
}

// doctorIndex looks at what is made from the records; of what is not sound the
// next opening makes all again.
func (s *Store) doctorIndex(ctx context.Context) ([]civic.Finding, error) {
	again := false
	for _, x := range []struct {
		fact  string
		check func() error
	}{
		{factFacets, func() error {
			return s.db.View(ctx, func(tx *sqldb.Tx) error { return checkFacets(ctx, tx) })
		}},
		{factAnalyser, func() error { return s.checkIndex(ctx) }},
	} {
		if err := x.check(); civic.Is(err, civic.Damaged) {
			again = true
			if err := s.db.Update(ctx, func(tx *sqldb.Tx) error { return setFact(ctx, tx, x.fact, 0) }); err != nil {
				return nil, err
			}
		} else if err != nil {
			return nil, err
		}
	}
	if !again {
		return nil, nil
	}
	return []civic.Finding{{Code: "doctor.index", Severity: civic.Warning}}, nil
}

// checkIndex asks the full-text indexes whether they are sound.
func (s *Store) checkIndex(ctx context.Context) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		for _, q := range []string{
			`INSERT INTO act_text(act_text) VALUES ('integrity-check')`,
			`INSERT INTO post_text(post_text) VALUES ('integrity-check')`,
		} {
			if _, err := tx.Exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
}
