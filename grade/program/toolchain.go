package program

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Tools are the compiler, the linker and the compiled packages that programs of one sheet are built with, all in one folder that is only read: nothing else of the machine is
// needed to build.
type Tools struct {
	Folder  string // compile, link, *.a, importcfg
	Version string // of Go
}

// settings of the go command for what students' programs are linked with: static programs in pure Go, as cells are.
var settings = []string{"CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=mod -tags=cells,noxla -trimpath", "GOPROXY=off"}

// toolsFolder stands for the folder of the tools in its importcfg.
const toolsFolder = "@tools@"

// Prepare makes the tools for programs that import some packages, with the module in the folder checkout, in a folder below cache, unless they are there. It calls the go command, which
// compiles what is not in its build cache.
func Prepare(ctx context.Context, checkout, cache string, imports []string) (*Tools, error) {
	packages, version, err := list(ctx, checkout, imports)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, version)
	for _, p := range packages {
		fmt.Fprintln(sum, p.ImportPath, filepath.Base(p.Export)) // the name is the hash of the contents
	}
	folder := filepath.Join(cache, "tools-"+hex.EncodeToString(sum.Sum(nil))[:32])
	t := &Tools{Folder: folder, Version: version}
	if _, err := os.Stat(folder); err == nil {
		return t, nil
	}
	return t, t.fill(ctx, checkout, cache, packages)
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Export string
	CgoFiles           []string
}

func list(ctx context.Context, checkout string, imports []string) ([]listed, string, error) {
	imports, err := expand(ctx, checkout, imports)
	if err != nil {
		return nil, "", err
	}
	args := append([]string{"list", "-export", "-deps", "-json=ImportPath,Export,CgoFiles", "--", "runtime", ours + "grade/remote"}, imports...)
	out, err := goCommand(ctx, checkout, args...)
	if err != nil {
		return nil, "", err
	}
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p listed
		if err = d.Decode(&p); err != nil {
			return nil, "", fmt.Errorf("go list: %w", err)
		}
		if len(p.CgoFiles) > 0 {
			return nil, "", fmt.Errorf("%s needs a C compiler; sheets can use packages in pure Go alone", p.ImportPath)
		}
		if p.Export != "" {
			packages = append(packages, p)
		}
	}
	slices.SortFunc(packages, func(a, b listed) int { return strings.Compare(a.ImportPath, b.ImportPath) })
	version, err := goCommand(ctx, checkout, "env", "GOVERSION")
	return packages, strings.TrimSpace(string(version)), err
}

// expand replaces patterns (path/...) by the packages that they stand for and that programs can import: in pure Go, and complete in this module.
func expand(ctx context.Context, checkout string, imports []string) ([]string, error) {
	var patterns []string
	paths := slices.DeleteFunc(slices.Clone(imports), func(path string) bool {
		isPattern := strings.HasSuffix(path, "/...")
		if isPattern {
			patterns = append(patterns, path)
		}
		return isPattern
	})
	if len(patterns) == 0 {
		return paths, nil
	}
	const complete = `{{if not (or .Incomplete .Error .CgoFiles (eq .Name "main"))}}{{.ImportPath}}{{end}}`
	out, err := goCommand(ctx, checkout, append([]string{"list", "-e", "-f", complete, "--"}, patterns...)...)
	if err != nil {
		return nil, err
	}
	for _, path := range strings.Fields(string(out)) {
		if !slices.Contains(strings.Split(path, "/"), "internal") {
			paths = append(paths, path)
		}
	}
	return paths, nil
}

func goCommand(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), settings...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}

// fill makes the folder, in one step.
func (t *Tools) fill(ctx context.Context, checkout, cache string, packages []listed) error {
	out, err := goCommand(ctx, checkout, "env", "GOTOOLDIR")
	if err != nil {
		return err
	}
	if err = os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	making, err := os.MkdirTemp(cache, "making-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(making)
	var config strings.Builder
	for i, p := range packages {
		name := fmt.Sprintf("%d.a", i)
		fmt.Fprintf(&config, "packagefile %s=%s\n", p.ImportPath, filepath.Join(toolsFolder, name))
		if err = copyFile(p.Export, filepath.Join(making, name), 0o444); err != nil {
			return err
		}
	}
	for _, tool := range []string{"compile", "link"} {
		if err = copyFile(filepath.Join(strings.TrimSpace(string(out)), tool), filepath.Join(making, tool), 0o555); err != nil {
			return err
		}
	}
	if err = os.WriteFile(filepath.Join(making, "importcfg"), []byte(config.String()), 0o444); err != nil {
		return err
	}
	if err = os.Chmod(making, 0o755); err != nil {
		return err
	}
	err = os.Rename(making, t.Folder)
	if _, there := os.Stat(t.Folder); err != nil && there == nil { // somebody else has made it
		return nil
	}
	return err
}

func copyFile(from, to string, mode os.FileMode) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
