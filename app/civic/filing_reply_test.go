package civic_test

import (
	"testing"

	"scranno/app/civic"
)

// TestWhatBecomesOfARequestForAccess: given, refused, reminded, after its filing.
func TestWhatBecomesOfARequestForAccess(t *testing.T) {
	c := motion("Fascicolo")
	c.Kind = civic.AccessRequest
	d := civic.Draft{Plain: &c, FiledOn: "2026-03-02"}
	for _, r := range []civic.Reply{{Kind: civic.AccessGiven, On: "2026-05-02"}, {Kind: civic.AccessReminded, On: "2026-04-10"}, {Kind: civic.AccessReminded, On: "2026-04-10"}} {
		var err error
		if d.Replies, err = d.Replied(r, "2026-05-02"); err != nil {
			t.Fatal(err)
		}
	}
	if len(d.Replies) != 2 || d.Replies[0].Kind != civic.AccessReminded {
		t.Errorf("%v", d.Replies)
	}
	for _, r := range []civic.Reply{{Kind: "approved", On: "2026-04-10"}, {Kind: civic.AccessGiven, On: "2026-03-01"}, {Kind: civic.AccessGiven, On: "2026-06-02"}, {Kind: civic.AccessGiven}} {
		if _, err := d.Replied(r, "2026-05-02"); !civic.Is(err, civic.Invalid) {
			t.Errorf("%v: %v", r, err)
		}
	}
	q := motion("Interrogazione")
	for _, x := range []civic.Draft{{Plain: &c}, {Plain: &q, FiledOn: "2026-03-02"}, {FiledOn: "2026-03-02"}} {
		if _, err := x.Replied(civic.Reply{Kind: civic.AccessGiven, On: "2026-04-10"}, "2026-05-02"); !civic.Is(err, civic.Invalid) {
			t.Errorf("%+v: %v", x, err)
		}
	}
}
