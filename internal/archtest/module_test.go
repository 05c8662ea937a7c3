package archtest

import (
	"os/exec"
	"strings"
	"testing"
)

const root = "../.."

func TestModule(t *testing.T) {
	pkgs, err := readModule(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 5 {
		t.Fatalf("found %d packages below %s: is this the module's root?", len(pkgs), root)
	}
	for _, broken := range check(pkgs) {
		t.Error(broken)
	}
}

// Reasons are the point of the lists: an edge without one is a hole, not a decision.
func TestReasons(t *testing.T) {
	for _, list := range [][]edge{edges, partExceptions, ioAllowed, exempt} {
		for _, e := range list {
			if len(e.Reason) < 10 {
				t.Errorf("%q → %q has no reason", e.From, e.To)
			}
		}
	}
}

// The imports of this module are clean by [TestModule]; here, those of its dependencies: a helpful package of GoMLX that links
// an engine would bring it into every program that uses gen/.
func TestGenReachesNoEngine(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{$p := .ImportPath}}{{range .Imports}}{{.}} from {{$p}}\n{{end}}", module+"/gen/...").CombinedOutput()
	if err != nil {
		t.Fatalf("listing what gen/ depends on: %v\n%s", err, out)
	}
	for _, line := range engineLines(string(out)) {
		t.Errorf("gen/ reaches an engine: %s", line)
	}
}

func TestEngineLines(t *testing.T) {
	const list = "fmt from a\ngithub.com/gomlx/go-xla/compute/xla from github.com/some/helper\ngithub.com/gomlx/compute from b\n"
	if got := engineLines(list); len(got) != 1 || !strings.HasSuffix(got[0], "from github.com/some/helper") {
		t.Errorf("got %q, want the line of the engine alone", got)
	}
}

// engineLines are the lines "import from package" where an engine is imported by something that is not an engine.
func engineLines(list string) []string {
	var found []string
	for line := range strings.Lines(list) {
		what, by, _ := strings.Cut(strings.TrimSpace(line), " from ")
		if belowAny(what, backEnds) && !belowAny(by, backEnds) {
			found = append(found, what+" from "+by)
		}
	}
	return found
}
