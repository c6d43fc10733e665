package civic

// Theme is one of the fixed municipal subjects that acts and people are filed
// under. The list is short on purpose: search finds the rest.
type Theme string

// Themes lists the codes in the order of screens.
func Themes() []Theme {
	return []Theme{
		"participation", "transparency", "institutions", "local_autonomy", "digital", "training",
		"budget", "taxes", "procurement", "public_works", "roads", "mobility", "urban_safety",
		"local_police", "civil_protection", "environment", "waste", "water", "energy", "maritime",
		"school", "youth", "social_policy", "accessibility", "health", "culture", "sport",
		"associations", "commerce", "local_services",
	}
}

// Valid tells whether t is in the list.
func (t Theme) Valid() bool {
	for _, x := range Themes() {
		if x == t {
			return true
		}
	}
	return false
}
