package grader

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The page on security names tests: they exist, and no attack of the corpus is missing there.
func TestTheSecurityPageNamesItsTests(t *testing.T) {
	page := read(t, "../../docs/grading-security.md")
	named := map[string]bool{}
	for line := range strings.Lines(page) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], "---") || strings.TrimSpace(cells[3]) == "tests" {
			continue
		}
		tests := regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[3], -1)
		if len(tests) == 0 {
			t.Errorf("no test is named for %s", cells[1])
		}
		for _, test := range tests {
			named[test[1]] = true
		}
	}
	for name := range named {
		if folder, function, ok := strings.Cut(name, ": "); ok {
			if !declared(t, filepath.Join("..", folder), function) {
				t.Errorf("%s has no %s", folder, function)
			}
		} else if _, err := os.Stat(filepath.Join("testdata", "hostile", name+".txt")); err != nil {
			t.Error(err)
		}
	}
	files, _ := filepath.Glob("testdata/hostile/*.txt")
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".txt"); !named[name] {
			t.Errorf("the attack %s is not on the page", name)
		}
	}
}

// declared tells whether a test stands in a folder.
func declared(t *testing.T, folder, function string) bool {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(folder, "*_test.go"))
	for _, file := range files {
		if strings.Contains(read(t, file), "\nfunc "+function+"(") {
			return true
		}
	}
	return false
}
