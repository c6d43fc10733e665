package assemble

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// demoCall is an invitation upon an act of the demo library.
type demoCall struct {
	Author  string         `json:"author"`
	Type    civic.CallType `json:"type"`
	Act     int            `json:"act"`
	To      civic.Region   `json:"to"`
	Minutes int            `json:"minutes"` // before the loading
	Days    int            `json:"days"`    // after it: the last day
	Thread  string         `json:"thread"`  // title of the debate on that act
	Note    string         `json:"note"`
}

// demoCalls makes the invitations; their threads are there.
func (c *CentralSet) demoCalls(ctx context.Context, w demoWorld, people map[string]civic.ID, acts map[int]civic.ID, began time.Time) error {
	for i, x := range w.Calls {
		who, err := c.Service.Actor(ctx, people[x.Author])
		if err != nil {
			return err
		}
		call := civic.Call{
			Act: acts[x.Act], Type: x.Type, To: x.To, Until: civic.DateOf(began.AddDate(0, 0, x.Days)), Note: x.Note, Name: who.Name,
		}
		if len(who.Mandates) > 0 {
			call.Office = who.Mandates[0].Title()
		}
		if x.Thread != "" {
			call.Thread = demoThreadID("", x.Act, x.Thread)
		}
		in := central.Invitation{
			ID: civic.DerivedID("demo", "call", strconv.Itoa(i)), Author: people[x.Author], Call: call,
			At: began.Add(-time.Duration(x.Minutes) * time.Minute),
		}
		if err := c.Service.AddCall(ctx, in); err != nil {
			return fmt.Errorf("demo invitation %d: %w", i+1, err)
		}
	}
	return nil
}

func demoThreadID(space string, act int, title string) civic.ID {
	return civic.DerivedID("demo", "thread", space, strconv.Itoa(act), title)
}
