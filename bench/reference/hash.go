package main

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
	"strings"
)

// codeHash is a hash of the settings, of the sources, without tests and comments, of packages and all that they import from
// this module, and of go.mod, which pins the rest.
func codeHash(settings string, packages []string) (string, error) {
	args := append([]string{"list", "-deps", "-f", "{{if and .Module .Module.Main}}{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}\n{{end}}{{end}}"}, packages...)
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		return "", fmt.Errorf("list the sources (run this inside a checkout): %w", err)
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("find the module (run this inside a checkout): %w", err)
	}
	h := sha256.New()
	fmt.Fprintln(h, settings)
	files := append(strings.Fields(string(out)), filepath.Join(strings.TrimSpace(string(root)), "go.mod"))
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return "", fmt.Errorf("read the sources: %w", err)
		}
		name, err := filepath.Rel(strings.TrimSpace(string(root)), f)
		if err != nil {
			return "", fmt.Errorf("read the sources: %w", err)
		}
		if strings.HasSuffix(name, ".go") {
			text = withoutComments(text)
		}
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
