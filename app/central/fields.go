package central

import (
	"encoding/json"

	"scranno/app/civic"
)

// fieldsOf splits a civic value into the fields of a body.
func fieldsOf(v any) (civic.Fields, error) {
	raw, err := civic.CanonicalOf(v)
	if err != nil {
		return nil, err
	}
	f := civic.Fields{}
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, civic.WrapError(civic.Internal, "central.fields", err)
	}
	return f, nil
}
