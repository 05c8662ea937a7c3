package admit

import "github.com/gensci/gensci/grade/points"

// Answer says whether a student is admitted to the exam.
type Answer string

// The answers. Open is for whom the parts that are not graded yet will decide.
const (
	Yes  Answer = "yes"
	No   Answer = "no"
	Open Answer = "open"
)

// Verdict is a student's result over all sheets.
type Verdict struct {
	Points, Max points.Points // of all sheets that are not excused
	Share       points.Points // Points/Max; zero if there is nothing to earn
	Open        bool          // provisional: some part is not graded yet
	Admitted    Answer
}

// Course adds the scores of all sheets and compares them with the share that admits. Where nothing is left to earn, all sheets excused, the
// answer is open: a person decides. It is also open as long as a sheet is to come.
func Course(share points.Points, scores []Score) Verdict {
	var v Verdict
	var least, most points.Points
	unreleased := false
	for _, s := range scores {
		if s.Excused {
			continue
		}
		v.Points, v.Max = v.Points.Plus(s.Points), v.Max.Plus(s.Max)
		least, most = least.Plus(s.Least), most.Plus(s.Most)
		v.Open, unreleased = v.Open || s.Open, unreleased || s.Unreleased
	}
	need := share.Times(v.Max)
	reached, err := v.Points.Over(v.Max)
	if err != nil {
		v.Admitted, v.Open = Open, true
		return v
	}
	v.Share = reached
	switch {
	case unreleased:
		v.Admitted = Open
	case least.Cmp(need) >= 0:
		v.Admitted = Yes
	case most.Cmp(need) < 0:
		v.Admitted = No
	default:
		v.Admitted = Open
	}
	return v
}
