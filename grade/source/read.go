package source

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strconv"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
)

// Text is the source of one cell.
type Text struct {
	Cell         string // its id
	Imports      []Import
	Declarations []Declaration
	Statements   int // outside of functions; they are left out

	raw      string
	code     string // what the compiler gets of raw
	specials []cell.Special
}

// Import is one import of a cell. Name is "" if the import gives none, "." or "_" if it says so.
type Import struct {
	Name, Path string
	Line       int
}

// Declaration is a constant, type, variable or function declaration at the outermost level, a group in parentheses being one.
type Declaration struct {
	Cell     string
	Line     int                        // of the cell, where Text begins
	Text     string                     // as it was written, with the comments before it
	Kind     token.Token                // CONST, TYPE, VAR or FUNC
	Names    []string                   // what it declares; a method declares nothing
	Receiver string                     // the type that a method belongs to
	Uses     map[string]bool            // names that stand in it, its own too
	Selects  map[string]map[string]bool // for each name before a point, the names after it
	Function *ast.FuncDecl              // of a function or method
}

// Problem is what is wrong with a cell, in one sentence. Line is 0 if it is no line's fault.
type Problem struct {
	Cell string
	Line int
	Text string
}

func (p Problem) Error() string {
	switch {
	case p.Cell == "": // all of the program's
		return p.Text
	case p.Line == 0:
		return fmt.Sprintf("cell %s: %s", p.Cell, p.Text)
	}
	return fmt.Sprintf("cell %s, line %d: %s", p.Cell, p.Line, p.Text)
}

// Read reads the text of a cell. The error is a Problem: a syntax error.
func Read(id, text string) (*Text, error) {
	if len(text) > maxCell { // nothing is made of it: what follows takes time, here and not in a box
		return &Text{Cell: id}, Problem{id, 0, fmt.Sprintf("it has %d kB; cells of up to %d kB are graded", len(text)>>10, maxCell>>10)}
	}
	parts := cell.Split(text)
	t := &Text{Cell: id, raw: text, code: parts.Code, specials: parts.Specials}
	line, counted := 1, 0
	for _, p := range cell.Outermost(parts.Code) {
		line, counted = line+strings.Count(parts.Code[counted:p.Start], "\n"), p.Start
		switch {
		case p.Kind == token.COMMENT:
		case !p.Declaration:
			t.Statements++
		default:
			if err := t.read(parts.Code[p.Start:p.End], line); err != nil {
				return t, err
			}
		}
	}
	return t, nil
}

// read reads one declaration that begins in a line of the cell.
func (t *Text) read(text string, line int) error {
	const before = "package p;"
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", before+text, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return t.syntax(err, line)
	}
	for _, spec := range file.Imports {
		t.addImport(spec, line+files.Position(spec.Pos()).Line-1)
	}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		t.Declarations = append(t.Declarations, describe(d, t.Cell, text, line))
	}
	return nil
}

func (t *Text) syntax(err error, line int) Problem {
	if list, ok := err.(scanner.ErrorList); ok && len(list) > 0 {
		return Problem{t.Cell, line + list[0].Pos.Line - 1, "this is no Go: " + list[0].Msg}
	}
	return Problem{t.Cell, line, "this is no Go: " + err.Error()}
}

func (t *Text) addImport(spec *ast.ImportSpec, line int) {
	i := Import{Line: line}
	i.Path, _ = strconv.Unquote(spec.Path.Value)
	if spec.Name != nil {
		i.Name = spec.Name.Name
	}
	t.Imports = append(t.Imports, i)
}

func describe(d ast.Decl, id, text string, line int) Declaration {
	out := Declaration{Cell: id, Line: line, Text: text, Kind: token.FUNC, Uses: map[string]bool{}, Selects: map[string]map[string]bool{}}
	switch d := d.(type) {
	case *ast.FuncDecl:
		out.Function = d
		if d.Recv == nil {
			out.Names = []string{d.Name.Name}
		} else {
			out.Receiver = receiver(d)
		}
	case *ast.GenDecl:
		out.Kind = d.Tok
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				out.Names = append(out.Names, s.Name.Name)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					out.Names = append(out.Names, name.Name)
				}
			}
		}
	}
	ast.Inspect(d, out.note)
	return out
}

// receiver is the name of the type whose method this is, or "".
func receiver(d *ast.FuncDecl) string {
	if len(d.Recv.List) == 0 {
		return ""
	}
	name := ""
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return name == ""
	})
	return name
}

// note notes the names in a node. Names after a point and labels are nobody's declarations; those of fields may be taken for one, which does no harm.
func (d *Declaration) note(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok {
			if d.Selects[x.Name] == nil {
				d.Selects[x.Name] = map[string]bool{}
			}
			d.Selects[x.Name][n.Sel.Name] = true
			d.Uses[x.Name] = true
		} else {
			ast.Inspect(n.X, d.note)
		}
		return false
	case *ast.Ident:
		d.Uses[n.Name] = true
	}
	return true
}
