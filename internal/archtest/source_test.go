package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestReadModule(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a/doc.go":             "// Package a is here.\npackage a\n",
		"a/a.go":               "package a\n\nimport . \"fmt\"\n\nvar _ = Sprint\n",
		"a/a_test.go":          "// Package a is not documented by its test.\npackage a_test\n\nimport \"os\"\n",
		"b/b.go":               "//go:build windows\n\npackage b\n\nimport \"net\"\n",
		"b/b_test.go":          "// Package b\npackage b\n",
		"a/testdata/x/x.go":    "package x\n",
		".hidden/x.go":         "package x\n",
		"nested/go.mod":        "module nested\n",
		"nested/x.go":          "package x\n",
		"notes/no-go-here.txt": "x",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := readModule(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Path != "a" || got[1].Path != "b" {
		t.Fatalf("got packages %+v, want a and b", got)
	}
	if !got[0].Doc || got[1].Doc {
		t.Errorf("documented: a %v, b %v; want true, false", got[0].Doc, got[1].Doc)
	}
	want := []imp{{Path: "fmt", File: "a/a.go", Dot: true}, {Path: "os", File: "a/a_test.go", Test: true}}
	if !slices.Equal(got[0].Imports, want) {
		t.Errorf("imports of a: %+v, want %+v", got[0].Imports, want)
	}
	if len(got[1].Imports) != 1 || got[1].Imports[0].Path != "net" {
		t.Errorf("imports of b: %+v, want net: build constraints must not hide imports", got[1].Imports)
	}
}

func TestReadModuleBadSource(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte("pakcage x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readModule(dir); err == nil || !strings.Contains(err.Error(), "x.go") {
		t.Errorf("got error %v, want one that names x.go", err)
	}
}
