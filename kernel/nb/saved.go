package nb

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/show"
)

// Saved shows what [Save] has kept in this folder: name, type, size and time.
func Saved() {
	list := names()
	if len(list) == 0 {
		Show("nothing is saved in " + savedFolder)
		return
	}
	Table([]string{"name", "type", "size", "saved"}, savedRows(list))
}

// names are the names of saved values, in order.
func names() (list []string) {
	files, err := os.ReadDir(savedFolder)
	if err != nil {
		return nil // there is none
	}
	for _, f := range files {
		if f.Type().IsRegular() && !strings.HasPrefix(f.Name(), ".") { // others are being written, or were when a program was killed
			list = append(list, f.Name())
		}
	}
	return list
}

func savedRows(list []string) (rows [][]any) {
	for _, name := range list {
		path := filepath.Join(savedFolder, name)
		info, err := os.Stat(path)
		if err != nil {
			continue // gone since
		}
		what, err := keep.FileType(path)
		if err != nil {
			what = err.Error()
		}
		rows = append(rows, []any{name, what, show.Size(info.Size()), info.ModTime().Format("2006-01-02 15:04:05")})
	}
	return rows
}
