// Package nb is what notebooks import to show things: values, plots, tables, progress, results.
//
//	nb.Show(m.LogProb(x))                       // as the last expression of a cell shows
//	nb.Plot(plots.Density(m, moons))            // one picture, with its description
//	nb.Table([]string{"steps", "excess"}, rows) // numbers right-aligned
//	bar := nb.Progress(3000, "training")        // a bar that updates in place
//	nb.Result("excess on moons", excess, 0.0, excess)
//	nb.Save("moons", m)                         // for after a restart
//	nb.Interact(f, nb.Slider{Name: "x", Max: 1}) // f again whenever the slider is moved
//
// How values look is said by package show. Everything shown has a plain-text form too, so that executed notebooks can be read anywhere. Outside a notebook that text goes to
// standard output, so that a cell's code works in a program of its own.
//
// Every function here returns when the kernel has what it shows (package display), so displays and what is printed come in the order of the
// program, and nothing is lost when it ends.
//
// Importing nb also imports package backend, so that library calls have an engine to compute with.
package nb
