package civic

// Level is the institutional level of a body. On screen the others are
// "altri livelli istituzionali": none stands above another.
type Level string

// The levels.
const (
	Municipal  Level = "municipal"  // with districts and unions
	Provincial Level = "provincial" // and metropolitan cities
	Regional   Level = "regional"
	National   Level = "national" // parliament and government
	European   Level = "european"
)

// Levels lists them in the order of screens and facets.
func Levels() []Level { return []Level{Municipal, Provincial, Regional, National, European} }

// Valid tells whether l is one of the levels.
func (l Level) Valid() bool {
	switch l {
	case Municipal, Provincial, Regional, National, European:
		return true
	}
	return false
}

// Region is a two-digit ISTAT region code, or one of the wider territories
// below. It is the first cut of the library: channels are by region.
type Region string

// The territories that are no region. Foreign is for test and foreign acts.
const (
	NationWide Region = "national"
	Europe     Region = "europe"
	Foreign    Region = "x"
	// ExampleRegion holds invented regional bodies of the demo library.
	ExampleRegion Region = "99"
)

// Regions lists the twenty ISTAT codes.
func Regions() []Region {
	return []Region{
		"01", "02", "03", "04", "05", "06", "07", "08", "09", "10",
		"11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
	}
}

// Valid tells whether r is a region or a wider territory.
func (r Region) Valid() bool {
	switch r {
	case NationWide, Europe, Foreign, ExampleRegion:
		return true
	}
	return len(r) == 2 && r >= "01" && r <= "20" && r[1] >= '0' && r[1] <= '9'
}

// OrdinaryStatute tells whether the general law on local bodies applies there
// without the region's own: only then does a TUEL deadline hold.
// Law: Cost. art. 116; d.lgs. 267/2000 (TUEL) art. 1 c. 2.
func (r Region) OrdinaryStatute() bool {
	switch r {
	case "02", "04", "06", "19", "20": // Valle d'Aosta, Trentino-Alto Adige, Friuli-Venezia Giulia, Sicilia, Sardegna
		return false
	}
	return len(r) == 2 && r.Valid() && r != ExampleRegion
}
