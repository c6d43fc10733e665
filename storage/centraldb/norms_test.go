package centraldb_test

import (
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/centraldb"
	"scranno/storage/storetest"
)

// Both engines find acts by the norms that they cite, also after their index was
// made again.
func TestActsByNorm(t *testing.T) {
	t.Run("file", func(t *testing.T) { actsByNorm(t, filepath.Join(t.TempDir(), "central.db")) })
	t.Run("server", func(t *testing.T) { actsByNorm(t, storetest.PostgresDatabase(t)) })
}

func actsByNorm(t *testing.T, address string) {
	db := openAt(t, address)
	err := db.Update(t.Context(), time.Now(), func(l centraldb.Ledger) error {
		for i, text := range []string{"visto l'art. 42 del d.lgs. 267/2000", "ai sensi dell'art. 43 del TUEL e della l.r. 24/2017"} {
			act := civic.Act{Visibility: civic.Everyone, Published: time.Now(), Content: civic.Content{
				Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", Region: "08", Subject: "Prova", Date: "2025-03-01",
				Clauses: []civic.Clause{{ID: civic.DerivedID("clause", text), Section: civic.Recital, Text: text}},
			}}
			_, err := l.Apply(t.Context(), "", []civic.Effect{{
				Kind: civic.KindAct, ID: civic.DerivedID("act", string(rune('a'+i))), Channel: "acts/08/2025", Fields: fieldsOf(t, act),
			}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		`norma:"dlgs 267/2000"`: 2, `norma:"art. 43 TUEL"`: 1, `norma:"art. 44 TUEL"`: 0, `prova norma:"l.r. 24/2017"`: 1,
		`prova -norma:"l.r. 24/2017"`: 1, `norma:regione.emilia.romagna:legge:2017;24`: 1,
	} {
		res, err := db.Acts(t.Context(), civic.ActQuery{Text: query, Limit: 5}, []string{"acts"}, time.Time{}, "")
		if err != nil || res.Total != want {
			t.Errorf("%s: %d acts, want %d, %v", query, res.Total, want, err)
		}
	}
}
