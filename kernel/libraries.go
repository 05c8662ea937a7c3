package kernel

import (
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// libraries are packages of other modules that cells may use without an import: those that gensci itself is built on. Of two with one name
// the first is preferred.
var libraries = []string{
	"github.com/gomlx/gomlx/core/graph", "github.com/gomlx/gomlx/core/tensors",
	"github.com/gomlx/gomlx/ml/model", "github.com/gomlx/gomlx/ml/train", "github.com/gomlx/gomlx/ml/layers", "github.com/gomlx/gomlx/ml/dataset",
	"github.com/gomlx/gomlx/ml/train/loss", "github.com/gomlx/gomlx/ml/train/metric", "github.com/gomlx/gomlx/ml/train/optimizer",
	"github.com/gomlx/gomlx/ml/layers/activation", "github.com/gomlx/gomlx/ml/layers/attention", "github.com/gomlx/gomlx/ml/layers/norm",
	"github.com/gomlx/gomlx/ml/layers/regularizer",
	"github.com/gomlx/compute/dtypes", "github.com/gomlx/compute/shapes",
	"gonum.org/v1/gonum/mat", "gonum.org/v1/gonum/floats", "gonum.org/v1/gonum/stat", "gonum.org/v1/gonum/stat/distuv", "gonum.org/v1/gonum/stat/distmv",
	"gonum.org/v1/gonum/stat/combin", "gonum.org/v1/gonum/stat/sampleuv", "gonum.org/v1/gonum/stat/samplemv",
	"gonum.org/v1/gonum/integrate", "gonum.org/v1/gonum/integrate/quad", "gonum.org/v1/gonum/interp", "gonum.org/v1/gonum/optimize",
	"gonum.org/v1/gonum/diff/fd", "gonum.org/v1/gonum/dsp/fourier", "gonum.org/v1/gonum/mathext", "gonum.org/v1/gonum/cmplxs",
	"gonum.org/v1/gonum/spatial/r2", "gonum.org/v1/gonum/spatial/r3",
	"gonum.org/v1/plot", "gonum.org/v1/plot/plotter", "gonum.org/v1/plot/plotutil", "gonum.org/v1/plot/palette", "gonum.org/v1/plot/vg",
	"gonum.org/v1/plot/vg/draw",
}

// libraryModules are theirs.
var libraryModules = []string{"github.com/gomlx/gomlx", "github.com/gomlx/compute", "gonum.org/v1/gonum", "gonum.org/v1/plot"}

// libraryNames are the libraries by the names of their packages.
func libraryNames() map[string][]string {
	table := map[string][]string{}
	for _, path := range libraries {
		name := path[strings.LastIndexByte(path, '/')+1:]
		table[name] = append(table[name], path)
	}
	return table
}

// moduleFolders says where the modules of libraries are. It asks the go command once, when somebody first wants to know.
func moduleFolders(checkout string) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		folders := map[string]string{}
		list := exec.Command("go", append([]string{"list", "-m", "-f", "{{.Path}} {{.Dir}}"}, libraryModules...)...)
		list.Dir = checkout
		out, err := list.Output()
		if err != nil {
			return folders // then names mean what they mean by themselves
		}
		for line := range strings.Lines(string(out)) {
			if path, dir, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
				folders[path] = dir
			}
		}
		return folders
	})
}

// folderOf is where a package of these modules is, "" if it is none of them.
func folderOf(modules map[string]string, path string) string {
	for module, dir := range modules {
		if rest, ok := strings.CutPrefix(path, module); ok && dir != "" && (rest == "" || rest[0] == '/') {
			return filepath.Join(dir, filepath.FromSlash(rest))
		}
	}
	return ""
}
