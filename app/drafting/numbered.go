package drafting

import (
	"scranno/app/civic"
)

// markNumberedEnd finds the operative part of a text without a formula: the
// last run of points numbered from one, or from a, upwards.
func markNumberedEnd(lines []line, marks []mark) {
	start, want, count := -1, 0, 0
	best := -1
	for i := range lines {
		if marks[i].cue != itemCue {
			continue
		}
		switch n := itemNumber(lines[i].view); {
		case n == 1:
			start, want, count = i, 2, 1
		case n == want && start >= 0:
			want, count = want+1, count+1
		default:
			continue
		}
		if count >= 2 {
			best = start
		}
	}
	if best < 0 {
		return
	}
	for i := best; i < len(marks); i++ {
		if marks[i].section == civic.Closing {
			return
		}
		marks[i].section = civic.Operative
	}
}

// itemNumber gives the number of a point; letters count from a; 0 for dashes.
func itemNumber(view string) int {
	n := 0
	for i := range len(view) {
		c := view[i]
		switch {
		case c == '*' || c == '_':
			continue
		case c >= '0' && c <= '9':
			n = n*10 + int(c-'0')
			continue
		case c >= 'a' && c <= 'z' && n == 0:
			return int(c-'a') + 1
		}
		break
	}
	if n == 0 {
		return 0
	}
	return n
}
