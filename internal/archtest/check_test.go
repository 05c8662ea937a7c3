package archtest

import (
	"slices"
	"strings"
	"testing"
)

// one is a module of one documented package that imports the given paths from its only file.
func one(path string, imports ...string) []pkg {
	p := pkg{Path: path, Doc: true}
	for _, name := range imports {
		p.Imports = append(p.Imports, imp{Path: name, File: path + "/x.go"})
	}
	return []pkg{p}
}

func inTest(pkgs []pkg) []pkg {
	for n := range pkgs[0].Imports {
		pkgs[0].Imports[n].File = pkgs[0].Path + "/x_test.go"
		pkgs[0].Imports[n].Test = true
	}
	return pkgs
}

func dotted(pkgs []pkg) []pkg {
	pkgs[0].Imports[0].Dot = true
	return pkgs
}

// Each row is a made-up module; want is a piece of the one sentence that must come out, empty if all is well.
func TestCheck(t *testing.T) {
	withTables(t)
	for _, c := range []struct {
		name string
		pkgs []pkg
		want string
	}{
		{"standard library", one("gen/flow", "math", "slices"), ""},
		{"flow on bijector", one("gen/flow", module+"/gen/bijector"), ""},
		{"gen on internal", one("gen/data", module+"/internal/dirs"), ""},
		{"a name that only begins alike", one("gen/flow", module+"/gen/bijector", "github.com/gomlx/gomlx/core/graph"), ""},

		{"gen on backend", one("gen/fit", module+"/backend"), "gen/ does not import backend/"},
		{"gen on plots", one("gen/fit", module+"/plots"), "gen/ does not import plots/"},
		{"gen on kernel", one("gen/fit", module+"/kernel/nb"), "gen/ does not import kernel/"},
		{"gen on grade", one("gen/fit", module+"/grade/sheet"), "gen/ does not import grade/"},
		{"gen on cmd", one("gen/fit", module+"/cmd/gensci"), "gen/ does not import cmd/"},
		{"gen's test on backend", inTest(one("gen/fit", module+"/backend")), ""},
		{"gen's test on plots", inTest(one("gen/fit", module+"/plots")), "gen/ does not import plots/"},
		{"backend on kernel", one("backend", module+"/kernel"), "backend/ does not import kernel/"},
		{"internal on gen", one("internal/dirs", module+"/gen"), "internal/ does not import gen/"},
		{"listed exception", one("internal/special", module+"/backend"), ""},
		{"command on everything", one("cmd/gensci", module+"/backend", module+"/kernel", module+"/gen/fit"), ""},
		{"unknown part", one("surprise"), "unknown part"},

		{"pure Go engine in gen", one("gen/fit", "github.com/gomlx/compute/gobackend"), "only backend/ imports GoMLX's engines"},
		{"XLA in gen's test", inTest(one("gen/fit", "github.com/gomlx/go-xla/compute/xla")), "only backend/ imports GoMLX's engines"},
		{"all engines in a command", one("cmd/gensci", "github.com/gomlx/gomlx/backends/default"), "only backend/ imports GoMLX's engines"},
		{"XLA in backend", one("backend", "github.com/gomlx/go-xla/compute/xla"), ""},
		{"pure Go engine in backend", one("backend/install", "github.com/gomlx/compute/gobackend"), ""},
		{"the interface of engines", one("gen/fit", "github.com/gomlx/compute"), ""},

		{"lower on upper layer", one("gen/dist", module+"/gen/nets"), "higher layer"},
		{"dist on gen", one("gen/dist", module+"/gen"), "higher layer"},
		{"gen on dist", one("gen", module+"/gen/dist"), ""},
		{"gen on fit", one("gen", module+"/gen/fit"), "higher layer"},
		{"nets on gen", one("gen/nets", module+"/gen"), "higher layer"},
		{"fit on a family", one("gen/fit", module+"/gen/flow"), "higher layer"},
		{"test on upper layer", inTest(one("gen/dist", module+"/gen/gentest")), ""},
		{"inside a layer", one("gen/ode", module+"/gen/sde"), "only along an edge"},
		{"inside a layer, listed", one("gen/dist", module+"/gen/linalg"), ""},
		{"against a listed edge", one("gen/linalg", module+"/gen/dist"), "only along an edge"},
		{"family on family", one("gen/gan", module+"/gen/vae"), "only along an edge"},
		{"subpackage of a family", one("gen/pinn/geom", module+"/gen/gan"), "only along an edge"},
		{"inside one family", one("gen/pinn", module+"/gen/pinn/geom"), ""},
		{"family on fit", one("gen/gan", module+"/gen/fit"), "families do not import fit"},
		{"family on fit, listed", one("gen/pinn", module+"/gen/fit"), ""},
		{"family on metric", one("gen/gan", module+"/gen/metric"), ""},

		{"I/O in a family", one("gen/gan", "os"), "input and output"},
		{"network in nets", one("gen/nets", "net/http"), "input and output"},
		{"I/O in readers", one("gen/data", "os"), ""},
		{"I/O in a test", inTest(one("gen/gan", "os")), ""},
		{"I/O outside gen", one("kernel", "os"), ""},

		{"dot-import of graph", dotted(one("gen/gan", "github.com/gomlx/gomlx/core/graph")), ""},
		{"dot-import of math", dotted(one("gen/gan", "math")), "dot-import"},
		{"dot-import in a test", inTest(dotted(one("kernel", "fmt"))), "dot-import"},
		{"global random numbers", one("gen/gan", "math/rand"), "math/rand/v2"},
		{"passed random numbers", one("gen/gan", "math/rand/v2"), ""},
		{"solutions", inTest(one("cmd/gensci", module+"/solutions/flows")), "read by teachers"},

		{"no package comment", []pkg{{Path: "gen/gan"}}, "no package comment"},
		{"vague name", one("gen/gan/utils"), "name says nothing"},
		{"exempt", []pkg{{Path: "internal/exempt", Imports: []imp{{Path: "math/rand"}}}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := slices.DeleteFunc(check(c.pkgs), func(s string) bool { return strings.Contains(s, "any more") })
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("complains about a good module: %q", got)
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)):
				t.Errorf("got %q, want one sentence with %q", got, c.want)
			}
		})
	}
}

func TestUnusedEdges(t *testing.T) {
	withTables(t)
	got := check(append(one("gen/pinn", "math"), one("gen/metric", "math")...))
	if len(got) != 1 || !strings.Contains(got[0], `"pinn" → "fit" any more`) {
		t.Errorf("got %q, want a complaint about the edge that nobody uses, of packages that exist alone", got)
	}
}

// withTables replaces what changes in rules.go as the project grows, so that these tests don't.
func withTables(t *testing.T) {
	oldEdges, oldParts, oldExempt := edges, partExceptions, exempt
	t.Cleanup(func() { edges, partExceptions, exempt = oldEdges, oldParts, oldExempt })
	edges = []edge{{"dist", "linalg", "a test"}, {"pinn", "fit", "a test"}}
	partExceptions = []edge{{"internal/special", "backend", "a test"}}
	exempt = []edge{{"internal/exempt", "", "a test"}}
}
