package hint

import "testing"

// A package that lacks what is wanted of it was not imported, and is not misspelt for that.
func TestPackageWithoutTheName(t *testing.T) {
	names := func(pkg string) []string {
		return map[string][]string{"fit": {"Density"}, "fmt": {"Println"}, "": {"fits"}}[pkg]
	}
	for line, want := range map[string]string{
		"fit.Resume(m)":  "package fit has no Resume: press Tab behind `fit.` to see what it has",
		"fit.Dens(m)":    "package fit has no Dens: press Tab behind `fit.` to see what it has, among others Density",
		"fit.density(m)": "did you mean `fit.Density`?",
		"fat.Density(m)": "did you mean `fmt`?",
	} {
		if got := For(Mistake{Message: "undefined: " + line[:3], Line: line, Names: names}); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
