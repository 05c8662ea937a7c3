// Package admit computes what hand-ins are worth: a sheet's score, and whether the scores of all sheets admit to the exam. It is pure:
// no files, no clock, no floats. docs/teach-formulas.md has the formulas with worked examples, which are the tests of this package.
//
//	score = max(0, earned − penalty)                            earned counts bonus parts, the maximum does not
//	share = (sum of scores) / (sum of maxima, excused sheets left out)
//	admitted if share ≥ the course's share: exactly half admits
//
// A part that is not graded yet is open: never zero, never full, so a score has a lower and an upper bound, and who is between them is
// neither admitted nor refused.
//
//	s := admit.Rules{}.Score(admit.Work{Parts: []admit.Part{{Max: points.Of(4), Earned: points.Of(2)}}}, nil)
//	v := admit.Course(points.Half(), []admit.Score{s}) // v.Admitted == admit.Yes
package admit
