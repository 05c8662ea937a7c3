package child

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// starts is what starts a process behind this package's back, which would then take it for an adopted one: its exit status could be lost, and it killed.
var starts = regexp.MustCompile(`exec\.CommandContext\(|os\.StartProcess\(|\bcmd\.(Run|Start|Output|CombinedOutput)\(`)

// Nobody else starts processes in what kernels are made of: the packages beside this one, but for Jupyter's.
func TestNobodyElseStartsProcesses(t *testing.T) {
	files, err := filepath.Glob("../*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no packages are found", err)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		if slices.Contains([]string{"child", "lab"}, name) || strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := starts.Find(text); found != nil {
			t.Errorf("%s: %s… starts a process; use child.Run or child.Start", file, found)
		}
	}
}
