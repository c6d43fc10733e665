package civic

// Candidate is an act of the library that may be like a text: its line in a list
// and its own text, to be measured.
type Candidate struct {
	Hit     ActHit
	Content Content
}
