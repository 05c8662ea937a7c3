// Package convert takes a course over from nbgrader's folder, and gives it back.
//
//	theirs, err := nbgrader.ReadCourse("/srv/course")
//	report, err := convert.Import(theirs, ours)       // masters/, and what lies beside them
//	theirs, skipped, err := convert.Export(ctx, ours, book)
//	err = nbgrader.WriteCourse("/srv/again", theirs)
//
// nbgrader's assignments may have several notebooks and any names; a sheet of ours is one notebook, NN-topic. So each notebook becomes a sheet, which keeps its name if it fits and gets
// the next free number if not. Header and footer notebooks become part of the masters. Files beside a notebook (data, pictures) go to masters/NN-topic/ and come back from there.
//
// Hand-ins are not taken over here: they are collected (package [github.com/gensci/gensci/grade/collect]) once their sheet is released, from submitted/ as from any other place.
package convert
