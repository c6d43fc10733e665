package server

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Load tells how a database server fares: how long its oldest transaction has
// been open, and how many wait for a lock.
type Load func(ctx context.Context) (oldest time.Duration, waiting int, err error)

// loadTime is how long the server has to tell. A metric that is late is left out.
const loadTime = 2 * time.Second

// database asks at each reading of the metrics, and not in between.
type database struct {
	load     Load
	answers  *prometheus.Desc
	oldest   *prometheus.Desc
	awaiting *prometheus.Desc
}

func newDatabase(load Load) *database {
	return &database{
		load:     load,
		answers:  prometheus.NewDesc("scranno_database_answers", "1 where the database tells how it fares, else 0.", nil, nil),
		oldest:   prometheus.NewDesc("scranno_database_oldest_transaction_seconds", "For how long the oldest transaction has been open.", nil, nil),
		awaiting: prometheus.NewDesc("scranno_database_waiting_locks", "Who waits for a lock.", nil, nil),
	}
}

// Describe is prometheus.Collector's.
func (d *database) Describe(to chan<- *prometheus.Desc) {
	to <- d.answers
	to <- d.oldest
	to <- d.awaiting
}

// Collect is prometheus.Collector's.
func (d *database) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), loadTime)
	defer cancel()
	oldest, waiting, err := d.load(ctx)
	if err != nil {
		to <- prometheus.MustNewConstMetric(d.answers, prometheus.GaugeValue, 0)
		return
	}
	to <- prometheus.MustNewConstMetric(d.answers, prometheus.GaugeValue, 1)
	to <- prometheus.MustNewConstMetric(d.oldest, prometheus.GaugeValue, oldest.Seconds())
	to <- prometheus.MustNewConstMetric(d.awaiting, prometheus.GaugeValue, float64(waiting))
}
