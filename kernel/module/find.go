package module

import (
	"os"
	"path/filepath"
)

// Gensci is the path of our own module.
const Gensci = "github.com/gensci/gensci"

// find returns the folder of the nearest go.mod from dir upwards, "" if there is none.
func find(dir string) string {
	for {
		if info, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && info.Mode().IsRegular() {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// stamp tells versions of a file apart.
type stamp struct {
	path    string
	size    int64
	changed int64
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{path, info.Size(), info.ModTime().UnixNano()}
}
