// Package rerun runs the notebook of a hand-in again, in a box, so that whoever marks a plot sees what the notebook shows now beside what was handed in.
//
// The box has what an installation for a whole machine has (`gensci setup --system`): toolchain, kernel, modules and compiled packages, all to be read alone; the notebook and the files beside
// it; a folder for the executed notebook, and nothing else. There is no network. What comes out was made by the student's code, and is as trustworthy as what was handed in: whoever shows
// it treats it like that.
package rerun

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/internal/dirs"
)

// Machine is what notebooks run with.
type Machine struct {
	Prefix string // folder of a version of an installation for a whole machine
	GoRoot string // of the go command that it was made with
	Limits box.Limits
}

// usual is where setup --system puts an installation; tests look elsewhere.
var usual = "/opt/gensci"

// Here finds the installation of this machine: that of GENSCI_PREFIX, or the usual one.
func Here() (Machine, error) {
	m := Machine{Prefix: dirs.Prefix(), Limits: box.Limits{
		CPU: 10 * time.Minute, Wall: 10 * time.Minute, Memory: 4 << 30, Processes: 1024, FileSize: 512 << 20, TmpSize: 2 << 30, OpenFiles: 1024, Output: 16 << 20,
	}}
	if m.Prefix == "" {
		m.Prefix, _ = filepath.EvalSymlinks(filepath.Join(usual, "current")) // "" if there is none
	}
	if _, err := os.Stat(m.program("gensci")); m.Prefix == "" || err != nil {
		return m, fmt.Errorf("notebooks are run again with an installation for the whole machine, and there is none in %s; run `gensci setup --system`, or set %s", usual, dirs.PrefixVariable)
	}
	out, err := exec.Command(m.program("go"), "env", "GOROOT").Output()
	if err != nil {
		return m, fmt.Errorf("the go command of the installation in %s does not run: %w", m.Prefix, err)
	}
	m.GoRoot = strings.TrimSpace(string(out))
	return m, nil
}

func (m Machine) program(name string) string { return filepath.Join(m.Prefix, "bin", name) }

// libraries are folders of the system that the kernel's programs are linked with.
var libraries = []string{"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/bin", "/bin"}

// Run runs the notebook and returns the path of the executed one, which lies in the folder out. Cells that fail do not end it: what they show is part of what is marked. why is
// what ended it early, or "".
func (m Machine) Run(ctx context.Context, notebook, out string) (path, why string, err error) {
	if err = os.MkdirAll(out, 0o700); err != nil {
		return "", "", err
	}
	making, err := os.MkdirTemp(out, "making-")
	if err != nil {
		return "", "", err
	}
	defer os.RemoveAll(making)
	lent, written := filepath.Join(making, "lent"), filepath.Join(making, "written")
	if err = errors.Join(os.Mkdir(written, 0o755), lend(filepath.Dir(notebook), lent)); err != nil {
		return "", "", err
	}
	report, err := m.box(filepath.Join(lent, filepath.Base(notebook)), written).Run(ctx)
	if err != nil {
		return "", "", err
	}
	if report.Why != box.Exited {
		why = report.String()
	}
	name := filepath.Base(notebook)
	made := filepath.Join(written, name)
	if info, err := os.Lstat(made); err != nil || !info.Mode().IsRegular() {
		return "", "", errors.New("the notebook was not run: " + lastLine(report))
	}
	path = filepath.Join(out, name)
	return path, why, os.Rename(made, path)
}

// lend copies the files of a hand-in so that whoever the box runs as can read them.
func lend(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, e.Name()), text, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (m Machine) box(notebook, out string) box.Box {
	b := box.Box{
		Command: []string{m.program("gensci"), "run", "/submission/" + filepath.Base(notebook), "-o", "/out", "--allow-errors"},
		Dir:     "/submission",
		ReadOnly: []box.Mount{
			{Host: m.Prefix, Box: m.Prefix}, {Host: m.GoRoot, Box: m.GoRoot}, {Host: filepath.Dir(notebook), Box: "/submission"},
		},
		Writable: []box.Mount{{Host: out, Box: "/out"}},
		Env:      []string{"HOME=/tmp/home", "TMPDIR=/tmp", "PATH=/usr/bin:/bin", "LANG=C.UTF-8"},
		Sockets:  true, // the kernel speaks over them
		Limits:   m.Limits,
	}
	for _, folder := range libraries {
		if _, err := os.Stat(folder); err == nil {
			b.ReadOnly = append(b.ReadOnly, box.Mount{Host: folder, Box: folder})
		}
	}
	return b
}

// lastLine is the last thing that the run has said.
func lastLine(r box.Report) string {
	for _, text := range []string{r.Stderr.String(), r.Stdout.String()} {
		lines := strings.Split(strings.TrimSpace(text), "\n")
		if last := lines[len(lines)-1]; last != "" {
			return last
		}
	}
	return r.String()
}
