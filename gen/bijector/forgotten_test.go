package bijector_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/internal/engines"
)

// TestNoMapIsForgotten: all types of the package that have both directions are in the tables, under their names.
func TestNoMapIsForgotten(t *testing.T) {
	in := func(name string) room {
		return room{model.NewStore().RootScope(), NewGraph(engines.Go(t), name), leastDim(name), dtypes.Float64}
	}
	listed := map[string]string{"ResidualSeries": "ResidualSeries"}
	for name, build := range bijectors {
		if build != nil {
			listed[name] = typeName(build(in(name)))
		}
	}
	for name, of := range families {
		listed[name] = typeName(of(in(name)))
	}
	for name, of := range listed {
		if of != name {
			t.Errorf("the tables have a %s under %s", of, name)
		}
	}
	for _, name := range twoWay(t) {
		if _, ok := listed[name]; !ok {
			t.Errorf("no suite tries bijector.%s: add it to the table of bijectors or that of families", name)
		}
	}
}

// typeName is the name of a map, or of what Inverted turns around, if that is Logit.
func typeName(f any) string {
	if turned, ok := f.(bijector.Inverted); ok {
		if _, logit := turned.Of.(bijector.Logit); logit {
			f = turned.Of
		}
	}
	name := fmt.Sprint(reflect.TypeOf(f)) // bijector.Name or *bijector.Name
	return name[strings.LastIndex(name, ".")+1:]
}

// twoWay reads the source of the package: exported types with methods Forward and Inverse.
func twoWay(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]int{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Forward" && f.Name.Name != "Inverse" {
				continue
			}
			of := f.Recv.List[0].Type
			if p, pointer := of.(*ast.StarExpr); pointer {
				of = p.X
			}
			has[of.(*ast.Ident).Name]++
		}
	}
	for name, methods := range has {
		if ast.IsExported(name) && methods == 2 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		t.Fatal("no maps found in the source of the package")
	}
	return names
}
