package council_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/app/samples"
)

func TestAProfileGoesOutAndComesIn(t *testing.T) {
	f := begin(t)
	p, err := f.Profile(t.Context(), valchiara)
	f.ok(err)
	p.Seats, p.Patron, p.Saint, p.Heading = 12, "06-24", "San Giovanni", "Gruppo Insieme"
	p.Offices = []civic.CouncilOffice{{Office: civic.OfficeMayor, Holder: "Enzo Neri", Address: "comune@pec.example.it"}}
	p.Arms = samples.ArmsPNG(t, 30, 40)
	damaged := p
	damaged.Arms = p.Arms[:60]
	if _, err := f.Keep(t.Context(), damaged); !civic.Is(err, civic.Invalid) {
		t.Errorf("a damaged picture: %v", err)
	}
	p, err = f.Keep(t.Context(), p)
	f.ok(err)
	data, err := f.Export(t.Context(), valchiara)
	f.ok(err)
	other := begin(t)
	got, err := other.Import(t.Context(), data)
	f.ok(err)
	p.Updated, got.Updated = time.Time{}, time.Time{}
	if !reflect.DeepEqual(got, p) {
		t.Errorf("%+v\nis not\n%+v", got, p)
	}
}

func TestAFileThatIsNoProfile(t *testing.T) {
	f := begin(t)
	good, err := f.Export(t.Context(), valchiara)
	f.ok(err)
	for name, c := range map[string]struct {
		data []byte
		kind civic.ErrorKind
		key  string
	}{
		"nothing": {nil, civic.Invalid, "council.file"},
		"prose":   {[]byte("Gentile collega"), civic.Invalid, "council.file"},
		"other":   {[]byte(`{"a":1}`), civic.Invalid, "council.file"},
		"cut":     {good[:len(good)/2], civic.Invalid, "council.file"},
		"twice":   {append(bytes.Clone(good), good...), civic.Invalid, "council.file"},
		"newer":   {bytes.Replace(good, []byte(`"format": 1`), []byte(`"format": 9`), 1), civic.TooOld, "council.format"},
		"body":    {bytes.Replace(good, []byte(valchiara), []byte("qui"), 1), civic.Invalid, "invalid.body_code"},
		"large":   {make([]byte, council.MaxProfileFile+1), civic.TooLarge, "council.file_size"},
	} {
		_, err := f.Import(t.Context(), c.data)
		e, ok := errors.AsType[*civic.Error](err)
		if !ok || e.Kind != c.kind || e.Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecodeProfile(f *testing.F) {
	f.Add([]byte(`{"format":1,"body":"demo:908001","rules":[{"name":"signatures","value":1,"of":5,"source":"x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := council.DecodeProfile(data)
		if err != nil {
			return
		}
		out, err := council.EncodeProfile(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := council.DecodeProfile(out); err != nil {
			t.Fatalf("what was accepted and written is refused: %v", err)
		}
	})
}
