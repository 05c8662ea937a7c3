package pick

import (
	"slices"
	"testing"
)

func TestRows(t *testing.T) {
	itself := func(s string) string { return s }
	for names, want := range map[string][]string{"": {"a", "b", "c"}, "c,a": {"a", "c"}, "b": {"b"}} {
		if got, err := Rows([]string{"a", "b", "c"}, itself, names); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", names, got, err)
		}
	}
	if _, err := Rows([]string{"a", "b"}, itself, "a,x"); err == nil || err.Error() != `no row is called "x": want some of a,b` {
		t.Error(err)
	}
}
