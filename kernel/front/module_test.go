package front

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// %get is told in the cell, line by line, and fails as a cell does. Package module tests what it does.
func TestGet(t *testing.T) {
	if testing.Short() {
		t.Skip("asks the go command")
	}
	k := listen(t)
	reply, shown := k.execute("%get")
	if text := strings.Join(shown, "|"); reply["status"] != "ok" || !strings.Contains(text, "lies in no module of yours") || !strings.Contains(text, "gensci has ") {
		t.Errorf("%v, published %q", reply, shown)
	}
	reply, shown = k.execute("%get -wrong")
	if text := strings.Join(shown, "|"); reply["status"] != "error" || !strings.Contains(text, "this folder is the module") || !strings.Contains(text, "%get: flag provided but not defined: -wrong") {
		t.Errorf("%v, published %q", reply, shown)
	}
	if _, err := os.Stat(filepath.Join(k.front.o.Dir, "go.mod")); err == nil {
		t.Error("a go.mod is left of a failed get")
	}
}
