// Package grader grades hand-ins of a sheet.
//
//	w, err := grader.Open(ctx, sheet, grader.Options{Checkout: dir, Cache: dir, Seed: seed})   // builds the checker, once for a release
//	results, err := w.Grade(ctx, answers, w.Tests())                                          // one hand-in
//
// For each test cell a program is made of the student's functions that the cell calls (package program), built in a box and run in another one, beside the checker in a third
// (package box); the two talk over pipes (package wire), and what comes out is the checker's verdict. So a crash costs one cell, and what a program leaves behind ends with its box.
//
// What is not verified earns nothing. What could not be graded — no sandbox, a full disk, an error in a test — is Ungraded, which is not zero.
//
// The same release, answers and seed give the same result for programs that are deterministic.
package grader
