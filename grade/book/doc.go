// Package book is the gradebook: students, sheets, hand-ins, points and who gave them, in SQLite (one file) or PostgreSQL, by the same code.
//
//	b, err := book.Open(ctx, "gradebook.db")            // or postgres://…
//	s, err := b.RecordSubmission(ctx, book.Submission{Sheet: "22-flows", Owner: "ada", Round: 1, At: now, Hash: hash})
//	_, err = b.RecordAutomatic(ctx, book.Graded{Submission: s.ID, Cells: grades, Fingerprint: release})
//	err = b.RecordManual(ctx, book.Mark{Sheet: "22-flows", Student: "ada", Round: 1, Cell: "discuss", Points: points.Half(), By: "eve"})
//	results, err := b.Results(ctx, rules, points.Half(), now)
//
// What is worth knowing:
//
//   - Every call is one transaction: after a kill it has happened or it has not. Writers take turns; a lost race is never a lost mark, since
//     a mark says which revision it replaces and ErrChanged comes back if that is no longer the one.
//   - Every call that records may be made again with the same values; then nothing changes and no history is written.
//   - Automatic points belong to one version of a hand-in. Marks given by people belong to a student (or the owner of a group's hand-in), a sheet and
//     a cell: they survive new versions, win over automatic points, and are stale once the answer has another hash than the one marked.
//   - Who, when, old and new of every change of a mark, an extension, an excuse and a regrading is in History, which nobody can change
//     through this package; Forget deletes a student's part of it.
//   - Points are text in the database: exact.
package book
