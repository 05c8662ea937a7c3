package codehash

import "testing"

const module = "github.com/gensci/gensci/gen/"

func TestHashFollowsTheCode(t *testing.T) {
	one, err1 := Of("", []string{module + "dist"})
	two, err2 := Of("", []string{module + "bijector"})
	three, err3 := Of("8 couplings", []string{module + "dist"})
	if err1 != nil || err2 != nil || err3 != nil || one == two || one == three || len(one) != 16 {
		t.Errorf("got %q, %q and %q, %v %v %v", one, two, three, err1, err2, err3)
	}
	if _, err := Of("", []string{module + "nonsense"}); err == nil {
		t.Error("want an error for a package that is not there")
	}
}

func TestCommentsDoNotMakeResultsStale(t *testing.T) {
	sum := func(text string) string { return string(withoutComments([]byte(text))) }
	code := "package a\n\n// one\nvar x = 1 // two\n"
	if sum(code) != sum("package a\n\nvar x = 1 /* another */\n") {
		t.Error("a comment changed the sum")
	}
	for _, other := range []string{"package a\nvar x = 2\n", code + "\n//go:embed f\nvar f string\n", "package a\nvar x = `1`\n"} {
		if sum(code) == sum(other) {
			t.Errorf("the same sum for %q", other)
		}
	}
	if sum("package a\n//go:embed f\nvar f string\n") == sum("package a\n//go:embed g\nvar f string\n") {
		t.Error("a directive does not count")
	}
}
