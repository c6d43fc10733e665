package drafting

import (
	"cmp"
	"slices"

	"scranno/app/civic"
)

// likeness is the share of common words from which two clauses, between
// neighbours that stayed, are forms of the same one.
const likeness = 0.4

// carriedLikeness is that share for clauses that stand elsewhere now.
const carriedLikeness = 0.6

// Realign gives the clauses of a text that was edited where their ids could not
// be kept, such as in a file, the ids and origins that they had: merging and
// lineage stand on them. Clauses in the same words are the same; between those,
// what is alike is paired in order, then what was carried elsewhere and changed a
// little. The rest is new.
func Realign(old, edited []civic.Clause) []civic.Clause {
	out := append([]civic.Clause(nil), edited...)
	free := map[string][]int{}
	for i, c := range old {
		k := wordsOf(c)
		free[k] = append(free[k], i)
	}
	from := make([]int, len(out)) // the old clause that each is, or -1
	last := -1
	for i, c := range out {
		from[i] = -1
		k := wordsOf(c)
		if same := free[k]; len(same) > 0 {
			from[i], free[k] = same[0], same[1:]
		}
	}
	for i := range out {
		if from[i] >= 0 {
			last = max(last, from[i])
			continue
		}
		for j := last + 1; j < len(old) && !taken(from, j); j++ {
			if alike(old[j], out[i]) {
				from[i], last = j, j
				break
			}
		}
	}
	carried(old, out, from)
	for i, j := range from {
		if j >= 0 {
			out[i].ID, out[i].Origins = old[j].ID, old[j].Origins
		}
	}
	return out
}

func taken(from []int, j int) bool {
	for _, x := range from {
		if x == j {
			return true
		}
	}
	return false
}

// carried pairs what was moved and changed at once, the most alike first.
func carried(old, edited []civic.Clause, from []int) {
	type pair struct {
		i, j int
		like float64
	}
	var all []pair
	for i := range edited {
		if from[i] >= 0 {
			continue
		}
		for j := range old {
			if taken(from, j) {
				continue
			}
			if like := common(old[j], edited[i]); like >= carriedLikeness {
				all = append(all, pair{i, j, like})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(b.like, a.like) })
	for _, p := range all {
		if from[p.i] < 0 && !taken(from, p.j) {
			from[p.i] = p.j
		}
	}
}

// alike tells whether two texts have enough words in common.
func alike(a, b civic.Clause) bool { return common(a, b) >= likeness }

// common is the share of words that two clauses of one section have in common.
func common(a, b civic.Clause) float64 {
	if a.Section != b.Section {
		return 0
	}
	count := map[string]int{}
	total := 0
	for _, w := range words(a.Text, len(a.Text)) {
		count[w.text]++
		total++
	}
	same := 0
	for _, w := range words(b.Text, len(b.Text)) {
		total++
		if count[w.text] > 0 {
			count[w.text]--
			same += 2
		}
	}
	if total == 0 {
		return 0
	}
	return float64(same) / float64(total)
}
