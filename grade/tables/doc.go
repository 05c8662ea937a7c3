// Package tables reads and writes the tables that teachers exchange with the rest of the world, as CSV: the roster, points, and results for
// nbgrader's users and for the exam office.
//
// Reading is strict: whatever is not surely meant (an unknown id, a row that is there twice, NaN, a decimal comma, more than the maximum) is an
// error that names the file and the line, and no row of such a file is returned. Writing puts an apostrophe in front of fields that a
// spreadsheet would take for a formula; reading takes it away again.
//
//	students, err := tables.ReadRoster("roster.csv", file)
//	marks, err := tables.ReadPoints("points.csv", file, tables.Known{Students: students, Sheets: sheets})
package tables
