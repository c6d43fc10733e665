package drafting

import (
	"scranno/app/civic"
)

// likeness is the share of common words from which two clauses, between
// neighbours that stayed, are forms of the same one.
const likeness = 0.4

// Realign gives the clauses of a text that was edited where their ids could not
// be kept, such as in a file, the ids and origins that they had: merging and
// lineage stand on them. Clauses in the same words are the same; between those,
// what is alike is paired in order. The rest is new.
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

// alike tells whether two texts have enough words in common.
func alike(a, b civic.Clause) bool {
	if a.Section != b.Section {
		return false
	}
	count := map[string]int{}
	total := 0
	for _, w := range words(a.Text, len(a.Text)) {
		count[w.text]++
		total++
	}
	common := 0
	for _, w := range words(b.Text, len(b.Text)) {
		total++
		if count[w.text] > 0 {
			count[w.text]--
			common += 2
		}
	}
	return total > 0 && float64(common) >= likeness*float64(total)
}
