// Package hint says what to do about an error: for the mistakes that people make who come from Python and know no Go, and for those with
// graphs of GoMLX. [For] adds a sentence to a message of the compiler, the runtime or a library; [ReadTrace] reduces the stacks that a panic
// leaves to the lines of cells.
//
//	hint.For(hint.Mistake{Message: "invalid operation: n * x (mismatched types int and float64)"})
//	→ Go does not mix number types: write `float64(n) * x`
//
// A rule is a pattern of the message, sometimes one of the line, and the sentence. A hint must be true wherever its rule matches, since who
// needs it cannot judge it: where a message has several causes, the rule asks for more or the sentence names the condition. What to write
// stands in backquotes. The tests take every message from the compiler, the type checker, the parser, or a program that dies of it, and follow
// every hint; a new version of Go or GoMLX that says the same in other words fails them.
//
// The package knows nothing of kernels: it wants texts and returns texts.
package hint
