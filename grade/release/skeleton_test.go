package release_test

import (
	"testing"

	"github.com/gensci/gensci/grade/release"
)

func TestSkeleton(t *testing.T) {
	nb, err := release.Skeleton("07-means")
	if err != nil {
		t.Fatal(err)
	}
	s, err := release.Read(nb, "07-means")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[release.Kind]int{}
	for _, c := range s.Cells {
		kinds[c.Kind]++
	}
	if s.Maximum().String() != "5" || len(kinds) != 5 {
		t.Errorf("%v points, kinds %v", s.Maximum(), kinds)
	}
	if _, err := release.Skeleton("means"); err == nil {
		t.Error("a name without a number is no error")
	}
}
