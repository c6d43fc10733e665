package drafts

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
)

func (f *fakeDesk) KeepPaper(_ context.Context, id civic.ID, path string) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Draft{}, err
		}
		d.Papers, err = civic.WithPaper(d.Papers, fakePaper(path))
		return *d, err
	})
}

func fakePaper(path string) civic.FiledPaper {
	return civic.FiledPaper{Kind: civic.PaperReceipt, Attachment: civic.Attachment{
		Hash: strings.Repeat("0b", 32), Name: filepath.Base(path), Type: "message/rfc822", Size: 900,
	}}
}

func (f *fakeDesk) DropPaper(_ context.Context, id civic.ID, _ string) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Draft{}, err
		}
		d.Papers = nil
		return *d, nil
	})
}

func (f *fakeDesk) FilingLetter(_ context.Context, id civic.ID, file string, w desk.Words) (desk.Letter, error) {
	return turn(f, func() (desk.Letter, error) {
		d, err := f.at(id)
		if err != nil {
			return desk.Letter{}, err
		}
		return desk.Letter{To: f.mailbox, Subject: w.T("drafts.mail_subject", "kind", "mozione", "subject", d.Plain.Subject), Body: file}, nil
	})
}

func (f *fakeDesk) NoteReply(_ context.Context, id civic.ID, r civic.Reply) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Draft{}, err
		}
		d.Replies, err = d.Replied(r, "2026-12-31")
		return *d, err
	})
}

func (f *fakeDesk) DropReply(_ context.Context, id civic.ID, _ civic.Reply) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Draft{}, err
		}
		d.Replies = nil
		return *d, nil
	})
}

func (f *fakeDesk) SayFiled(_ context.Context, id civic.ID) (civic.Queued, error) {
	return turn(f, func() (civic.Queued, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Queued{}, err
		}
		d.Protocol += " sull’atto"
		return civic.Queued{}, nil
	})
}

func TestWhatComesBackFromTheFilingStandsBesideTheDraft(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "piove")))
	e := s.open(0)
	if got := e.named(); strings.Contains(got, "Deposito") {
		t.Fatalf("a filing before there is one: %s", got)
	}
	f := newFilingForm(s.p, e.draft)
	f.number.SetText("12/2026")
	f.add("cartella/ricevuta.eml")
	f.add("cartella/ricevuta.eml")
	f.day.SetText("non so")
	if _, ok := f.date(); ok || f.wrong.Text() == "" || len(f.paths) != 1 {
		t.Errorf("%q is a day; %v", f.day.Text, f.paths)
	}
	f.day.SetText("20/11/2026")
	s.p.filed(e, f)
	s.until("the filing", func() bool { return len(e.draft.Papers) == 1 && e.draft.Protocol == "12/2026" })
	if got := e.named(); !strings.Contains(got, "Deposito\nricevuta.eml\nAggiungi ricevuta") {
		t.Errorf("%s", got)
	}
	if len(e.draft.Plain.Attachments) != 0 {
		t.Error("the receipt goes with the act")
	}
	e.dropPaper(e.draft.Papers[0].Hash)
	s.until("the filing", func() bool { return len(e.draft.Papers) == 0 })
}

func TestTheFilingIsOfferedForThePublishedAct(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "piove")))
	e := s.open(0)
	s.d.drafts[0].State, s.d.drafts[0].Act = civic.DraftSubmitted, civic.DerivedID("act")
	s.p.reload()
	s.until("the filing", func() bool { return e.draft.Act != "" })
	f := newFilingForm(s.p, e.draft)
	s.p.filed(e, f)
	s.until("the filing", func() bool { return len(s.toasts) > 0 })
	if got := s.toasts[len(s.toasts)-1]; got.Action != "Segna sull’atto" {
		t.Fatalf("%+v", got)
	}
	s.toasts[len(s.toasts)-1].Run()
	s.until("the filing", func() bool { return strings.Contains(s.d.drafts[0].Protocol, "sull’atto") })
}

// What was filed first and published after is offered for the act as well.
func TestAFilingNotedBeforeThePublicationIsOfferedAfterIt(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "piove")))
	s.d.drafts[0].FiledOn, s.d.drafts[0].Protocol = "2026-11-20", "12/2026"
	s.p.reload()
	e := s.open(0)
	s.until("the filing", func() bool { return strings.Contains(e.named(), "Deposito") })
	if got := e.named(); strings.Contains(got, "Segna sull’atto") {
		t.Fatalf("offered before there is an act: %s", got)
	}
	s.d.drafts[0].State, s.d.drafts[0].Act = civic.DraftSubmitted, civic.DerivedID("act")
	s.p.reload()
	s.until("the act", func() bool { return strings.Contains(e.named(), "Segna sull’atto") })
}

// TestTheMessageGoesToTheMailboxOfTheCouncil: the dialog says where to, and the
// mail program opens with it.
func TestTheMessageGoesToTheMailboxOfTheCouncil(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Operative, "1.", "fare")))
	s.open(0)
	s.run("drafts.file")
	s.sees("La PEC dell’ufficio non è nel profilo")
	s.tap("Annulla")
	s.d.mailbox = "protocollo@pec.valchiara.example"
	s.run("drafts.file")
	s.sees("Il messaggio va a protocollo@pec.valchiara.example")
}

// TestWhatBecameOfARequestForAccessIsNotedBesideIt: it was filed, and reminded;
// what is no such request has no such note.
func TestWhatBecameOfARequestForAccessIsNotedBesideIt(t *testing.T) {
	c := motion("Fascicolo del bando", clause(civic.Operative, "1.", "gli atti"))
	c.Kind = civic.AccessRequest
	s := newStory(t, c)
	e := s.open(0)
	if can, _ := findCommand(s, "drafts.reply"); can {
		t.Error("before it was filed")
	}
	s.p.filed(e, newFilingForm(s.p, e.draft))
	s.until("the filing", func() bool { return s.p.asked() })
	f := newReplyForm(s.p, e.draft.ID)
	if f.submit() == "" {
		t.Error("nothing is noted")
	}
	f.what.SetSelected("Sollecitato")
	f.day.SetText("domani")
	if f.submit() == "" {
		t.Error("no day is taken")
	}
	f.day.SetText(dateText(e.draft.FiledOn))
	if wrong := f.submit(); wrong != "" {
		t.Fatal(wrong)
	}
	s.until("the note", func() bool { return strings.Contains(e.named(), "Sollecitato") })
	s.p.dropReply(e.draft.ID, e.draft.Replies[0])
	s.tap("Togli")
	s.until("no note", func() bool { return !strings.Contains(e.named(), "Sollecitato") })
}
