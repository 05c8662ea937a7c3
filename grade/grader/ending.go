package grader

import (
	"strings"

	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/verdict"
)

// judged is the result of a verdict. Where the student's program ended early, its box says why.
func (r Result) judged(v verdict.Verdict, student box.Report) Result {
	r.Status, r.Points, r.Parts, r.Notes, r.Passed, r.Checks = Status(v.Status), v.Points, v.Parts, v.Notes, v.Passed, v.Checks
	if !v.Gone {
		return r
	}
	r.Status = Crashed
	if student.Why == box.OverCPU || student.Why == box.OverWall {
		r.Status = Timeout
	}
	if why := ending(student, v.Hidden); why != "" {
		r.Notes = append(r.Notes, verdict.Note{Text: "your program ended: " + verdict.Line(why)})
	}
	return r
}

// ending is how a program has ended, or "" if it had to be ended. A program that may know hidden inputs could tell them by all that it chooses freely: its last words, its exit status,
// a signal, the moment. Of such a one only the limit is named.
func ending(student box.Report, hidden bool) string {
	why := student.String()
	switch student.Why {
	case box.OverCPU, box.OverWall:
		if hidden {
			return "it took too long"
		}
	case box.OverMemory, box.OverOutput:
	case box.Exited, box.Signalled:
		if hidden {
			return "in or after hidden tests"
		}
		if said := crash(student.Stderr.String()); said != "" {
			why += ", " + said
		}
	default:
		return ""
	}
	if student.Why == box.OverWall && student.CPU < student.Wall/10 {
		why += ", hardly computing: it waited for something that does not come"
	}
	return why
}

// crash is the line in which Go's runtime says what ended a program.
func crash(stderr string) string {
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") || strings.HasPrefix(line, "runtime: goroutine stack exceeds") {
			return strings.ToValidUTF8(line[:min(len(line), 300)], "")
		}
	}
	return ""
}

func firstLine(texts ...string) string {
	for _, t := range texts {
		if line, _, _ := strings.Cut(strings.TrimSpace(t), "\n"); line != "" {
			return line
		}
	}
	return ""
}

// unjudged is the result where there is no verdict. A checker that was exhausted is the student's doing: else whoever fears a test would have it ungraded. All other ends are not,
// and what the checker said then may hold what is hidden.
func (r Result) unjudged(checker box.Report, err error) Result {
	said := checker.Stderr.String()
	switch checker.Why {
	case box.OverCPU, box.OverWall, box.OverMemory, box.OverOutput:
		return r.fail(Timeout, "the check was stopped ("+checker.String()+"): what your functions return, or how often they call back, takes too long to check")
	case box.Exited, box.Signalled:
		if strings.Contains(crash(said), "memory") { // where Go finds no more before the box looks
			return r.fail(Timeout, "the check needed too much memory: what your functions return is too large to check")
		}
	}
	r = r.fail(Ungraded, "the test could not be run: "+firstLine(said, err.Error()))
	r.Notes[len(r.Notes)-1].Hidden = true
	return r
}
