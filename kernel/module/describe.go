package module

import (
	"go/ast"
	"path/filepath"
	"slices"
)

// Describe reads the name of the package in a folder and what it exports; "" if there is none. Fields of types follow as Type.Field, methods as
// Type.Method().
func Describe(dir string) (name string, exported []string) {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go")) // errs on bad patterns only
	for _, f := range files {
		if file := parsed(f, 0); file != nil {
			name = file.Name.Name
			exported = append(exported, exports(file)...)
		}
	}
	return name, exported
}

// exports are the exported names that a file declares.
func exports(file *ast.File) (names []string) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names = append(names, d.Name.Name)
			} else if d.Name.IsExported() {
				names = append(names, receiver(d)+"."+d.Name.Name+"()")
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names = append(append(names, s.Name.Name), fields(s)...)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return slices.DeleteFunc(names, func(n string) bool { return !ast.IsExported(n) })
}

// receiver is the name of the type that a method belongs to, "_" if that has type parameters.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name
	}
	return "_"
}

// fields are those of a struct that others see, without the embedded ones.
func fields(t *ast.TypeSpec) (names []string) {
	s, ok := t.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	for _, f := range s.Fields.List {
		for _, n := range f.Names {
			if n.IsExported() {
				names = append(names, t.Name.Name+"."+n.Name)
			}
		}
	}
	return names
}
