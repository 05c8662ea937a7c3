package doctor

import "strings"

// Finding is a cause, the numbers that speak for it, and what to do.
type Finding struct {
	Cause            Cause
	Evidence, Remedy string // one sentence each
}

// String is the finding in one line.
func (f Finding) String() string { return f.Cause.String() + ": " + f.Evidence + " " + f.Remedy }

// Findings are what Read finds, the gravest cause first; none means healthy.
type Findings []Finding

// String is a line for each, or that the run is healthy.
func (f Findings) String() string {
	if len(f) == 0 {
		return "healthy: nothing found"
	}
	var lines []string
	for _, x := range f {
		lines = append(lines, x.String())
	}
	return strings.Join(lines, "\n")
}

// Has tells whether a cause is among them.
func (f Findings) Has(c Cause) bool {
	for _, x := range f {
		if x.Cause == c {
			return true
		}
	}
	return false
}
