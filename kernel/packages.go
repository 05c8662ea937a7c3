package kernel

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/module"
)

// cellFolders are the folders of the checkout whose packages cells may use without an import.
var cellFolders = []string{"gen", "plots", "kernel/nb", "backend"}

// companions give an engine to every cell that computes.
var companions = map[string]string{modulePath + "/gen": modulePath + "/backend", "github.com/gomlx/gomlx": modulePath + "/backend"}

// liveCompanions also keep a cell's tensors, and show its training.
var liveCompanions = map[string]string{
	modulePath + "/gen": modulePath + "/kernel/tensor", "github.com/gomlx/gomlx": modulePath + "/kernel/tensor",
	modulePath + "/gen/fit": modulePath + "/kernel/training", modulePath + "/gen/pinn": modulePath + "/kernel/training",
}

// LiveVariable in the environment of a kernel, with the value 1, makes its cells live: statements stand wherever they like, values stay,
// and the last expression shows. This is being built, and off until lectures are written that way.
const LiveVariable = "GENSCI_LIVE"

func isLive() bool { return os.Getenv(LiveVariable) != "0" }

// packagesOf says which packages missing imports of cells may mean: those of the checkout, then the standard library.
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
	d := &describer{checkout: checkout, known: map[string]described{}}
	all := cell.Packages{Module: table, Describe: d.describe, Companions: companions}
	if isLive() {
		all.Companions = liveCompanions
	}
	return all
}

func hasGo(dir string) bool {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go")) // errs on bad patterns only
	return len(files) > 0
}

// describer reads packages from their sources, those of the standard library once: the checkout's may change between two cells.
type describer struct {
	checkout string
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

// describe returns a package's name and what it exports; "" for packages that are neither the checkout's nor the standard library's.
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
	p := read(filepath.Join(build.Default.GOROOT, "src", filepath.FromSlash(path)))
	d.known[path] = p
	return p.name, p.exports
}
