package hint

import "strings"

// nearest is the candidate that a name is probably misspelt for, "" if there is none.
func nearest(name string, candidates []string) string {
	best, least := "", reach(name)+1
	for _, c := range candidates {
		if c == name || c == "_" || c == "" {
			continue
		}
		d := distance(name, c)
		if strings.EqualFold(name, c) {
			d = 0
		}
		if d < least {
			best, least = c, d
		}
	}
	return best
}

// reach is how many letters of a name may be wrong: of short ones one, since else everything is near everything.
func reach(name string) int {
	switch n := len(name); {
	case n < 3:
		return 0
	case n < 6:
		return 1
	}
	return 2
}

// distance is the number of letters to insert, delete, replace, or exchange with their neighbour (optimal string alignment).
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for k := range rows[0] {
		rows[0][k] = k
	}
	for i := 1; i <= len(a); i++ {
		for k := 1; k <= len(b); k++ {
			differs := 1
			if a[i-1] == b[k-1] {
				differs = 0
			}
			rows[i][k] = min(rows[i-1][k]+1, rows[i][k-1]+1, rows[i-1][k-1]+differs)
			if i > 1 && k > 1 && a[i-1] == b[k-2] && a[i-2] == b[k-1] {
				rows[i][k] = min(rows[i][k], rows[i-2][k-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
