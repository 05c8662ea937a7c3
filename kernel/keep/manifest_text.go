package keep

import (
	"errors"
	"strconv"
	"strings"
)

// A manifest is written as lines: a word, then numbers and quoted texts. Each list of a component is a line after the component's. The last
// line says that there are no more.
//
//	keep 1
//	generation 7
//	cell 4
//	outcome "done"
//	variable "x" "int" 3 8 "3-1.keep"
//	component "3-1.keep" 679
//	vars "x"
//	lost "ch" "ch can't be used in a later cell: …" 4
//	dir "/home/me/data"
//	env "SEED=7" "DEBUG"
//	note "ch is not kept for later cells: …"
//	end
//
// It is read and written by each cell, and package encoding/json would double the time that a small cell takes to be linked.
const (
	firstLine = "keep 1"
	lastLine  = "end"
)

// line is a line that is being written.
type line []byte

func (l *line) add(word string, fields ...any) {
	*l = append(*l, word...)
	for _, f := range fields {
		*l = append(*l, ' ')
		switch f := f.(type) {
		case int:
			*l = strconv.AppendInt(*l, int64(f), 10)
		case int64:
			*l = strconv.AppendInt(*l, f, 10)
		case string:
			*l = strconv.AppendQuote(*l, f)
		}
	}
	*l = append(*l, '\n')
}

func (l *line) list(word string, texts []string) {
	if len(texts) == 0 {
		return
	}
	fields := make([]any, len(texts))
	for i, t := range texts {
		fields[i] = t
	}
	l.add(word, fields...)
}

// text writes the manifest.
func (m *Manifest) text() []byte {
	var l line
	l.add(firstLine)
	l.add("generation", m.Generation)
	l.add("cell", m.Cell)
	l.add("outcome", m.Outcome)
	for _, v := range m.Variables {
		l.add("variable", v.Name, v.Type, v.Cell, v.Bytes, v.File)
	}
	for _, c := range m.Components {
		l.add("component", c.File, c.Bytes)
		l.list("vars", c.Vars)
		l.list("types", c.Types)
		l.list("funcs", c.Funcs)
		l.list("globals", c.Globals)
		l.list("external", c.External)
	}
	for _, lost := range m.Lost {
		l.add("lost", lost.Name, lost.Why, lost.Cell)
	}
	if m.Dir != "" {
		l.add("dir", m.Dir)
	}
	l.list("env", m.Env)
	for _, n := range m.Notes {
		l.add("note", n)
	}
	l.add(lastLine)
	return l
}

// fields reads the fields of a line one after the other; after the first failure they are zero.
type fields struct {
	rest   string
	failed bool
}

func (f *fields) next() (string, bool) {
	if f.rest == "" {
		return "", false
	}
	f.rest = f.rest[1:] // the space
	return f.rest, true
}

func (f *fields) string() string {
	rest, ok := f.next()
	quoted, err := strconv.QuotedPrefix(rest)
	if !ok || err != nil {
		f.failed = true
		return ""
	}
	f.rest = rest[len(quoted):]
	s, err := strconv.Unquote(quoted)
	f.failed = f.failed || err != nil
	return s
}

func (f *fields) number() int64 {
	rest, _ := f.next()
	end := strings.IndexByte(rest, ' ')
	if end < 0 {
		end = len(rest)
	}
	n, err := strconv.ParseInt(rest[:end], 10, 64)
	f.failed = f.failed || err != nil
	f.rest = rest[end:]
	return n
}

func (f *fields) strings() []string {
	var list []string
	for f.rest != "" && !f.failed {
		list = append(list, f.string())
	}
	return list
}

var errManifest = errors.New("its list of values is damaged")

// parse reads a manifest.
func parse(text string) (*Manifest, error) {
	first, text, _ := strings.Cut(text, "\n")
	if first != firstLine {
		return nil, errors.New("another version of gensci has written it")
	}
	m := &Manifest{}
	for {
		l, rest, found := strings.Cut(text, "\n")
		if !found {
			return nil, errManifest
		}
		if l == lastLine && m.whole() {
			return m, nil
		}
		word, _, _ := strings.Cut(l, " ")
		f := fields{rest: l[len(word):]}
		if !m.take(word, &f) || f.failed || f.rest != "" {
			return nil, errManifest
		}
		text = rest
	}
}

// whole reports whether variables and components fit together.
func (m *Manifest) whole() bool {
	files := make(map[string]string, len(m.Variables))
	for _, v := range m.Variables {
		files[v.Name] = v.File
	}
	for _, c := range m.Components {
		for _, name := range c.Vars {
			if files[name] != c.File {
				return false
			}
		}
		if len(c.Vars) == 0 {
			return false
		}
	}
	return true
}

// take enters a line, and reports whether it knows the word.
func (m *Manifest) take(word string, f *fields) bool {
	switch word {
	case "generation":
		m.Generation = int(f.number())
	case "cell":
		m.Cell = int(f.number())
	case "outcome":
		m.Outcome = f.string()
	case "variable":
		m.Variables = append(m.Variables, Variable{Name: f.string(), Type: f.string(), Cell: int(f.number()), Bytes: f.number(), File: f.string()})
	case "component":
		m.Components = append(m.Components, Component{File: f.string(), Bytes: f.number()})
	case "lost":
		m.Lost = append(m.Lost, Loss{Name: f.string(), Why: f.string(), Cell: int(f.number())})
	case "dir":
		m.Dir = f.string()
	case "env":
		m.Env = f.strings()
	case "note":
		m.Notes = append(m.Notes, f.string())
	default:
		return m.takeList(word, f)
	}
	return true
}

func (m *Manifest) takeList(word string, f *fields) bool {
	if len(m.Components) == 0 {
		return false
	}
	c := &m.Components[len(m.Components)-1]
	list, ok := map[string]*[]string{
		"vars": &c.Vars, "types": &c.Types, "funcs": &c.Funcs, "globals": &c.Globals, "external": &c.External,
	}[word]
	if ok {
		*list = f.strings()
	}
	return ok
}
