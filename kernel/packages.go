package kernel

import (
	"go/build"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/module"
)

// cellFolders are the folders of the checkout whose packages cells may use without an import.
var cellFolders = []string{"gen", "plots", "kernel/nb", "backend", "grade/sheet"}

// companions are packages that cells import for their effect: whatever computes gets an engine, and its tensors are kept for later cells; training
// shows itself.
var companions = map[string]string{
	modulePath + "/gen": modulePath + "/kernel/tensor", modulePath + "/backend": modulePath + "/kernel/tensor", "github.com/gomlx/gomlx": modulePath + "/kernel/tensor",
	modulePath + "/gen/fit": modulePath + "/kernel/training", modulePath + "/gen/pinn": modulePath + "/kernel/training/solution",
}

// packagesOf says which packages missing imports of cells may mean: those of the checkout, then the standard library, then
// the libraries that it is built on.
func packagesOf(checkout string) cell.Packages {
	table := map[string][]string{}
	for _, folder := range cellFolders {
		_ = filepath.WalkDir(filepath.Join(checkout, folder), func(path string, d fs.DirEntry, err error) error { // what cannot be read is not offered
			if err != nil || !d.IsDir() || !hasGo(path) {
				return nil
			}
			if rel, err := filepath.Rel(checkout, path); err == nil {
				table[filepath.Base(path)] = append(table[filepath.Base(path)], modulePath+"/"+filepath.ToSlash(rel))
			}
			return nil
		})
	}
	d := &describer{checkout: checkout, known: map[string]described{}, modules: moduleFolders(checkout)}
	return cell.Packages{Module: table, Last: libraryNames(), Describe: d.describe, Companions: companions}
}

func hasGo(dir string) bool {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go")) // errs on bad patterns only
	return len(files) > 0
}

// describer reads packages from their sources, those of the checkout each time, since they may change between two cells.
type describer struct {
	checkout string
	modules  func() map[string]string // where those of libraries are
	mu       sync.Mutex
	known    map[string]described
}

type described struct {
	name    string
	exports []string
}

func read(dir string) described {
	name, exports := module.Describe(dir)
	return described{name, exports}
}

// describe returns a package's name and what it exports; "" for packages that it does not know.
func (d *describer) describe(path string) (string, []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p, ok := d.known[path]; ok {
		return p.name, p.exports
	}
	if rest, ours := strings.CutPrefix(path, modulePath+"/"); ours {
		p := read(filepath.Join(d.checkout, filepath.FromSlash(rest)))
		return p.name, p.exports
	}
	dir := filepath.Join(build.Default.GOROOT, "src", filepath.FromSlash(path))
	if slices.Contains(libraries, path) {
		if dir = folderOf(d.modules(), path); dir == "" {
			return "", nil
		}
	}
	p := read(dir)
	d.known[path] = p
	return p.name, p.exports
}
