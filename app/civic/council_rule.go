package civic

import (
	"slices"
	"strings"
)

// RuleName is what a council's rule is about.
type RuleName string

// The rules. Value is in the unit that is said here.
const (
	RuleSignatures  RuleName = "signatures"   // signatures that an act needs; with Of: that part of the assigned councillors, rounded up
	RuleAnswerDays  RuleName = "answer_days"  // days within which an act of inspection is answered
	RuleSittingDays RuleName = "sitting_days" // days within which a sitting that was asked for is held
	RuleDebateAfter RuleName = "debate_after" // days that must pass before the act is discussed
	RuleDebateBy    RuleName = "debate_by"    // days within which it is discussed
	RuleFilingHours RuleName = "filing_hours" // hours before a sitting until which an act for it is filed
	RuleAmendHours  RuleName = "amend_hours"  // hours before a sitting until which amendments are filed
	RuleTextLimit   RuleName = "text_limit"   // characters of the text
	RuleQuestions   RuleName = "questions"    // questions that one act may ask
	RuleForm        RuleName = "form"         // in which form an act is admitted: Text
)

// RuleNames lists the rules in the order of screens.
func RuleNames() []RuleName {
	return []RuleName{
		RuleSignatures, RuleAnswerDays, RuleSittingDays, RuleDebateAfter, RuleDebateBy, RuleFilingHours,
		RuleAmendHours, RuleTextLimit, RuleQuestions, RuleForm,
	}
}

// SubkindNoConfidence is the motion that TUEL art. 52 is about.
const SubkindNoConfidence = "sfiducia"

// SameSubkind tells whether two words name one subkind: acts that come from
// elsewhere write "di sfiducia" or "Sfiducia" for the same motion.
func SameSubkind(a, b string) bool { return bareSubkind(a) == bareSubkind(b) }

func bareSubkind(s string) string {
	return strings.TrimPrefix(strings.Join(strings.Fields(strings.ToLower(s)), " "), "di ")
}

// CouncilRule is one rule with the article that it comes from.
type CouncilRule struct {
	Name    RuleName  `json:"name"`
	Kinds   []ActKind `json:"kinds,omitempty"`   // none: every kind
	Subkind string    `json:"subkind,omitempty"` // empty: every one
	Value   int       `json:"value,omitempty"`
	Of      int       `json:"of,omitempty"` // Value is a part: Value of Of
	Text    string    `json:"text,omitempty"`
	Source  string    `json:"source"`        // the article, as it is cited
	Law     bool      `json:"law,omitempty"` // of a law; else of the council's own rules
}

// Fits tells whether the rule is for an act of the kind.
func (r CouncilRule) Fits(k ActKind, subkind string) bool {
	return (len(r.Kinds) == 0 || slices.Contains(r.Kinds, k)) && (r.Subkind == "" || SameSubkind(r.Subkind, subkind))
}

// Validate checks the rule's own form.
func (r CouncilRule) Validate() error {
	const op = "council.rule"
	switch {
	case !slices.Contains(RuleNames(), r.Name):
		return NewError(Invalid, op, "council.rule_name", "value", string(r.Name))
	case r.Value < 0 || r.Value > 1_000_000 || r.Name != RuleForm && r.Value == 0:
		return NewError(Invalid, op, "council.rule_value", "value", string(r.Name))
	case r.Of < 0 || r.Of > 1000 || r.Of > 0 && (r.Value > r.Of || r.Name != RuleSignatures):
		return NewError(Invalid, op, "council.rule_value", "value", string(r.Name))
	case r.Name == RuleForm && r.Text == "":
		return NewError(Invalid, op, "council.rule_value", "value", string(r.Name))
	case r.Source == "":
		return NewError(Invalid, op, "council.rule_source", "value", string(r.Name))
	}
	for _, k := range r.Kinds {
		if !k.Valid() {
			return NewError(Invalid, op, "invalid.kind")
		}
	}
	for _, s := range []string{r.Subkind, r.Text, r.Source} {
		if err := checkLine(op, "rule", s, MaxName); err != nil {
			return err
		}
	}
	return nil
}

// Rule gives the rule of that name for an act of the kind. The one that says the
// most of the act wins, and of two alike the council's own. False: the profile
// has none.
func (p CouncilProfile) Rule(n RuleName, k ActKind, subkind string) (CouncilRule, bool) {
	best, at := -1, CouncilRule{}
	for _, r := range p.Rules {
		if r.Name != n || !r.Fits(k, subkind) {
			continue
		}
		weight := 0
		if r.Subkind != "" {
			weight += 4
		}
		if len(r.Kinds) > 0 {
			weight += 2
		}
		if !r.Law {
			weight++
		}
		if weight > best {
			best, at = weight, r
		}
	}
	return at, best >= 0
}

// SignaturesFor gives how many signatures the profile asks for; 0: none, or it
// depends on a number of councillors that is not known.
func (p CouncilProfile) SignaturesFor(k ActKind, subkind string) (int, CouncilRule) {
	r, ok := p.Rule(RuleSignatures, k, subkind)
	if !ok || r.Of == 0 {
		return r.Value, r
	}
	return (p.Seats*r.Value + r.Of - 1) / r.Of, r
}
