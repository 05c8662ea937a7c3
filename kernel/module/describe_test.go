package module

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// What others see of a package is described, members behind their types.
func TestDescribe(t *testing.T) {
	dir := t.TempDir()
	code := "package p\n\ntype T struct {\n\tA, b int\n\tE\n}\ntype E struct{}\ntype u struct{ X int }\ntype G[K any] struct{ Y K }\n" +
		"func (t *T) M() {}\nfunc (t T) n() {}\nfunc (u) O() {}\nfunc (g *G[K]) P() {}\nfunc F() {}\nfunc f() {}\nvar V, v int\n"
	if err := os.WriteFile(filepath.Join(dir, "p.go"), []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	name, exports := Describe(dir)
	if want := []string{"T", "T.A", "E", "G", "G.Y", "T.M()", "F", "V"}; name != "p" || !slices.Equal(exports, want) {
		t.Errorf("package %s has %q, want %q", name, exports, want)
	}
}
