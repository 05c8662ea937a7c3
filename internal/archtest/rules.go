package archtest

// module is the path that all import paths of this project start with.
const module = "github.com/gensci/gensci"

// parts says which parts of the module (first folder of the path) a part may import besides itself.
// A part that is not listed here is an error, so that a new folder is a decision.
var parts = map[string][]string{
	"internal": {},
	"gen":      {"internal"},
	"plots":    {"gen", "internal"},
	"backend":  {"gen", "internal"},
	"kernel":   {"backend", "gen", "plots", "internal"},
	"grade":    {"backend", "gen", "kernel", "internal"},
	"bench":    {"backend", "gen", "internal"},
	"examples": {"backend", "gen", "plots"},
	"cmd":      {"backend", "gen", "plots", "kernel", "grade", "internal"},
}

// testParts says what test files may import beyond parts: tests that run something need an engine.
var testParts = map[string][]string{
	"gen":      {"backend"},
	"plots":    {"backend"},
	"internal": {"backend"},
}

// partExceptions are imports against parts, each with a reason.
var partExceptions = []edge{
	{"internal/engines", "backend", "gives tests every engine that this machine has"},
	{"bench/cells", "kernel", "measures the kernel's cells"},
	{"bench/grading", "grade", "measures the grader"},
	{"kernel/nb", "grade/sheet", "nb.Check runs the tests of exercise sheets in notebooks"},
}

// layers lists the folders of gen/ from the ground up; "" is package gen itself. A package may import those of the layers
// before its own; inside a layer only along edges. Packages of gen/ that are not listed are families: the last layer.
var layers = [][]string{
	{"diffop", "linalg", "loop", "dist", "schedule", "opt", "data"},
	{"bijector", "ode", "sde", "nets"},
	{""},
	{"fit", "metric", "gentest"},
}

// edges are the imports inside one layer, between families, and from a family to fit, each with a reason. An edge that
// nobody uses any more is an error too.
var edges = []edge{
	{"linalg", "diffop", "GoMLX has no derivative of Reverse and no second one of Slice; diffop registers both"},
	{"loop", "diffop", "GoMLX has no derivative of Identity, behind which the arguments of a body stand"},
	{"opt", "loop", "L-BFGS makes many evaluations in one loop of the engine"},
	{"pinn", "fit", "Solve trains a problem in one call on the host; problems and residuals need no fit"},
	{"operator", "fit", "Train and Solve train in one call on the host, as pinn.Solve does; networks and their losses need no fit"},
	{"operator", "pinn", "residuals of physics-informed operators are pinn's, read from derivatives carried by its jets, on domains of its geom"},
	{"doctor", "fit", "reads the histories of its runs, and looks at the units of what it trained"},
	{"doctor", "pinn", "reads residuals of differential equations at points that were not trained on"},
	{"metric", "fit", "C2ST trains a classifier between two samples"},
}

// fitPackage is what families may import only along an edge, although it stands in a layer below them.
const fitPackage = "fit"

// edge allows From to import To: import paths below gen/ in edges, below the module's root in partExceptions.
type edge struct{ From, To, Reason string }

// backEnds are GoMLX's engines and the packages that link them all; backEndImporters alone may import them.
var (
	backEnds = []string{
		"github.com/gomlx/compute/gobackend",
		"github.com/gomlx/go-xla",
		"github.com/gomlx/gomlx/backends",
	}
	backEndImporters = []string{"backend"}
)

// ioPackages do input and output; in gen/ only ioAllowed (and tests) import them.
var (
	ioPackages = []string{"net", "os", "syscall", "golang.org/x/sys"}
	ioAllowed  = []edge{
		{"data", "", "readers of CSV and NPZ"},
		{"fit", "", "checkpoints, and the progress line"},
	}
)

// dotImportable is the one package whose names may be used without its own: formulas read as mathematics.
const dotImportable = "github.com/gomlx/gomlx/core/graph"

// vagueNames say nothing about what is inside.
var vagueNames = []string{"util", "utils", "common", "helper", "helpers", "types", "misc"}

// exempt packages are held to no rule.
var exempt = []edge{
	{"kernel/keep/libraries", "", "tests what happens to values of libraries that we don't use, math/rand among them"},
}
