// Package sheet is what authors of exercise sheets write tests with.
//
// A test is a cell of the sheet that calls the student's functions by name:
//
//	nb.Check(func(t *sheet.T) {
//		y, logDet := Coupling([]float64{1, 2}, []float64{0, math.Log(2)}, []float64{0, 1})
//		t.Near(y, []float64{1, 5}, 1e-12, "y = x·exp(s) + t, element by element")
//		t.Near(logDet, math.Log(2), 1e-12, "the log-determinant is the sum of s")
//		// BEGIN HIDDEN TESTS
//		for range 20 {
//			x := t.Normal(8)
//			…
//		}
//		// END HIDDEN TESTS
//	})
//
// In a notebook nb.Check runs it and shows what passed; in the grader the same text is compiled into a checker, where the functions' names stand for calls of the process that holds
// the student's code. A check that fails shows its hint, and beside it what was wanted and what came; of checks between the markers, and behind them, only
// the hint is ever shown, so hints say what the rule is and never what the input was.
//
// A test earns its points if all of its checks pass. Where parts of it earn points of their own, they stand in Part:
//
//	t.Part("1.5", "values", func(t *sheet.T) { … })
//	t.Part("0.5", "an empty slice", func(t *sheet.T) { … })
//
// The points of the parts add up to those of the cell; checks outside of parts are conditions for all of them.
//
// A function may change its arguments in place, and then they are changed for the test, as in any Go program: compute what you want before the call, or from a copy. A stub panics, so
// Panics in a part by itself is earned by doing nothing. Errorf shows its values until hidden tests begin, and … in their place from then on.
//
// Random inputs come from Rand and what is made of it: the same numbers for all students, others for each release. A test of random outputs must fail a right solution less
// than once in a million times: SameLaw, Law and Mean have such bounds built in. With few draws a bound is wide: check how many came. NaN equals nothing, here as everywhere.
package sheet
