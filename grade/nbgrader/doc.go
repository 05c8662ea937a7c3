// Package nbgrader speaks nbgrader's language: the metadata by which it knows the cells of a sheet, and the folders of its courses.
//
// A cell of a sheet carries metadata.nbgrader in version 3 of its schema: what the cell is (grade, solution, locked, task), its grade_id, its points and, in what
// students get, a checksum of the cell as it was released.
//
//	meta, found, err := nbgrader.Read(cell) // strict: unknown keys and wrong types are errors of one sentence
//	meta.Checksum = meta.Sum(cell.Type, cell.Source)
//	meta.Put(&cell)
//
// nbgrader keeps points as floats; only whole and half points go through that unharmed, so only those are read.
//
// References: nbgrader 0.9.6, https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html
package nbgrader
