package central

import (
	"context"

	"scranno/app/civic"
)

// maxPinned bounds what one page tells of pins, in bytes; what finds no room is
// told by a later pull.
const maxPinned = 1 << 20

// pinned compares what a desk keeps outside the channels with what is. Forbidden
// is gone, by the same path as absent.
func (s *Service) pinned(ctx context.Context, d *door, pins []civic.Pin) ([]civic.Pinned, error) {
	if len(pins) == 0 {
		return nil, nil
	}
	if len(pins) > civic.MaxPins {
		return nil, civic.NewError(civic.TooLarge, "central.pins", "")
	}
	var out []civic.Pinned
	err := s.store.View(ctx, s.now(), func(w civic.World) error {
		out = nil
		left := maxPinned
		for _, p := range pins {
			x, moved, err := pinOf(ctx, w, d, p)
			if err != nil {
				return err
			}
			if !moved {
				continue
			}
			size := 0
			for _, r := range x.Records {
				size += len(r.Body)
			}
			if size > left && len(out) > 0 {
				continue
			}
			left -= size
			out = append(out, x)
		}
		return nil
	})
	return out, err
}

// pinOf says what became of one pin, and whether there is anything to say.
func pinOf(ctx context.Context, w civic.World, d *door, p civic.Pin) (civic.Pinned, bool, error) {
	gone := civic.Pinned{ID: p.ID, Gone: true}
	all, err := civic.Gather(ctx, w, p.ID)
	if civic.Is(err, civic.NotFound) {
		return gone, true, nil
	}
	if err != nil {
		return gone, false, err
	}
	ok, err := d.may(ctx, w, all[0].Channel)
	if err != nil || !ok {
		return gone, err == nil, err
	}
	same := p.Version == all[0].Version && p.Channel == all[0].Channel && p.Sum == civic.SumOf(all)
	return civic.Pinned{ID: p.ID, Records: all}, !same, nil
}
