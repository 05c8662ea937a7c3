// Package run runs the program of a cell: its output and its displays go to callbacks while it runs, and nothing of it is left when it has
// ended.
//
//	p, err := run.Start(ctx, run.Program{Path: binary, Dir: folder}, run.Sink{Stdout: text, Stderr: text, Display: show})
//	result := p.Wait()
//
// What leaves the program's process group is found too, if the caller has become its parent by then ([child.Adopt]).
//
// Displays come through the two pipes of package display, and through those of GoNB's library (github.com/janpfeifer/gonb, package gonbui),
// whose messages are described in its package protocol. What a program sent before it ended arrives, whether or not it called gonbui.Sync.
//
// The order of text and displays: before a display is handed on, everything that lies in the pipes of standard output and error is, so text
// written before a display comes before it. A program waits in display.Send, and in gonbui.Sync, until what it has shown has been handed on, so
// text written after it comes after it. No marks in the output are needed for that, which could leak or be forged. Without Sync text may
// overtake what gonbui shows.
//
// Nothing is queued: a callback that takes its time makes the program wait in its next write.
package run
