package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/source"
)

// Runner runs the tools.
type Runner interface {
	// Tool runs compile or link in a folder that it may write to; it reads the tools' folder and nothing else. It returns what the tool printed and whether it succeeded; why is
	// what stopped it if something did, and err is for what is not the program's fault.
	Tool(ctx context.Context, folder, tool string, args ...string) (output string, ok bool, why string, err error)
	// Seen is what the tools see in the place of the tools' folder and of their own.
	Seen(tools, folder string) (string, string)
}

// Binary is the name of the program in its folder.
const Binary = "program"

// Build compiles and links a program in a folder. Problems are the source's; the error is for what hinders all building.
func (t *Tools) Build(ctx context.Context, r Runner, s Source, folder string) ([]source.Problem, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	config, err := os.ReadFile(filepath.Join(t.Folder, "importcfg"))
	if err != nil {
		return nil, err
	}
	seenTools, _ := r.Seen(t.Folder, folder)
	config = bytes.ReplaceAll(config, []byte(toolsFolder), []byte(seenTools))
	for i, p := range s.Packages {
		if err = lay(root, p, config); err != nil {
			return nil, err
		}
		object := fmt.Sprintf("%d.a", i)
		var problems []source.Problem
		if problems, err = t.compile(ctx, r, p, s.cells, folder, object); err != nil || len(problems) > 0 {
			return problems, err
		}
		config = fmt.Appendf(config, "packagefile %s=%s\n", p.Path, object)
	}
	out, ok, why, err := r.Tool(ctx, folder, "link", "-o", Binary, "-importcfg", "importcfg", "-buildmode=exe", "-s", "-w", fmt.Sprintf("%d.a", len(s.Packages)-1))
	if err == nil && !ok {
		return []source.Problem{{Text: "the program cannot be linked: " + first(why, out)}}, nil
	}
	if err != nil {
		return nil, err
	}
	return nil, regular(root)
}

// lay puts what the compiler reads into the folder.
func lay(root *os.Root, p Package, config []byte) error {
	if err := write(root, "importcfg", config); err != nil {
		return err
	}
	for name, text := range p.Files {
		if err := write(root, name, []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

// write makes a new file: what stands in its place has been put there by a tool that has read hostile text, and is not followed.
func write(root *os.Root, name string, text []byte) error {
	if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// regular sees that the program is a file and no link to another one, which would be mounted in its place.
func regular(root *os.Root) error {
	info, err := root.Lstat(Binary)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("the linker has left no file")
	}
	return err
}

func (t *Tools) compile(ctx context.Context, r Runner, p Package, cells map[string]string, folder, object string) ([]source.Problem, error) {
	_, seen := r.Seen(t.Folder, folder)
	args := []string{"-o", object, "-trimpath=" + seen + "=>", "-p", p.Path, "-complete", "-dwarf=false", "-c=1", "-importcfg", "importcfg", "-pack"}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		names = append(names, "./"+name) // the id of a cell may begin with a hyphen
	}
	out, ok, why, err := r.Tool(ctx, folder, "compile", append(args, names...)...)
	if err != nil || ok {
		return nil, err
	}
	return complaints(out, why, cells), nil
}

// complaint is a line of the compiler's, in a file or a cell.
var complaint = regexp.MustCompile(`^(?:\./)?([A-Za-z0-9_.-]+?):(\d+)(?::\d+)?: (.*)$`)

// maxProblems bounds the problems of one program.
const maxProblems = 10

// complaints are the compiler's as problems of cells.
func complaints(out, why string, cells map[string]string) []source.Problem {
	if why != "" {
		return []source.Problem{{Text: "the compiler was stopped: " + why}}
	}
	var problems []source.Problem
	for line := range strings.Lines(out) {
		m := complaint.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || len(problems) == maxProblems {
			continue
		}
		p := source.Problem{Cell: m[1], Text: m[3]}
		if function, ok := strings.CutPrefix(m[1], checkFile); ok {
			p = source.Problem{Cell: cells[function], Text: function + " does not have the signature that the sheet asks for: " + m[3]}
		} else if _, err := fmt.Sscan(m[2], &p.Line); err != nil {
			p.Line = 0
		}
		problems = append(problems, p)
	}
	if len(problems) == 0 {
		problems = []source.Problem{{Text: "it does not compile: " + first(out)}}
	}
	return problems
}

// first is the beginning of the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t[:min(len(t), 500)]
		}
	}
	return "without a word"
}

// Imports are the packages that a source imports besides its own.
func (s Source) Imports() []string {
	var all []string
	for _, p := range s.Packages {
		for _, i := range p.Imports {
			if !slices.ContainsFunc(s.Packages, func(q Package) bool { return q.Path == i }) {
				all = append(all, i)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
