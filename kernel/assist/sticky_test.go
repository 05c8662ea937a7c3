package assist

import (
	"strings"
	"testing"
)

// Imports that were there once stay, in both files, and every line stays where it was.
func TestFiles(t *testing.T) {
	p := &process{}
	m := memory(t, session...)
	p.files(m.Sketch("import \"os\"\n%%\nstrings.ToUpper"))
	s := m.Sketch("%%\ntwi")
	cellText, declaredText := p.files(s)
	first, rest, _ := strings.Cut(cellText, "\n")
	for _, path := range []string{"fmt", "github.com/gomlx/gomlx/core/graph", "math", "os", "strings"} {
		if strings.Count(first, "; import _ \""+path+"\"") != 1 {
			t.Errorf("%s is not there once: %s", path, first)
		}
	}
	if "package main\n"+rest != s.Cell || first+"\n"+strings.TrimPrefix(s.Declared, "package main\n") != declaredText {
		t.Errorf("%s\n%s", cellText, declaredText)
	}
}
