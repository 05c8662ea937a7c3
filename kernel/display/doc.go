// Package display takes what a cell's program shows to the kernel, over two named pipes that package run makes.
//
//	if display.InNotebook() {
//		display.Send("", map[string]any{"text/plain": "3", "text/html": "<b>3</b>"})
//	}
//
// [Send] returns when the kernel has handed the display on, so that displays and printed text keep the order of the program, and nothing is lost
// when it ends. The kernel's side is [Read].
//
// It is linked into every cell that shows something, so it imports next to nothing: GoNB's library gonbui, which does the same and more,
// brings some 30 packages along.
package display
