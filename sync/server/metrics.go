package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// metrics count what happens, never who or what it is about.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	answers  *prometheus.CounterVec
	ops      prometheus.Counter
	refused  prometheus.Counter
	panics   prometheus.Counter
	streams  prometheus.Gauge
	hints    prometheus.Counter
}

func newMetrics(load Load) (*metrics, error) {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "scranno_requests_total", Help: "Requests by route and status."}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "scranno_request_seconds", Help: "Time to answer.", Buckets: []float64{.001, .005, .02, .1, .5, 2, 10},
		}, []string{"route"}),
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "scranno_commands_total", Help: "Commands by what was answered."}, []string{"answer"}),
		ops:     prometheus.NewCounter(prometheus.CounterOpts{Name: "scranno_feed_operations_total", Help: "Operations sent in pages."}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{Name: "scranno_limited_total", Help: "Requests over a rate."}),
		panics:  prometheus.NewCounter(prometheus.CounterOpts{Name: "scranno_panics_total", Help: "Faults of the program that were caught."}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{Name: "scranno_live_streams", Help: "Who listens now."}),
		hints:   prometheus.NewCounter(prometheus.CounterOpts{Name: "scranno_live_hints_total", Help: "Events that said what moved."}),
	}
	all := []prometheus.Collector{
		m.requests, m.seconds, m.answers, m.ops, m.refused, m.panics, m.streams, m.hints,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	}
	if load != nil {
		all = append(all, newDatabase(load))
	}
	for _, c := range all {
		if err := m.registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 2})
}

func (m *metrics) fed(ops int) { m.ops.Add(float64(ops)) }

func (m *metrics) limited() { m.refused.Inc() }

func (m *metrics) pushed(answers []civic.Answer) {
	for _, a := range answers {
		name := string(a.State)
		if a.Receipt != nil {
			name = string(a.Receipt.Outcome)
		}
		m.answers.WithLabelValues(name).Inc()
	}
}

// observe counts requests and catches what panics: the answer is a problem and
// the log has the place of the fault, never the values.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &statusWriter{ResponseWriter: w}
		defer func() {
			if fault := recover(); fault != nil {
				s.fault(r.Context(), seen, fault)
			}
			route := routeOf(r)
			s.metrics.requests.WithLabelValues(route, strconv.Itoa(seen.code())).Inc()
			s.metrics.seconds.WithLabelValues(route).Observe(time.Since(start).Seconds())
		}()
		next.ServeHTTP(seen, r)
	})
}

func (s *Server) fault(ctx context.Context, w *statusWriter, fault any) {
	asked, _ := fault.(error)
	if errors.Is(asked, http.ErrAbortHandler) || ctx.Err() != nil {
		panic(http.ErrAbortHandler) // the peer is gone, or the handler asks to drop it
	}
	s.metrics.panics.Inc()
	what := fmt.Sprintf("%T", fault)
	if e, ok := fault.(runtime.Error); ok {
		what = e.Error()
	}
	s.log.Error("a request failed by a fault of the program", "fault", what, "stack", string(debug.Stack()))
	if w.status != 0 {
		panic(http.ErrAbortHandler) // half an answer must not look like a whole one
	}
	s.write(w, problemOf(civic.NewError(civic.Internal, "server", "")))
}

// routeOf names the route by its pattern: a path may hold a token.
func routeOf(r *http.Request) string {
	if r.Pattern == "" {
		return "none"
	}
	if r.Pattern != "/v1/" {
		return r.Pattern
	}
	if known(r.URL.Path) {
		return r.URL.Path
	}
	if strings.HasPrefix(r.URL.Path, wire.PathChannels) {
		return wire.PathChannels
	}
	return "/v1/other"
}

func known(path string) bool {
	switch path {
	case wire.PathHello, wire.PathFeed, wire.PathCommands, wire.PathReceipts, wire.PathSearch, wire.PathDevices, wire.PathShutOut, wire.PathLive:
		return true
	}
	return false
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets deadlines reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
