package static

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"
)

// packages stand for the real ones, which take seconds to check.
type packages map[string]string

func (p packages) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	text, ok := p[path]
	if !ok {
		return nil, errors.New("no package " + path)
	}
	return p.check(path, text)
}

func (p packages) check(path, text string) (*types.Package, error) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path+".go", text, 0)
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: p}
	return config.Check(path, files, []*ast.File{f}, nil)
}

func TestWhy(t *testing.T) {
	pkg, err := packages{
		"os":      "package os; type File struct{ fd int }",
		"time":    "package time; type Timer struct{ C <-chan Time }; type Time struct{ wall int }",
		"reflect": "package reflect; type Type interface{ Name() string }; type Value struct{ flag int }",
		"sync":    "package sync; type Mutex struct{ state int }; type WaitGroup struct{ n int }",
	}.check("main", `package main
		import ("os"; "reflect"; "sync"; "time"; "unsafe")
		type events chan int
		type alias = chan int
		var (
			channel  chan int
			sendOnly chan<- time.Time
			named    events
			aliased  alias
			file     *os.File
			timer    *time.Timer
			typ      reflect.Type
			value    reflect.Value
			pointer  unsafe.Pointer
			number   int
			moment   time.Time
			mutex    *sync.Mutex
			group    sync.WaitGroup
			function func()
			channels []chan int
			inside   struct{ c chan int }
			anything any
		)`)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"channel": "a channel (chan int)", "sendOnly": "a channel (chan<- time.Time)", "named": "a channel (main.events)", "aliased": "a channel (main.alias)",
		"file": "an open file (*os.File)", "timer": "a timer (*time.Timer)", "typ": "a reflect.Type", "value": "a reflect.Value", "pointer": "an unsafe.Pointer",
		"number": "", "moment": "", "mutex": "", "group": "", "function": "", "channels": "", "inside": "", "anything": "",
	} {
		if want != "" {
			want = "it holds " + want
		}
		if got := Why(pkg.Scope().Lookup(name).Type()); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
