package main

import (
	"io"
	"regexp"
	"strings"
	"testing"
)

const pass = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":1}
{"Action":"pass","Package":"p","Elapsed":1.2}
`

const skip = `{"Action":"output","Package":"p","Test":"TestB","Output":"gonb is missing\n"}
{"Action":"skip","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p"}
`

const fail = `{"Action":"output","Package":"p","Test":"TestC","Output":"got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"TestC"}
{"Action":"fail","Package":"p"}
`

const noTestFiles = `{"Action":"skip","Package":"q","Elapsed":0}
`

const panicked = `{"Action":"output","Package":"p","Test":"TestD","Output":"panic: boom\n"}
{"Action":"fail","Package":"p"}
`

const noBuild = `{"ImportPath":"p","Action":"build-output","Output":"undefined: x\n"}
{"ImportPath":"p","Action":"build-fail"}
{"Action":"fail","Package":"p","FailedBuild":"p"}
`

var none = regexp.MustCompile("^$")

// Skips of another project's suite are counted apart, those of our own tests are not.
func TestForeignSkips(t *testing.T) {
	for pattern, want := range map[string][2]int{`^p\.TestB$`: {0, 1}, `^p\.TestA$`: {1, 0}} {
		r, err := read(strings.NewReader(skip), io.Discard, regexp.MustCompile(pattern))
		if err != nil || [2]int{r.skips, r.foreignSkips} != want {
			t.Errorf("%s: %d skips and %d foreign ones, want %v (%v)", pattern, r.skips, r.foreignSkips, want, err)
		}
	}
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, in              string
		passed, skips, failed int
		shown, hidden         string
	}{
		{"pass", pass, 1, 0, 0, "1 passed", "chatter"},
		{"skip", pass + skip, 1, 1, 0, "gonb is missing", "chatter"},
		{"fail", pass + fail, 1, 0, 1, "got 1, want 2", "chatter"},
		{"package without tests is no skip", pass + noTestFiles, 1, 0, 0, "in 2 packages", "chatter"},
		{"panic", panicked, 0, 0, 1, "panic: boom", "chatter"},
		{"does not build", noBuild, 0, 0, 1, "undefined: x", "chatter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			r, err := read(strings.NewReader(c.in), &out, none)
			if err != nil {
				t.Fatal(err)
			}
			if r.passed != c.passed || r.skips != c.skips || r.failed != c.failed {
				t.Errorf("passed %d, skipped %d, failed %d", r.passed, r.skips, r.failed)
			}
			if s := out.String(); !strings.Contains(s, c.shown) || strings.Contains(s, c.hidden) {
				t.Errorf("printed %q, want %q in it and no %q", s, c.shown, c.hidden)
			}
		})
	}
}

func TestReadBroken(t *testing.T) {
	for _, in := range []string{"", "go: cannot find main module\n"} {
		if _, err := read(strings.NewReader(in), io.Discard, none); err == nil {
			t.Errorf("no error for %q", in)
		}
	}
}
