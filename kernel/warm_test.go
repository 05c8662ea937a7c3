package kernel

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWarm warms a checkout of one package that depends on nothing.
func TestWarm(t *testing.T) {
	checkout := t.TempDir()
	source := filepath.Join(checkout, "kernel", "nb", "nb.go")
	if err := os.MkdirAll(filepath.Dir(source), 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(checkout, "go.mod"), "module "+modulePath+"\n\ngo 1.26\n")
	write(source, "package nb\n\nconst Fresh = \""+checkout+"\"\n")
	var log bytes.Buffer
	if err := Warm(t.Context(), Environment{Checkout: checkout}, &log); err != nil || !strings.Contains(log.String(), modulePath+"/kernel/nb") {
		t.Errorf("got %v, log %q", err, &log)
	}
	write(source, "package nb\n\nvar x int = missing\n")
	if err := Warm(t.Context(), Environment{Checkout: checkout}, &log); err == nil || !strings.Contains(err.Error(), "undefined: missing") {
		t.Errorf("a package that does not compile: got %v", err)
	}
}
