package assets

import _ "embed"

//go:embed spelling/it_IT.aff.gz
var spellingRules []byte

//go:embed spelling/it_IT.dic.gz
var spellingWords []byte

//go:embed spelling/council.txt
var councilWords string

// SpellingRules gives the affixes of the Italian dictionary, gzip of UTF-8 in
// Hunspell's form.
func SpellingRules() []byte { return spellingRules }

// SpellingWords gives the words of the Italian dictionary, gzip of UTF-8 in
// Hunspell's form.
func SpellingWords() []byte { return spellingWords }

// CouncilWords gives words of councils that the dictionary lacks, one a line;
// lines that begin with # are comments.
func CouncilWords() string { return councilWords }
