// Package course is a course's private folder, which holds everything but the program:
//
//	course.toml     name, sheets, due dates, formulas, limits: the template explains every key
//	roster.csv      id,name,email,group,tutor
//	masters/        NN-topic.ipynb with solutions, hidden tests and mark schemes
//	releases/       what students got, each version
//	submissions/    what they handed in
//	grades/         what grading found, one file for each hand-in
//	feedback/       what they get back
//	gradebook.db    points and who gave them, unless course.toml names a server of PostgreSQL
//	secret.key      32 random bytes, from which the seeds of random tests are made
//
//	c, err := course.Open(".") // the folder, or one above it
//	s, err := c.Sheet("22")
//	b, err := c.Book(ctx)
//
// course.toml is read strictly: an unknown key, a due date without an hour or a penalty that is no formula is an error that names line and key.
package course
