package main

import (
	"fmt"
	"strings"

	"github.com/gensci/gensci/gen/doctor"
)

// reported is the first of the seeds whose rates are reported; thresholds were set on seeds below it, and those from 1000 on have been seen as well.
const reported = 2000

// tally counts what was found in the runs of a patient.
type tally struct {
	patient
	runs, hits, silent int
	found              map[doctor.Cause]int
}

func (t *tally) add(f doctor.Findings) {
	if t.found == nil {
		t.found = map[doctor.Cause]int{}
	}
	t.runs++
	for c := doctor.NotFinite; c <= doctor.StillFalling; c++ {
		if f.Has(c) {
			t.found[c]++
		}
	}
	if len(f) == 0 {
		t.silent++
	}
	if f.Has(t.sick) || t.sick == healthy && len(f) == 0 {
		t.hits++
	}
}

// rates are, for a cause, how many runs that have it were found and how many there are, and the same for healthy runs; for the cause healthy
// the second pair counts healthy runs of which anything was said.
func rates(all []tally, c doctor.Cause) (hits, sick, alarms, well int) {
	for _, t := range all {
		switch {
		case t.sick == healthy && c == healthy:
			alarms, well = alarms+t.runs-t.silent, well+t.runs
		case t.sick == healthy:
			alarms, well = alarms+t.found[c], well+t.runs
		case t.sick == c:
			hits, sick = hits+t.hits, sick+t.runs
		}
	}
	return hits, sick, alarms, well
}

func causeName(c doctor.Cause) string {
	if c == healthy {
		return "healthy"
	}
	return c.String()
}

// page is the results as Markdown.
func page(all []tally, first uint64) string {
	var b strings.Builder
	b.WriteString("# What the loss doctor finds\n\nMade by `go run ./bench/doctor`, do not edit; its documentation says what is measured.\n\n")
	_, _, alarms, well := rates(all, healthy)
	fmt.Fprintf(&b, "Seeds from %d on; thresholds were set on seeds below %d. Of %d healthy runs something was said of %d.\n\n", first, reported, well, alarms)
	b.WriteString("| cause | runs made sick so | found | false alarms in healthy runs |\n|---|---|---|---|\n")
	for c := doctor.NotFinite; c <= doctor.StillFalling; c++ {
		hits, sick, wrong, well := rates(all, c)
		fmt.Fprintf(&b, "| %s | %d | %d | %d of %d |\n", c, sick, hits, wrong, well)
	}
	b.WriteString("\nWhat else was found in each kind of run; a run can have several causes.\n\n| run | made | runs | found |\n|---|---|---|---|\n")
	for _, t := range all {
		var found []string
		for c := doctor.NotFinite; c <= doctor.StillFalling; c++ {
			if n := t.found[c]; n > 0 {
				found = append(found, fmt.Sprintf("%s %d", c, n))
			}
		}
		if t.silent > 0 {
			found = append(found, fmt.Sprintf("nothing %d", t.silent))
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %s |\n", t.name, causeName(t.sick), t.runs, strings.Join(found, ", "))
	}
	return b.String()
}
