package hint

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block is a mistake of a file in testdata, the hint that it must get, and the cell after the hint has been followed:
//
//	=== name
//	declarations, if any
//	%%
//	statements
//	--- hint
//	the same, mended
type block struct{ name, cell, hint, mended string }

func readBlocks(t *testing.T, file string) (list []block) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq("\n"+string(text), "\n=== ") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, rest, _ := strings.Cut(part, "\n")
		cell, rest, found := strings.Cut(rest, "\n---")
		hint, mended, _ := strings.Cut(rest, "\n")
		if !found || cell == "" {
			t.Fatalf("%s: block %q has not all its parts", file, name)
		}
		list = append(list, block{name, cell, strings.TrimSpace(hint), mended})
	}
	return list
}

// packages are those that cells of the tests use without an import.
var packages = map[string]string{
	"bufio": "", "errors": "", "fmt": "", "log": "", "maps": "", "math": "", "os": "", "reflect": "", "slices": "", "sort": "", "strconv": "", "strings": "", "sync": "", "time": "",
	"rand": "math/rand/v2", "mat": "gonum.org/v1/gonum/mat", "floats": "gonum.org/v1/gonum/floats",
	"graph": gomlx + "core/graph", "tensors": gomlx + "core/tensors", "model": gomlx + "ml/model", "layers": gomlx + "ml/layers", "loss": gomlx + "ml/train/loss",
	"train": gomlx + "ml/train", "optimizer": gomlx + "ml/train/optimizer", "dataset": gomlx + "ml/dataset",
	"compute": "github.com/gomlx/compute", "nb": "github.com/gensci/gensci/kernel/nb", "dtypes": "github.com/gomlx/compute/dtypes", "backend": "github.com/gensci/gensci/backend",
	"stat": "gonum.org/v1/gonum/stat", "plots": "github.com/gensci/gensci/plots", "data": "github.com/gensci/gensci/gen/data", "fit": "github.com/gensci/gensci/gen/fit",
	"flow": "github.com/gensci/gensci/gen/flow",
}

const gomlx = "github.com/gomlx/gomlx/"

func pathOf(name string) string {
	if path := packages[name]; path != "" {
		return path
	}
	return name
}

var selection = regexp.MustCompile(`\b([a-z]\w*)\.[A-Z]`)

// importsOf writes the imports that code needs and does not have. As in cells, only exported names are a reason to look for one.
func importsOf(code string) string {
	var names []string
	for _, m := range selection.FindAllStringSubmatch(code, -1) {
		if _, known := packages[m[1]]; known && !strings.Contains(code, `"`+pathOf(m[1])+`"`) && !slices.Contains(Declared(code), m[1]) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	var b strings.Builder
	for _, n := range slices.Compact(names) {
		fmt.Fprintf(&b, "import %q\n", pathOf(n))
	}
	return b.String()
}

// parts are the declarations and the statements of a cell.
func parts(cell string) (declarations, statements string) {
	if declarations, statements, found := strings.Cut(cell, "%%\n"); found {
		return declarations, statements
	} else if strings.HasSuffix(cell, "%%") {
		return strings.TrimSuffix(cell, "%%"), ""
	}
	return "", cell
}

// program is a cell as a program: its declarations are cell[1], its statements cell[2].
func program(cell string) string {
	declarations, statements := parts(cell)
	return "package main\n" + importsOf(cell) + "//line cell[1]:1:1\n" + declarations + "\n//line main.go:1:1\nfunc main() {\n//line cell[2]:1:1\n" + statements + "\n}\n"
}

var backquoted = regexp.MustCompile("`([^`]*)`")

// followed says whether a mended cell has something that the hint says to write. An ellipsis stands for anything.
func followed(hint, mended string) bool {
	all := backquoted.FindAllStringSubmatch(hint, -1)
	if strings.Contains(hint, "backquotes") || len(all) == 0 {
		return true
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	return slices.ContainsFunc(all, func(m []string) bool {
		words := strings.Split(squeeze(m[1]), "…")
		for i := range words {
			words[i] = regexp.QuoteMeta(words[i])
		}
		return regexp.MustCompile(`(?s)` + strings.Join(words, ".*")).MatchString(squeeze(mended))
	})
}
