// Package collect takes in what students handed in, from wherever it lies, and keeps each version in the course's folder:
//
//	submissions/22/ada/3/22-flows.ipynb    as it was handed in, with its other files beside it
//	submissions/22/ada/3/manifest.json     what was handed in, by the hand-in itself
//	submissions/22/ada/3/receipt.json      when and from where it was collected, which round, how late, what is odd
//
//	c := collect.Collector{Course: course, Sheet: sheet, Released: released, Book: book}
//	report, err := c.Collect(ctx, "/srv/drop", "moodle.zip")
//	report.Write(os.Stdout)
//
// A place may be a drop folder of gensci submit, a zip exported from Moodle, nbgrader's submitted/STUDENT/SHEET, a folder or zip with one folder
// or file for each student, or one file. Each student's part is read for itself: what is refused (package handin has the limits) is one sentence
// that names the student, and the others are collected. A part that is not surely one student's is refused too; nobody is guessed.
//
// Whatever is there already, with the same hash, is not taken again, so collecting may be repeated, also after it was killed: a version's folder
// appears in one step, and the gradebook is told of all that are there.
//
// # Whose it is
//
// Who handed in is what the place says: the folder's or file's name (an id, an e-mail address or a name of the roster), as far as students
// cannot choose it. In a drop folder it is what the hand-in says of itself; if the file belongs to a user whose name is another student's id, it is refused.
//
// # When it was
//
// It counts from the later of what the hand-in says and the file's time of change, since a student's clock may be wrong, or set. A student who owns
// the file can set its time too: the report says so where the system tells (Linux). Copying a drop folder without its times makes everything late;
// Times says otherwise then.
package collect
