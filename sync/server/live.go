package server

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"time"
	"unique"

	"github.com/danielgtaylor/huma/v2"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/wire"
)

const (
	liveEvery = 20 * time.Second // at most, between two events of a stream
	liveWrite = 10 * time.Second // for one event to be taken
	// Every so many pings the desk's row is looked at: who was shut out hears
	// nothing more within a minute.
	liveLook = 3
	// Those who hear of a change all come at once. Few may; of many each pull is
	// given its own time.
	crowdFew   = 50
	crowdEach  = 2 * time.Millisecond
	crowdMost  = 30 * time.Second
	streamFull = 30 // seconds until one may try again where too many listen
)

// live tells who listens that channels moved, by a stream of events or, with a
// time to wait, by one answer. It carries no data.
func (s *Server) live(w http.ResponseWriter, r *http.Request) {
	q, err := wire.ReadLiveRequest(r.URL.Query())
	if err == nil && len(q.Channels) == 0 {
		err = civic.NewError(civic.Invalid, "server.live", "invalid.range")
	}
	if err != nil {
		s.refuse(w, err)
		return
	}
	who := tokenOf(r.Context())
	leave, ok := s.streams.enter(addressKey(addressOf(r.RemoteAddr)), string(who.Person))
	if !ok {
		s.tooMany(w, streamFull)
		return
	}
	l := &listening{s: s, who: who, ears: s.svc.Listen(q.Channels), leave: leave, out: plainLine{w, http.NewResponseController(w)}}
	s.metrics.streams.Inc()
	end, _ := r.Context().Value(closingKey{}).(*closing)
	if end != nil {
		l.closing = end.done
	}
	// The server's own times are for requests that end.
	if err := l.out.patient(); err != nil {
		s.log.Debug("a stream keeps the time of a request")
	}
	if q.Wait > 0 {
		defer l.over()
		l.once(r.Context(), w, q)
		return
	}
	at, err := s.svc.Standing(r.Context(), who.Caller, q.Channels)
	if err != nil {
		l.over()
		s.refuse(w, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", wire.TypeEvents)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // for proxies that would collect it
	if end != nil && r.ProtoMajor == 1 {
		// Counted while the server still knows the connection: it waits for one or
		// the other.
		end.streams.Add(1)
		if l.takeOver(w) {
			go func() {
				defer end.streams.Done()
				defer s.caught()
				defer l.over()
				l.begin(context.Background(), at)
			}()
			return
		}
		end.streams.Done()
	}
	defer l.over()
	l.begin(r.Context(), at)
}

// listening is one who listens.
type listening struct {
	s       *Server
	who     central.Token
	out     eventLine
	ears    *central.Listener
	leave   func()
	closing <-chan struct{} // closed when the server is about to end; may be nil
	pings   int
	granted []civic.Channel // not everyone's, and readable when last asked
}

func (l *listening) over() {
	l.ears.Close()
	l.out.hangUp()
	l.leave()
	l.s.metrics.streams.Dec()
}

// caught keeps a fault of one stream from ending the program.
func (s *Server) caught() {
	if fault := recover(); fault != nil {
		s.metrics.panics.Inc()
		s.log.Error("a stream failed by a fault of the program", "stack", string(debug.Stack()))
	}
}

// begin tells where the channels are, and listens.
func (l *listening) begin(ctx context.Context, at central.Standing) {
	l.grant(at)
	if err := l.send(wire.LiveAt, wire.Live{Epoch: at.Epoch, Heads: at.Heads, Every: int(liveEvery / time.Second)}); err != nil {
		return
	}
	l.stream(ctx)
}

// grant notes which channels that are not everyone's may be read.
func (l *listening) grant(at central.Standing) {
	l.granted = nil
	for ch := range at.Heads {
		if !ch.Public() {
			l.granted = append(l.granted, unique.Make(ch).Value())
		}
	}
}

// look asks whether the desk may still come in, and what it may read.
func (l *listening) look(ctx context.Context) (bool, error) {
	ok, err := l.s.svc.Admit(ctx, l.who.Caller)
	if err != nil || !ok || len(l.granted) == 0 {
		return ok, err
	}
	at, err := l.s.svc.Standing(ctx, l.who.Caller, l.granted)
	if err == nil {
		l.grant(at)
	}
	return err == nil, err
}

// stream tells what moves, until the token or the server ends, or the desk takes
// nothing more.
func (l *listening) stream(ctx context.Context) {
	t := time.NewTimer(l.next(rand.N(liveEvery) + time.Second)) //nolint:gosec // spreads pings in time
	defer t.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-l.closing:
			_ = l.send(wire.LiveEnd, wire.Live{}) // or the line is gone already
			return
		case <-l.ears.Moved():
			err = l.moved(ctx)
		case <-t.C:
			err = l.ping(ctx)
			t.Reset(l.next(liveEvery))
		}
		if err != nil {
			return
		}
	}
}

// next gives when to ping, not after the token's end.
func (l *listening) next(d time.Duration) time.Duration {
	if l.who.Person != "" {
		d = min(d, time.Until(l.who.Until))
	}
	return max(min(d, liveEvery), 0)
}

// ping says that the line holds, or that the time is over.
func (l *listening) ping(ctx context.Context) error {
	l.pings++
	if l.who.Person == "" {
		return l.send(wire.LivePing, wire.Live{})
	}
	ok, err := time.Now().Before(l.who.Until), error(nil)
	if ok && l.pings%liveLook == 0 {
		ok, err = l.look(ctx)
	}
	if err != nil || !ok {
		_ = l.send(wire.LiveEnd, wire.Live{}) // or the line is gone already
		return civic.NewError(civic.Unauthenticated, "server.live", "")
	}
	return l.send(wire.LivePing, wire.Live{})
}

// moved tells what moved. Whether a channel that is not everyone's may still be
// read is asked each time, but where so many listen to it that the answers would
// be late: then what was found within the last minute holds.
func (l *listening) moved(ctx context.Context) error {
	heads, crowd := l.ears.Take()
	var asked []civic.Channel
	for ch := range heads {
		if ch.Public() || crowd > crowdFew && slices.Contains(l.granted, ch) {
			continue
		}
		if crowd <= crowdFew {
			asked = append(asked, ch)
		}
		delete(heads, ch)
	}
	if len(asked) > 0 {
		ok := true
		var err error
		if l.who.Person != "" {
			ok, err = l.s.svc.Admit(ctx, l.who.Caller)
		}
		if err == nil && !ok {
			err = civic.NewError(civic.Unauthenticated, "server.live", "")
		}
		var now central.Standing
		if err == nil {
			now, err = l.s.svc.Standing(ctx, l.who.Caller, asked)
		}
		if err != nil {
			_ = l.send(wire.LiveEnd, wire.Live{}) // it comes back and asks anew
			return err
		}
		maps.Copy(heads, now.Heads)
	}
	if len(heads) == 0 {
		return nil
	}
	l.s.metrics.hints.Inc()
	return l.send(wire.LiveMoved, wire.Live{Heads: heads, Spread: spreadOf(crowd)})
}

func spreadOf(crowd int) int {
	if crowd <= crowdFew {
		return 0
	}
	return int(min(time.Duration(crowd)*crowdEach, crowdMost) / time.Millisecond)
}

// send writes one event. Who takes none within its time is dropped.
func (l *listening) send(name string, v wire.Live) error {
	data, err := wire.AppendEvent(nil, name, v)
	if err != nil {
		return err
	}
	return l.out.say(data, time.Now().Add(liveWrite))
}

// once answers when something moved since the tag, or when the time is over.
func (l *listening) once(ctx context.Context, w http.ResponseWriter, q wire.LiveRequest) {
	at, err := l.s.svc.Standing(ctx, l.who.Caller, q.Channels)
	t := time.NewTimer(l.next(time.Duration(q.Wait) * time.Second))
	defer t.Stop()
	crowd := 0
	for waiting := true; waiting && err == nil && tagOf(at) == q.Tag; {
		select {
		case <-ctx.Done():
			return
		case <-l.closing:
			waiting = false
		case <-t.C:
			waiting = false
		case <-l.ears.Moved(): // or told again what is known
			_, crowd = l.ears.Take()
			at, err = l.s.svc.Standing(ctx, l.who.Caller, q.Channels)
		}
	}
	var data []byte
	if err == nil {
		data, err = json.Marshal(wire.Live{Epoch: at.Epoch, Heads: at.Heads, Tag: tagOf(at), Spread: spreadOf(crowd)})
	}
	if err != nil {
		l.s.refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", wire.TypeJSON)
	w.Header().Set("Cache-Control", "no-store")
	if err := l.out.say(data, time.Now().Add(liveWrite)); err != nil {
		l.s.log.Debug("an answer could not be written")
	}
}

// tagOf tells one standing from another.
func tagOf(at central.Standing) string {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, at.Epoch) // a hash takes all
	for _, ch := range slices.Sorted(maps.Keys(at.Heads)) {
		_, _ = fmt.Fprint(h, "\n", ch, " ", at.Heads[ch])
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// describeLive puts the stream into the description, which it is not part of
// by its form.
func (s *Server) describeLive() {
	param := func(name, kind, doc string, required bool) *huma.Param {
		return &huma.Param{Name: name, In: "query", Required: required, Description: doc, Schema: &huma.Schema{Type: kind}}
	}
	problem := s.api.OpenAPI().Components.Schemas.Schema(problemType(), true, "Problem")
	s.api.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: wire.PathLive, OperationID: "live", Summary: "What moves, as it moves",
		Description: "Server-sent events at, moved, ping and end; with wait, one JSON answer when something moved since the tag.",
		Parameters: []*huma.Param{
			param(wire.ParamChannels, huma.TypeString, "Channels, divided by commas", true),
			param(wire.ParamWait, huma.TypeInteger, "Seconds to wait for one answer, instead of a stream", false),
			param(wire.ParamTag, huma.TypeString, "Of the last answer", false),
		},
		Security: []map[string][]string{{}, {"bearer": {}}},
		Responses: map[string]*huma.Response{
			"200":     {Description: "Events", Content: map[string]*huma.MediaType{wire.TypeEvents: {}, wire.TypeJSON: {}}},
			"default": {Description: "Problem", Content: map[string]*huma.MediaType{wire.TypeProblem: {Schema: problem}}},
		},
	})
}
