// Package feedback writes what students get back: a page of HTML for each, which loads nothing and runs nothing, and one for teachers.
//
//	sum, err := feedback.Job{Book: b, Rule: rule, Folder: "feedback", Course: "Generative models"}.Write(ctx)
//
//	feedback/22/ada/index.html   for ada: points, messages of tests, marks and comments, total
//	feedback/22.html             for teachers: everybody's points on the sheet, with links
//	feedback/index.html          for teachers: the sheets
//
// Everything comes from the gradebook. All pages of a sheet are exchanged in one step, so that nobody sees half of them, and pages of students
// who are no longer in the course go.
//
// What tests say is held back until the sheet is due for all: the latest due date of anybody, with the grace. Tests have hidden parts, and
// points are of both parts together, so until then neither messages nor points of tests are shown, nor a total from which they could be computed.
package feedback
