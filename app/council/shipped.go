package council

import "scranno/app/civic"

// Shipped lists the profiles that one begins from.
func Shipped() []string { return []string{civic.BaseTUEL, civic.BaseBlank} }

// BaseFor chooses the shipped profile of a body: the general law's for municipal
// and provincial bodies of regions with an ordinary statute, else the blank one.
// Law: Cost. art. 116; d.lgs. 267/2000 (TUEL) art. 1 c. 2.
func BaseFor(level civic.Level, region civic.Region) string {
	if (level == civic.Municipal || level == civic.Provincial) && region.OrdinaryStatute() {
		return civic.BaseTUEL
	}
	return civic.BaseBlank
}

// Articles as the shipped profile cites them.
const (
	tuelSitting      = "TUEL, art. 39, c. 2"
	tuelAnswer       = "TUEL, art. 43, c. 3"
	tuelNoConfidence = "TUEL, art. 52, c. 2"
)

// baseRules gives the rules of a shipped profile. What the law leaves to each
// council's statute and regulation is not there.
func baseRules(base string) []civic.CouncilRule {
	if base != civic.BaseTUEL {
		return nil
	}
	motion, asked := []civic.ActKind{civic.Motion}, []civic.ActKind{civic.SessionRequest}
	no := civic.SubkindNoConfidence
	return []civic.CouncilRule{
		{Name: civic.RuleAnswerDays, Kinds: []civic.ActKind{civic.Question, civic.Interpellation}, Value: 30, Source: tuelAnswer, Law: true},
		{Name: civic.RuleSittingDays, Kinds: asked, Value: 20, Source: tuelSitting, Law: true},
		{Name: civic.RuleSignatures, Kinds: asked, Value: 1, Of: 5, Source: tuelSitting, Law: true},
		{Name: civic.RuleSignatures, Kinds: motion, Subkind: no, Value: 2, Of: 5, Source: tuelNoConfidence, Law: true},
		{Name: civic.RuleDebateAfter, Kinds: motion, Subkind: no, Value: 10, Source: tuelNoConfidence, Law: true},
		{Name: civic.RuleDebateBy, Kinds: motion, Subkind: no, Value: 30, Source: tuelNoConfidence, Law: true},
	}
}
