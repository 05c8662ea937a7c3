// Package wire carries calls between the checker and the process of the student's code.
//
// The tests of a sheet call the student's functions by name. In the grader those names are stubs: each call becomes a frame on a pipe, is made in a
// process that holds nothing but the student's code (Server), and its results come back (Caller). Callbacks go the other way over the same pipes, while the
// call that was given them is under way.
//
// What can cross is what Crosses says: booleans, numbers, strings, slices, arrays, maps, pointers and structs of exported fields, errors (as their
// text), functions of such types in both directions, and types that somebody has registered (matrices, tensors, random generators). Values are copied: arguments that the
// function changes in place are copied back when it returns, so that for the caller it looks like an ordinary call. Bits are kept: NaN, −0, nil and
// empty slices arrive as they left.
//
// The student's side is hostile. A Caller believes nothing: it decodes into types that the release sheet decides, refuses what doesn't fit, is longer than
// MaxFrame or deeper than maxDepth, and turns everything that goes wrong into a *Failure. What a hostile process can do with its pipe is to answer, and wrongly.
//
// # Frames
//
// A frame is a kind (one byte), the number of its call (8 bytes), the length of its body (4 bytes; numbers are big-endian), and the body:
//
//	C  call     the target (a string), the number of arguments, each as a value
//	R  results  the number of results, each as a value; for each argument 0, or 1 and its value after the call
//	P  panic    a string
//
// A value begins with a byte for its kind, so that a function of another type than the sheet's is noticed; see encode.go.
package wire
