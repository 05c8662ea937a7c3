// Package codehash says whether results were made with the code of today.
package codehash

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// sources lists the Go files of packages and of all that they import from this module, and the versions of the other modules that they need.
const sources = `{{with .Module}}{{if .Main}}{{$d := $.Dir}}{{range $.GoFiles}}{{$d}}/{{.}}
{{end}}{{else}}{{.Path}}@{{.Version}}
{{end}}{{end}}`

// Of is a hash of the settings, of the sources, without tests and comments, of packages and all that they import from
// this module, and of the versions of what they import from others.
func Of(settings string, packages []string) (string, error) {
	out, err := exec.Command("go", append([]string{"list", "-deps", "-f", sources}, packages...)...).Output()
	if err != nil {
		return "", fmt.Errorf("list the sources (run this inside a checkout): %w", err)
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("find the module (run this inside a checkout): %w", err)
	}
	h := sha256.New()
	fmt.Fprintln(h, settings)
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(lines)
	for _, f := range slices.Compact(lines) { // "" among them
		if !filepath.IsAbs(f) { // path@version
			fmt.Fprintln(h, f)
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			return "", fmt.Errorf("read the sources: %w", err)
		}
		name, err := filepath.Rel(strings.TrimSpace(string(root)), f)
		if err != nil {
			return "", fmt.Errorf("read the sources: %w", err)
		}
		text = withoutComments(text)
		fmt.Fprintf(h, "%s %d\n", name, len(text))
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// withoutComments is a source as one token a line. Directives such as //go:embed stay.
func withoutComments(text []byte) []byte {
	var (
		s   scanner.Scanner
		out bytes.Buffer
	)
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, text, nil, scanner.ScanComments)
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return out.Bytes()
		case tok == token.COMMENT && !strings.HasPrefix(lit, "//go:"):
		default:
			fmt.Fprintf(&out, "%v %s\n", tok, lit)
		}
	}
}
