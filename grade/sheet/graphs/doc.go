// Package graphs is how tests of sheets call graph functions: functions of students that build GoMLX nodes.
//
//	func F(x, y *graph.Node) *graph.Node { … }      // the student's
//
//	nb.Check(func(t *sheet.T) {
//		z := graphs.Call(t, F, []float64{1, 2}, []float64{3, 4})
//		t.Near(z, []float64{4, 6}, 1e-12, "F adds")
//	})
//
// Call builds the graph, runs it and returns values. In a notebook that happens there, on the engine of the notebook. In the grader the student's process builds and runs the graph on the engine in pure Go, and
// only tensors cross: what the student's code returns is numbers, never a node of ours.
//
// Parameters and results of a graph function are *graph.Node or []*graph.Node; further parameters, such as a number of layers, are of types that cross by themselves (package wire).
// A function that it calls, such as a network that the sheet gives, stands in a given cell, where the student's code finds it; functions on nodes cannot be parameters.
package graphs
