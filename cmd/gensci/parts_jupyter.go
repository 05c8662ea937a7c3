package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// jupyterParts are the programs in which notebooks are opened, or executed by others than us.
func jupyterParts(ctx context.Context) []part {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	versions := pythonPackages(ctx, "jupyterlab", "nbclient")
	var parts []part
	for _, p := range []struct{ name, pkg, what, mend string }{
		{"jupyter", "jupyterlab", "JupyterLab", "pip install jupyterlab (only to open notebooks by hand)"},
		{"nbclient", "nbclient", "nbclient", "pip install nbclient (only to execute notebooks with Jupyter's own tools)"},
	} {
		found := part{name: p.name, mend: p.mend}
		if v := versions[p.pkg]; v != "" {
			found.version = p.what + " " + v
		} else {
			found.problem = "missing"
		}
		parts = append(parts, found)
	}
	return parts
}

// askVersions prints name and version of packages. Importing them, as jupyter --version does, would take seconds.
const askVersions = `
import importlib.metadata, sys
for name in sys.argv[1:]:
    try: print(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError: pass
`

// pythonPackages are the versions of packages beside the jupyter command that is on PATH.
func pythonPackages(ctx context.Context, names ...string) map[string]string {
	versions := map[string]string{}
	python := pythonOf("jupyter")
	if python == "" {
		return versions
	}
	out, err := exec.CommandContext(ctx, python, append([]string{"-c", askVersions}, names...)...).Output()
	if err != nil {
		return versions
	}
	for line := range strings.Lines(string(out)) {
		name, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		versions[name] = version
	}
	return versions
}

// pythonOf is the Python that a command is run by: its first line names it, or it lies beside it. It is "" if there is no such command.
func pythonOf(command string) string {
	path, err := exec.LookPath(command)
	if err != nil {
		return ""
	}
	if real, linkErr := filepath.EvalSymlinks(path); linkErr == nil {
		path = real
	}
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	line, _ := bufio.NewReader(file).ReadString('\n') // a file without lines names none
	if python, ok := strings.CutPrefix(strings.TrimSpace(line), "#!"); ok && strings.HasPrefix(filepath.Base(python), "python") {
		return python
	}
	beside := filepath.Join(filepath.Dir(path), "python3")
	if _, err = os.Stat(beside); err == nil {
		return beside
	}
	return "python3"
}
