package wire

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"

	"scranno/app/civic"
)

// PathLive is where a desk listens for what moves.
const PathLive = "/v1/live"

// TypeEvents is the media type of a stream of events.
const TypeEvents = "text/event-stream"

// Parameters of a live request: the channels, and of a long poll the seconds to
// wait and the tag of the last answer.
const (
	ParamChannels = "channels"
	ParamWait     = "wait"
	ParamTag      = "tag"
)

// Bounds of a live request and of one event.
const (
	MaxLiveChannels = 300
	maxLiveQuery    = 6 << 10 // bytes of the channels: what proxies take in one line
	maxEvent        = 64 << 10
)

// The events of a live stream. It begins with LiveAt and ends with LiveEnd,
// unless the line is cut.
const (
	LiveAt    = "at"    // where the readable ones of the channels are now
	LiveMoved = "moved" // where some of them are now
	LivePing  = "ping"  // nothing happened, and the line holds
	LiveEnd   = "end"   // the token or the central's day is over: come back
)

// Live is what an event says, and what a long poll answers.
type Live struct {
	Epoch string                  `json:"epoch,omitempty"`
	Heads map[civic.Channel]int64 `json:"heads,omitempty"`
	// Every is how many seconds there are at most between two events.
	Every int `json:"every,omitempty"`
	// Spread is over how many milliseconds those who hear this should spread
	// their pulls.
	Spread int    `json:"spread,omitempty"`
	Tag    string `json:"tag,omitempty"` // of a long poll: to be sent with the next
}

// Event is one event of a stream.
type Event struct {
	Name string
	Live Live
}

// AppendEvent writes an event as it travels behind b.
func AppendEvent(b []byte, name string, l Live) ([]byte, error) {
	data, err := json.Marshal(l)
	if err != nil {
		return b, civic.WrapError(civic.Internal, "wire.event", err)
	}
	b = append(append(b, "event: "...), name...)
	b = append(append(b, "\ndata: "...), data...)
	return append(b, "\n\n"...), nil
}

// EventReader reads a stream of events.
type EventReader struct{ in *bufio.Reader }

// NewEventReader reads events from r.
func NewEventReader(r io.Reader) *EventReader { return &EventReader{bufio.NewReaderSize(r, 2<<10)} }

// Next waits for an event. Offline: the stream ended, or what came is none of
// ours.
func (r *EventReader) Next() (Event, error) {
	const op = "wire.event"
	var e Event
	var data []byte
	for size := 0; ; {
		line, err := r.in.ReadSlice('\n')
		size += len(line)
		if size > maxEvent {
			return e, civic.NewError(civic.Offline, op, "")
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			whole := append([]byte(nil), line...)
			for errors.Is(err, bufio.ErrBufferFull) && len(whole) <= maxEvent {
				line, err = r.in.ReadSlice('\n')
				whole = append(whole, line...)
			}
			size += len(whole)
			line = whole
		}
		if err != nil || size > maxEvent {
			return e, civic.WrapError(civic.Offline, op, errors.Join(err, errCut))
		}
		text := strings.TrimRight(string(line), "\r\n")
		name, value, _ := strings.Cut(text, ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case text == "" && e.Name == "" && data == nil:
		case text == "":
			return e, civic.WrapError(civic.Offline, op, json.Unmarshal(data, &e.Live))
		case name == "event":
			e.Name = value
		case name == "data":
			data = append(data, value...)
		}
	}
}

var errCut = errors.New("the stream ended within an event")

// LiveQuery is the query that asks for the channels, as many of them as fit, in
// their order; it tells how many do.
func LiveQuery(channels []civic.Channel) (query string, fit int) {
	var b strings.Builder
	b.WriteString(ParamChannels + "=")
	for _, c := range channels {
		if fit == MaxLiveChannels || b.Len()+len(c)+1 > maxLiveQuery {
			break
		}
		if fit > 0 {
			b.WriteByte(',')
		}
		b.WriteString(string(c)) // a channel's letters need no escape
		fit++
	}
	return b.String(), fit
}

// LiveRequest is a live request as the central reads it.
type LiveRequest struct {
	Channels []civic.Channel
	Wait     int // seconds; 0: a stream
	Tag      string
}

// ReadLiveRequest reads a query; what is no request is an error of kind Invalid.
func ReadLiveRequest(q url.Values) (LiveRequest, error) {
	const op = "wire.live"
	var r LiveRequest
	seen := map[civic.Channel]bool{}
	for name := range strings.SplitSeq(q.Get(ParamChannels), ",") {
		c := civic.Channel(name)
		switch {
		case name == "" || seen[c]:
			continue
		case len(seen) == MaxLiveChannels:
			return r, civic.NewError(civic.TooLarge, op, "invalid.too_many")
		}
		seen[c] = true
		r.Channels = append(r.Channels, c)
	}
	if w := q.Get(ParamWait); w != "" {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 {
			return r, civic.NewError(civic.Invalid, op, "invalid.range")
		}
		r.Wait = n
	}
	if r.Tag = q.Get(ParamTag); len(r.Tag) > 32 {
		return r, civic.NewError(civic.Invalid, op, "invalid.range")
	}
	return r, nil
}
