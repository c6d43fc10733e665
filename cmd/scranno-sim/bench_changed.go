package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

const (
	changedRecords = 100
	changedRounds  = 21
)

// changed measures what fetching a hundred changed records takes, in libraries
// of different sizes.
func (b *bencher) changed(ctx context.Context) error {
	first := 0.0
	for _, records := range b.records {
		took, err := b.changedAt(ctx, records)
		if err != nil {
			return err
		}
		cpu := took.both
		m := measure{what: fmt.Sprintf("%d changed records of %d, desk and central CPU", changedRecords, records), ours: ms(cpu)}
		if first == 0 {
			first = cpu
		} else {
			m.floor, m.ratio, m.limit = ms(first), cpu/first, "≤ 1.20"
		}
		b.add(m)
		b.add(measure{what: "  the desk's, the central's", ours: ms(took.desk) + ", " + ms(took.central)})
		b.add(measure{what: "  wall", ours: ms(took.wall)})
	}
	return nil
}

// changedCost is what a sync took, each a median, in milliseconds.
type changedCost struct{ wall, desk, central, both float64 }

func (b *bencher) changedAt(ctx context.Context, records int) (took changedCost, err error) {
	l, err := b.openLibrary(ctx, "changed", records)
	if err != nil {
		return changedCost{}, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	// The changes come from another process on the same file, so that what they
	// cost is not the measured central's.
	beside, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: l.data})
	if err != nil {
		return changedCost{}, err
	}
	defer func() { err = errors.Join(err, beside.Close()) }()
	var walls, desks, centrals, boths []float64
	for round := range changedRounds {
		if err := l.change(ctx, beside, records, round); err != nil {
			return changedCost{}, err
		}
		before, err := l.m.tell("now")
		if err != nil {
			return changedCost{}, err
		}
		own, began := ownCPU(), time.Now()
		r, err := l.desk.Desk.Sync(ctx, nil)
		if err != nil {
			return changedCost{}, err
		}
		walls, own = append(walls, float64(time.Since(began).Microseconds())/1000), ownCPU()-own
		after, err := l.m.tell("now")
		if err != nil {
			return changedCost{}, err
		}
		if r.Pulled < changedRecords {
			return changedCost{}, fmt.Errorf("only %d changes came", r.Pulled)
		}
		served := after.CPU - before.CPU
		desks, centrals = append(desks, own*1000), append(centrals, served*1000)
		boths = append(boths, (own+served)*1000)
	}
	return changedCost{median(walls), median(desks), median(centrals), median(boths)}, nil
}

// change gives a hundred posts another text, spread over the whole library.
func (l *library) change(ctx context.Context, set *assemble.CentralSet, records, round int) error {
	var effects []civic.Effect
	for i := range changedRecords {
		text, err := json.Marshal(fmt.Sprintf("Cambiato nel giro %d, numero %d.", round, i))
		if err != nil {
			return err
		}
		id := civic.DerivedID("post", string(l.space), fmt.Sprint((i*records/changedRecords+round)%records))
		effects = append(effects, civic.Effect{
			Kind: civic.KindPost, ID: id, Channel: civic.SpaceChannel(l.space), Fields: civic.Fields{"text": text},
		})
	}
	return set.Service.Write(ctx, l.thread, effects)
}
