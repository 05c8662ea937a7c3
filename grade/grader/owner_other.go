//go:build !unix

package grader

import "io/fs"

// ours cannot be told here, where there are no boxes and nothing but one's own work is graded.
func ours(fs.FileInfo) bool { return true }
