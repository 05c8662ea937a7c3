package cell

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"runtime"
	"slices"
	"strings"
)

// Importer returns what the type checker asks for packages; paths are all that it may ask for.
type Importer func(ctx context.Context, paths []string) (types.Importer, error)

// typed is what the type checker knows of a cell's statements.
type typed struct {
	fset *token.FileSet
	info *types.Info
	list []ast.Stmt
	base int // of places in list: offset in the cell + base
	errs []types.Error
}

// at is the byte of the cell at a place.
func (t *typed) at(pos token.Pos) int { return int(pos) - t.base }

// check finds the types of what the statements of r define. head are the imports; decls is what they may use, without which nothing depends on
// what functions do.
func (r *reading) check(importer types.Importer, head, decls string) (*typed, error) {
	t := &typed{fset: token.NewFileSet()}
	t.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	around, err := parser.ParseFile(t.fset, "main.go", prefix+head+decls, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("reading what earlier cells declare: %w", err)
	}
	for _, d := range around.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			f.Body = nil
		}
	}
	before, after := prefix+head+"func _cell() {\n"+r.from.directive(0), afterSteps
	if r.onlyDeclares() {
		before, after = prefix+head+r.from.directive(0), "\n"
	}
	cell, err := parser.ParseFile(t.fset, "cell.go", before+r.loose+after, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("reading the cell: %w", err)
	}
	t.base = int(cell.FileStart) + len(before)
	t.list = statements(cell)
	conf := types.Config{Importer: importer, Error: t.collect, Sizes: types.SizesFor("gc", runtime.GOARCH)}
	_, _ = conf.Check("main", t.fset, []*ast.File{around, cell}, t.info)
	return t, nil
}

// statements are those of a file with one function, or with variables alone.
func statements(f *ast.File) (list []ast.Stmt) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			return single(d.Body.List)
		case *ast.GenDecl:
			if d.Tok == token.VAR {
				list = append(list, members(d)...)
			}
		}
	}
	return list
}

// order are the statements' indices in the order in which they are run.
func (t *typed) order() []int {
	rank := make([]int, len(t.list))
	for i, init := range t.info.InitOrder {
		for k, s := range t.list {
			if s.Pos() <= init.Rhs.Pos() && init.Rhs.End() <= s.End() {
				rank[k] = i + 1
			}
		}
	}
	order := make([]int, len(t.list))
	for i := range order {
		order[i] = i
	}
	if len(t.info.InitOrder) > 0 {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
	}
	return order
}

func (t *typed) collect(err error) {
	var e types.Error
	if errors.As(err, &e) {
		t.errs = append(t.errs, e)
	}
}

// wrong are the errors in the statements. Unused imports and variables are none.
func (t *typed) wrong(r *reading) (errs Errors) {
	for _, e := range t.errs {
		at := t.at(e.Pos)
		if e.Soft && !strings.HasPrefix(e.Msg, "label ") || at < 0 || at > len(r.loose) || t.isShown(r, e) {
			continue
		}
		if strings.HasPrefix(e.Msg, "\t") && len(errs) > 0 { // belongs to the one before
			errs[len(errs)-1].Message += "\n" + e.Msg
			continue
		}
		errs = append(errs, r.from.error(at, "%s", e.Msg))
	}
	slices.SortStableFunc(errs, func(a, b Error) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	return errs
}

// isShown says whether an error is that the last statement is a mere expression, or a list of them, which is shown.
func (t *typed) isShown(r *reading, e types.Error) bool {
	for i, s := range t.list {
		x, ok := s.(*ast.ExprStmt)
		shown := ok && (i == len(t.list)-1 || r.steps[i].list != alone)
		if shown && x.Pos() <= e.Pos && e.Pos < x.End() {
			return strings.HasSuffix(e.Msg, "is not used")
		}
	}
	return false
}

// everything is all that is wrong, as the compiler would write it.
func (t *typed) everything() string {
	var b strings.Builder
	for _, e := range t.errs {
		if !e.Soft && e.Msg != "missing function body" && !strings.HasPrefix(e.Msg, "func ") {
			fmt.Fprintf(&b, "%s: %s\n", t.fset.Position(e.Pos), e.Msg)
		}
	}
	return b.String()
}

// unused are the places of variables inside of statements that nothing uses.
func (t *typed) unused() map[token.Pos]bool {
	found := map[token.Pos]bool{}
	for _, e := range t.errs {
		if e.Soft && strings.HasPrefix(e.Msg, "declared and not used") {
			found[e.Pos] = true
		}
	}
	return found
}
