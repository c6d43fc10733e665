package drafts

import (
	"context"
	"strings"
	"testing"

	"scranno/app/civic"
)

func (f *fakeDesk) SeenObscured(_ context.Context, id civic.ID) error {
	_, err := turn(f, func() (int, error) {
		for i := range f.drafts {
			if f.drafts[i].ID == id {
				f.drafts[i].Obscured = nil
			}
		}
		return 0, nil
	})
	return err
}

func TestAPassageThatWasTakenOutIsSaidUntilItIsRead(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", civic.Obscured)))
	e := s.open(0)
	s.d.drafts[0].Obscured = &civic.RedactionNote{Reason: civic.RedactPersonalData, At: s.h.Now()}
	s.p.reload()
	s.until("it is said", func() bool {
		_, said := e.notice.remark()
		return said
	})
	r, ok := e.notice.remark()
	if !ok || !strings.Contains(r.text, "oscurato un passaggio") || !strings.Contains(r.text, "Dati personali") {
		t.Fatalf("%v %q", ok, r.text)
	}
	r.buttons[0].OnTapped()
	s.until("it is read", func() bool {
		_, said := s.p.ed.notice.remark()
		return !said
	})
}
