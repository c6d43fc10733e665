package storetest

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// CentralStore is what the exam opens: the service's store with what only the
// exam and a restore need.
type CentralStore interface {
	central.Store
	NewEpoch(ctx context.Context, id string, now time.Time) error
	Heads(ctx context.Context) (map[civic.Channel]civic.Head, error)
	Close() error
}

// OpenCentral is how the exam comes by stores of one engine. Each has a folder,
// whatever is in it.
type OpenCentral struct {
	// Open opens or makes the store of a folder.
	Open func(ctx context.Context, dir string, now func() time.Time) (CentralStore, error)
	// Blank gives the folder of a store with nothing in it, made quickly from that
	// of another such store, which is closed and may be lost.
	Blank func(t testing.TB, dir string) string
	// Contents gives what a store holds, as bytes to look through.
	Contents func(t testing.TB, dir string) map[string][]byte
	// Files tells that the store is made of files in its folder, which somebody may
	// put back behind its back.
	Files bool
}

// InFiles is how the exam comes by stores that are files in their folder.
func InFiles(open func(ctx context.Context, dir string, now func() time.Time) (CentralStore, error)) OpenCentral {
	return OpenCentral{
		Open: open, Contents: readAll, Files: true,
		Blank: func(t testing.TB, dir string) string {
			to := t.TempDir()
			writeAll(t, to, readAll(t, dir))
			return to
		},
	}
}

// Central examines a store of the central, alone and under the service.
func Central(t *testing.T, open OpenCentral) {
	t.Helper()
	for _, exam := range []struct {
		name string
		run  func(t *testing.T, open OpenCentral)
	}{
		{"LedgerKeepsItsPromises", centralLedger},
		{"MovesTakeVersionsAlong", centralMoves},
		{"RemovalOfNothing", centralRemovalOfNothing},
		{"SavepointsUndoTheirOwn", centralSavepoints},
		{"FeedEqualsState", centralFeed},
		{"FeedIsBounded", centralBounds},
		{"FeedRestartsBeyondTheHead", centralBeyond},
		{"ReadersSeeTheirOwn", centralReaders},
		{"OldDesksMayStillSend", centralOldDesk},
		{"WhatIsOldIsSealed", centralSegments},
		{"ErasedLeavesItsSegment", centralStale},
		{"SealingMeetsErasing", centralSealRace},
		{"SegmentsAreCompacted", centralCompaction},
		{"RemovalsSettle", centralHorizon},
		{"PushIsOnce", centralOnce},
		{"PushManyAtOnce", centralCrowd},
		{"MisuseIsNeverAcknowledged", centralMisuse},
		{"CloneIsTold", centralClone},
		{"IDsStayWhatTheyWere", centralTaken},
		{"NumbersAreOnesOwn", centralForeignNumbers},
		{"TooLargeIsRefusedAlone", centralTooLarge},
		{"AfterIsKept", centralAfter},
		{"PoisonDoesNotJam", centralPoison},
		{"RefusalsHaveReasons", centralRefusals},
		{"UndoLeavesNothing", centralUndo},
		{"UndoThenWithdrawal", centralUndoCommand},
		{"RedactionReachesAll", centralRedaction},
		{"RedactionRaces", centralRedactionRaces},
		{"RedactionListOutside", centralRedactionList},
		{"FilesByTheirHash", centralBlobs},
		{"FilesByTheirRecords", centralBlobsNamed},
		{"RestoreAndAgain", centralRestore},
		{"GuardSeesAnOldFile", centralGuard},
		{"TalliesAreQuiet", centralTallies},
		{"GroupsThatFail", centralGroupFails},
		{"GivenUp", centralGivenUp},
		{"OutagesAreNoCrashes", centralOutage},
		{"FiguresOfActsAlone", centralFigures},
		{"BackgroundAndClose", centralBackground},
		{"TwoPrograms", centralBeside},
		{"HintsReachAll", centralHints},
		{"LifeOfAnAct", centralLife},
		{"Invitations", centralCalls},
		{"InvitationsOut", centralCallsOut},
		{"ElectionSilence", centralQuiet},
		{"CircleOfFew", centralCircle},
		{"CircleRestored", centralCircleBack},
		{"PeopleAndInvitations", centralPeople},
		{"LateInvitation", centralLateInvitation},
		{"SessionsAndDevices", centralSessions},
		{"LibraryFinds", centralLibrary},
		{"PublicPages", centralPublic},
		{"UndatedActs", centralUndated},
		{"ImportIsIdempotent", centralImport},
		{"SeedIsIdempotent", centralSeed},
	} {
		t.Run(exam.name, func(t *testing.T) {
			t.Parallel()
			exam.run(t, open)
		})
	}
}

// stage is a central with people in it, on a clock of its own.
type stage struct {
	t     testing.TB
	dir   string
	open  OpenCentral
	clock atomic.Int64
	ids   atomic.Int64
	store CentralStore
	*central.Service
}

// The people and places of the stage: invented.
const (
	valchiara  civic.BodyCode = "demo:908001"
	fontelieta civic.BodyCode = "demo:909001"
)

type folk struct {
	giulia, marco, anna, luca central.Caller // of Valchiara, of Fontelieta, moderator, member
}

func newStage(t testing.TB, open OpenCentral) *stage {
	s := &stage{t: t, dir: t.TempDir(), open: open}
	s.clock.Store(time.Date(2025, 3, 10, 9, 0, 0, 0, time.UTC).UnixMilli())
	s.reopen()
	t.Cleanup(func() { s.check(s.store.Close()) })
	return s
}

// reopen opens the store in the stage's folder, as after a start.
func (s *stage) reopen() {
	s.t.Helper()
	store, err := s.open.Open(s.t.Context(), s.dir, s.now)
	s.check(err)
	service, err := central.New(store, central.Options{Now: s.now, Name: "Prova", Notice: "1"})
	s.check(err)
	s.store, s.Service = store, service
}

func (s *stage) now() time.Time { return time.UnixMilli(s.clock.Load()).UTC() }

func (s *stage) pass(d time.Duration) { s.clock.Add(d.Milliseconds()) }

func (s *stage) ctx() context.Context { return s.t.Context() }

func (s *stage) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) path(name string) string { return filepath.Join(s.dir, name) }

// id makes the next id of the stage: the same each time, and in no order.
func (s *stage) id() civic.ID {
	id, _ := s.numbered()
	return id
}

// numbered gives its number too: no two are the same, whoever else asks meanwhile.
func (s *stage) numbered() (civic.ID, int64) {
	n := s.ids.Add(1)
	id := civic.DerivedID("stage", time.UnixMilli(n).String())
	return id[:14] + "7" + id[15:], n // as a desk makes them
}

func (s *stage) people() folk {
	s.t.Helper()
	var f folk
	f.giulia = s.person("giulia@esempio.it", valchiara)
	f.marco = s.person("marco@esempio.it", fontelieta)
	f.luca = s.person("luca@esempio.it", "")
	f.anna = s.person("anna@esempio.it", "")
	s.check(s.Grant(s.ctx(), "anna@esempio.it", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll}))
	return f
}

func (s *stage) person(email string, body civic.BodyCode) central.Caller {
	s.t.Helper()
	p := central.NewPerson{Email: email, Name: "Persona di esempio", Hash: "x"}
	if body != "" {
		p.Mandates = []civic.Mandate{mandateIn(body)}
	}
	id, err := s.AddPerson(s.ctx(), p)
	s.check(err)
	return central.Caller{Person: id, Device: civic.DerivedID("device", email)}
}

func mandateIn(body civic.BodyCode) civic.Mandate {
	return civic.Mandate{Body: body, BodyName: "Comune di esempio", Level: civic.Municipal, Region: "08", Office: "consigliere"}
}

// content is a short motion in the body.
func (s *stage) content(body civic.BodyCode, subject string) civic.Content {
	return civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: body, Region: "08", Subject: subject, Date: "2025-03-01",
		Themes: []civic.Theme{"energy"},
		Clauses: []civic.Clause{
			{ID: s.id(), Section: civic.Recital, Opener: "premesso che", Text: "le pensiline fotovoltaiche costano meno"},
			{ID: s.id(), Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta", Text: "a coprire i parcheggi"},
		},
	}
}

// command makes a command of the caller with the next number of the stage.
func (s *stage) command(who central.Caller, name civic.CommandName, args any) civic.Command {
	s.t.Helper()
	raw, err := civic.CanonicalOf(args)
	s.check(err)
	id, n := s.numbered()
	return civic.Command{ID: id, Device: who.Device, N: n, Name: name, Args: raw}
}

func (s *stage) publish(who central.Caller, act civic.ID, content civic.Content) civic.Command {
	s.t.Helper()
	return s.command(who, civic.CmdPublish, civic.PublishArgs{
		ID: act, Content: content, Visibility: civic.Everyone, Licence: civic.LicenceCCBY,
	})
}

// push runs commands and fails the test on an error of the request.
func (s *stage) push(who central.Caller, cmds ...civic.Command) []civic.Answer {
	s.t.Helper()
	answers, err := s.Push(s.ctx(), who, central.PushRequest{Schema: civic.SchemaVersion, Commands: cmds})
	s.check(err)
	if len(answers) != len(cmds) {
		s.t.Fatalf("%d answers to %d commands", len(answers), len(cmds))
	}
	return answers
}

// accept pushes one command that must be accepted.
func (s *stage) accept(who central.Caller, c civic.Command) civic.Receipt {
	s.t.Helper()
	a := s.push(who, c)[0]
	if a.State != civic.AnswerReceipt || a.Receipt.Outcome != civic.Accepted {
		s.t.Fatalf("%s was answered %s %+v", c.Name, a.State, a.Receipt)
	}
	return *a.Receipt
}

// refused pushes one command that must be refused for the reason.
func (s *stage) refused(who central.Caller, c civic.Command, why civic.Reason) {
	s.t.Helper()
	a := s.push(who, c)[0]
	if a.State != civic.AnswerReceipt || a.Receipt.Outcome != civic.Refused || a.Receipt.Reason != why {
		s.t.Fatalf("%s was answered %s %+v, want %s", c.Name, a.State, a.Receipt, why)
	}
}

// published makes a public act and gives its id.
func (s *stage) published(who central.Caller, body civic.BodyCode, subject string) civic.ID {
	s.t.Helper()
	id := s.id()
	s.accept(who, s.publish(who, id, s.content(body, subject)))
	return id
}

func (s *stage) record(id civic.ID) (rec civic.Record, err error) {
	err = s.store.View(s.ctx(), s.now(), func(w civic.World) error {
		rec, err = w.Record(s.ctx(), id)
		return err
	})
	return rec, err
}

func (s *stage) live(id civic.ID) civic.Record {
	s.t.Helper()
	rec, err := s.record(id)
	s.check(err)
	return rec
}

func (s *stage) gone(id civic.ID) {
	s.t.Helper()
	if _, err := s.record(id); !civic.Is(err, civic.NotFound) {
		s.t.Fatalf("the record is still there: %v", err)
	}
}

// pushed is a push as a desk of this version makes it.
func pushed(commands ...civic.Command) central.PushRequest {
	return central.PushRequest{Schema: civic.SchemaVersion, Commands: commands}
}
