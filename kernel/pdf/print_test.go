package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/pdf"
)

// browser is one of this machine.
func browser(t *testing.T) pdf.Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser: not under -short")
	}
	b, err := pdf.Find()
	if err != nil {
		t.Skipf("no browser, such as chromium: %v", err)
	}
	return b
}

var (
	pageObject = regexp.MustCompile(`/Type\s*/Page\b`)
	mediaBox   = regexp.MustCompile(`/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)`)
)

func TestPrint(t *testing.T) {
	b := browser(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "a b.pdf")
	if err := os.WriteFile(path, []byte("an older one"), 0o600); err != nil {
		t.Fatal(err)
	}
	html := `<!DOCTYPE html><style>@page { size: A4 } section { break-after: page }</style>` + strings.Repeat("<section>text</section>", 2) + "end"
	if err := b.Print(t.Context(), []byte(html), path); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(content, []byte("%PDF-")) {
		t.Fatalf("%.20q, %v", content, err)
	}
	if n := len(pageObject.FindAll(content, -1)); n != 3 {
		t.Errorf("%d pages, want 3", n)
	}
	box := mediaBox.FindSubmatch(content)
	var w, h float64
	if box == nil {
		t.Fatal("no MediaBox")
	}
	if _, err := fmt.Sscan(string(box[1])+" "+string(box[2]), &w, &h); err != nil || w < 594 || w > 596 || h < 841 || h > 843 { // A4 is 595.28 × 841.89 points
		t.Errorf("a page of %v × %v points, %v", w, h, err)
	}
	alone(t, folder)
}

// alone fails if more than the PDF is in its folder.
func alone(t *testing.T, folder string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		t.Errorf("files are left: %v, %v", files, err)
	}
}

// fake is a browser that is a shell script.
func fake(t *testing.T, script string) pdf.Browser {
	t.Helper()
	path := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nfor a; do case $a in --print-to-pdf=*) out=${a#*=};; --user-data-dir=*) mkdir \"${a#*=}\";; esac; done\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return pdf.Browser{Path: path}
}

func TestBrowsersThatFail(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.pdf")
	if err := os.WriteFile(path, []byte("an older one"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, script := range map[string]string{
		"exit status 3: no display":               "echo first; echo no display >&2; exit 3",
		"exit status 4: and says nothing":         "exit 4",
		"it has printed nothing: cannot":          "echo cannot",
		"what it has printed is not a whole PDF":  "printf '%%PDF-1.4 and then' >\"$out\"",
		"what it has printed is not a whole PDF ": "printf '<html>%%%%EOF' >\"$out\"",
	} {
		b := fake(t, script)
		err := b.Print(t.Context(), []byte("x"), path)
		if full := "print " + path + " with " + b.Path + ": " + strings.TrimSpace(want); err == nil || err.Error() != full {
			t.Errorf("got %v, want %s", err, full)
		}
		if content, err := os.ReadFile(path); string(content) != "an older one" {
			t.Errorf("the file before is gone: %q, %v", content, err)
		}
		alone(t, folder)
	}
}

func TestPrintEnds(t *testing.T) {
	folder := t.TempDir()
	b := fake(t, "echo ready >\"$out.ready\"; sleep 1000 & wait")
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	go func() {
		for { // until it has begun
			if found, _ := filepath.Glob(filepath.Join(folder, "*", "*.ready")); found != nil {
				cancel(why)
				return
			}
			if ctx.Err() != nil {
				return
			}
		}
	}()
	if err := b.Print(ctx, []byte("x"), filepath.Join(folder, "a.pdf")); !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
	if files, _ := os.ReadDir(folder); len(files) != 0 {
		t.Errorf("files are left: %v", files)
	}
}

func TestBrowserThatHangs(t *testing.T) {
	folder := t.TempDir()
	b := fake(t, "sleep 1000 & wait")
	b.Timeout = time.Millisecond
	err := b.Print(t.Context(), []byte("x"), filepath.Join(folder, "a.pdf"))
	if err == nil || !strings.HasSuffix(err.Error(), ": it was not ready after 1ms; write a page with --html and print it in any browser") {
		t.Errorf("got %v", err)
	}
	if files, _ := os.ReadDir(folder); len(files) != 0 {
		t.Errorf("files are left: %v", files)
	}
}

func TestFind(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("PATH", folder)
	if _, err := pdf.Find(); err == nil || !strings.Contains(err.Error(), "Chromium, Chrome or Edge") || !strings.Contains(err.Error(), "google-chrome") {
		t.Errorf("none: %v", err)
	}
	for _, name := range []string{"msedge", "google-chrome"} { // the later is preferred
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o755); err != nil {
			t.Fatal(err)
		}
		if b, err := pdf.Find(); err != nil || b.Path != path {
			t.Errorf("%v, %v", b, err)
		}
	}
}

func TestUnwritableFolder(t *testing.T) {
	if err := fake(t, "").Print(t.Context(), nil, "/dev/null/a.pdf"); err == nil || !strings.Contains(err.Error(), "/dev/null/") {
		t.Error(err)
	}
}
