package assist

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gensci/gensci/kernel/cell"
)

// A module of the user's, in a workspace with the checkout: its packages complete, as they are now.
func TestCompleteInAWorkspace(t *testing.T) {
	o := real(t)
	o.Cache = t.TempDir()
	mine := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(mine, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.org/mine\n\ngo 1.24\n")
	write("tools/t.go", "package tools\n\nfunc Word() string { return \"\" }\n")
	write("internal/secret/s.go", "package secret\n\nconst Seven = 7\n")
	write("go.work", fmt.Sprintf("go 1.26.5\n\nuse (\n\t%q\n\t%q\n)\n", o.Checkout, mine))
	a := New(o)
	defer a.Close()
	m := &cell.Memory{Packages: cell.Packages{Module: map[string][]string{"tools": {"example.org/mine/tools"}, "secret": {"example.org/mine/internal/secret"}}}}
	want := func(marked, match string) {
		t.Helper()
		code, position := at(marked)
		got := a.Complete(t.Context(), m.Clone(), code, position)
		if !slices.ContainsFunc(got.Matches, func(m Match) bool { return m.Text == match }) || !a.server.isReady() {
			t.Errorf("%q: no %s in %v (gopls ready: %v)", marked, match, got, a.server.isReady())
		}
	}
	want("%%\nfmt.Printl|", "Println") // gopls runs, without the workspace
	a.Use([]string{"GOWORK=" + filepath.Join(mine, "go.work")}, mine)
	want("%%\nx := tools.W|", "Word")
	want("import \"example.org/mine/tools\"\n%%\nx := tools.W|", "Word")
	want("%%\nx := secret.S|", "Seven")
	want("import \"github.com/gensci/gensci/gen/flow\"\n%%\nx := flow.Real|", "RealNVP")
	write("tools/t.go", "package tools\n\nfunc Word() string { return \"\" }\n\nfunc Wonder() {}\n")
	want("%%\nx := tools.Won|", "Wonder")
	write("tools/more.go", "package tools\n\nfunc Worse() {}\n")
	want("%%\nx := tools.Wors|", "Worse")
}
