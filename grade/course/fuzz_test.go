package course

import (
	"strings"
	"testing"
)

// FuzzParse: whatever course.toml is, it is read or refused with the file's name; never a panic.
func FuzzParse(f *testing.F) {
	for _, text := range []string{template, "name = 1", "[[sheet]]\n[[sheet]]\n", "[limits]\ncpu = \"x\"\n[limits]", "x = \"\\", "[[extension]]\nsheet = \"1\"\n", "sheet = 3\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parse("/c", text)
		if err != nil && !strings.Contains(err.Error(), "/c/course.toml") || err == nil && c.Name == "" {
			t.Errorf("%v, %+v", err, c)
		}
	})
}
