package history

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true},
		{"", "a", false},
		{"a", "", false},
		{"*", "", true},
		{"**", "a\nb", true},
		{"a*", "abc", true},
		{"*c", "abcc", true},
		{"*b", "abc", false},
		{"a*b*c", "axbxbxc", true},
		{"a*b*c", "axcxb", false},
		{"?", "é", true},
		{"??", "é", false},
		{"*é?", "aéé\n", true},
		{"?", "", false},
		{"*??bc", "€bc", false},
		{"*?", "", false},
		{"a?c", "a\nc", true},
		{"[ab]", "a", false},
		{"[ab]", "[ab]", true},
		{`\*`, `\x`, true},
		{"*x := *", "%%\nx := 1", true},
		{"*ab", "aab", true},
		{"*\xff?", "a\xffb", true},
	} {
		if got := match(c.pattern, c.s); got != c.want {
			t.Errorf("match(%q, %q) = %v", c.pattern, c.s, got)
		}
	}
}

// A matcher that tries every * again would need 10^20 steps and more.
func TestMatchIsNotExponential(t *testing.T) {
	within(t, func() {
		if match(strings.Repeat("*a", 20)+"*b", strings.Repeat("a", 20_000)) {
			t.Error("matched")
		}
	})
}
