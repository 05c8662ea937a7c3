package cell

import (
	"go/ast"
	"go/token"
	"strconv"
)

// declaration reads a chunk before %%.
func (r *reading) declaration(c chunk) {
	switch c.kind {
	case token.PACKAGE: // every cell is in package main, whatever it says
		return
	case token.IMPORT, token.CONST, token.TYPE, token.VAR, token.FUNC:
	case token.COMMENT:
		r.fail(c.first, "comment not terminated")
		return
	default:
		if !r.stray {
			r.fail(c.first, "statements need a line with %%%% before them")
		}
		r.stray = true
		return
	}
	f := r.parse(prefix, c.start, c.end, "")
	if f == nil {
		return
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			u := r.verbatim(c, f, d.Name)
			u.receiver = receiverOf(d)
			if u.receiver != "" {
				u.names[0].text = u.receiver + "." + d.Name.Name
			}
		case *ast.GenDecl:
			r.general(c, f, d)
		}
	}
}

// prefix makes a file of a declaration.
const prefix = "package main\n"

// general reads imports, constants, types and variables: a block in parentheses member by member, unless it counts.
func (r *reading) general(c chunk, f *ast.File, d *ast.GenDecl) {
	if d.Tok != token.IMPORT && (!d.Lparen.IsValid() || d.Tok == token.CONST && counts(d)) {
		var names []*ast.Ident
		for _, s := range d.Specs {
			names = append(names, declared(s)...)
		}
		if len(names) > 0 { // not "var ()"
			r.verbatim(c, f, names...).aliased = aliasOf(d.Specs[0])
		}
		return
	}
	shift := c.start - len(prefix) - int(f.FileStart)
	for _, s := range d.Specs {
		start, end := shift+int(s.Pos()), shift+int(s.End())
		if imp, ok := s.(*ast.ImportSpec); ok {
			r.imports(imp, start)
			continue
		}
		doc := docOf(s)
		from := start
		if doc != nil {
			from = shift + int(doc.Pos())
		}
		r.member(d.Tok, from, start, end)
	}
}

// verbatim makes a unit of a chunk as it stands.
func (r *reading) verbatim(c chunk, f *ast.File, names ...*ast.Ident) *unit {
	head := r.from.directive(c.start)
	u := &unit{text: head + r.parts.Code[c.start:c.end], uses: usesOf(f), from: r.from, at: c.first, kind: c.kind}
	for _, id := range names {
		u.names = append(u.names, name{id.Name, int(id.Pos()-f.FileStart) - len(prefix) + len(head)})
	}
	r.units = append(r.units, u)
	return u
}

// member makes a unit of one line of a block: code[start:end], with its comment from doc on. The keyword that it lacks goes before it, and
// a directive sets the column right. Directives like go:embed must stand right before the keyword, so the comment does too.
func (r *reading) member(keyword token.Token, doc, start, end int) {
	code := r.parts.Code
	head := code[doc:start] + keyword.String() + " " + r.from.inline(start)
	before := prefix + keyword.String() + " "
	f := r.parse(before, start, end, "")
	if f == nil { // it was parsed as a part of its block before, so this can't happen
		return
	}
	spec := f.Decls[0].(*ast.GenDecl).Specs[0]
	u := &unit{kind: keyword, text: head + code[start:end], uses: usesOf(f), from: r.from, at: start, aliased: aliasOf(spec)}
	for _, id := range declared(spec) {
		u.names = append(u.names, name{id.Name, int(id.Pos()-f.FileStart) - len(before) + len(head)})
	}
	r.units = append(r.units, u)
}

// imports remembers an import by the name that code knows it by.
func (r *reading) imports(s *ast.ImportSpec, at int) {
	path, err := strconv.Unquote(s.Path.Value)
	switch {
	case err != nil || path == "":
		r.fail(at, "an import needs a path")
		return
	case path == "C":
		r.fail(at, "cells can't use cgo: no import \"C\"")
		return
	}
	u := &unit{kind: token.IMPORT, path: path, from: r.from, at: at}
	local := r.packages.name(path)
	if s.Name != nil {
		u.alias, local = s.Name.Name, s.Name.Name
	}
	if u.isBlank() || u.isDot() {
		local += " " + path
	}
	u.names = []name{{text: local}}
	u.text = "import " + r.from.inline(at)
	if u.alias != "" {
		u.text += u.alias + " "
	}
	u.text += strconv.Quote(path)
	r.units = append(r.units, u)
}
