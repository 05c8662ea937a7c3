package kernel

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestVariables(t *testing.T) {
	t.Setenv("GOFLAGS", "-mod=mod -p=1 -buildvcs=true '-ldflags=-X main.a=b' -modfile=x.mod '-tags=one two'")
	inherited := []string{"HOME=/h", "GOWORK=/w/go.work", "GOPROXY=direct", "PATH=/usr/bin", "CGO_ENABLED=1", "GOMLX_BACKEND=go"}
	got := Environment{Checkout: "/c"}.variables(inherited, "/t", "/s")
	for _, want := range []string{
		"HOME=/h", "GOPROXY=off", "PATH=/usr/bin", "TMPDIR=/t", "GENSCI_CHECKOUT=/c", "CGO_ENABLED=0", "GENSCI_SESSION=/s",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing in %v", want, got)
		}
	}
	all := strings.Join(got, "\n")
	for _, not := range []string{"-mod=", "-modfile", "main.a", "GOPROXY=direct", "GOWORK", "CGO_ENABLED=1", "GOMLX_BACKEND"} {
		if strings.Contains(all, not) {
			t.Errorf("%s is in %v", not, got)
		}
	}
	if !strings.Contains(all, "GOFLAGS=-gcflags=all=-dwarf=false -p=1 -trimpath -buildvcs=false -tags=noxla,cells,one,two -ldflags=-s\n") {
		t.Errorf("GOFLAGS in %v", got)
	}
}

func TestHeadlessRunsHideGopls(t *testing.T) {
	tools, workdir := t.TempDir(), t.TempDir()
	for _, name := range []string{"go", "gopls"} {
		if err := os.WriteFile(filepath.Join(tools, name), []byte("#!/bin/sh\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", tools+":/bin")
	path, err := pathWithoutGopls(filepath.Join(tools, "gonb"), workdir)
	if err != nil || path != filepath.Join(workdir, "bin")+":/bin" {
		t.Fatalf("got %s, %v", path, err)
	}
	if target, err := os.Readlink(filepath.Join(workdir, "bin", "go")); err != nil || target != filepath.Join(tools, "go") {
		t.Errorf("go is %s, %v", target, err)
	}
}
