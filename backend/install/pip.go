package install

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/internal/dirs"
)

var errNoPip = errors.New("no pip was found (tried pip, pip3 and python3 -m pip)")

// findPip returns the first command that is a working pip. A name on PATH is not enough: version managers leave stubs there, and
// Debian ships python3 without pip.
func findPip(ctx context.Context) ([]string, error) {
	for _, pip := range [][]string{{"pip"}, {"pip3"}, {"python3", "-m", "pip"}} {
		path, err := exec.LookPath(pip[0])
		if err != nil {
			continue
		}
		command := append([]string{path}, pip[1:]...)
		probe := exec.CommandContext(ctx, command[0], append(command[1:], "--version")...)
		probe.WaitDelay = grace
		if probe.Run() == nil {
			return command, nil
		}
	}
	return nil, errNoPip
}

// grace is how long a killed pip may hold on to its pipes before they are closed.
const grace = 2 * time.Second

// download lets pip fetch the wheel into a folder below temp and returns its path. pip inherits the environment, so its settings hold
// (index, mirror, proxy, certificates); only its temporary files and its cache stay inside temp, so that nothing is left elsewhere.
func download(ctx context.Context, pip []string, w wheel, temp string, report Progress) (string, error) {
	if free, err := dirs.Free(temp); err == nil && free < w.bytes {
		return "", fmt.Errorf("no room for the XLA plugin: %s has %d MB free and %d MB are needed; free some, or set XDG_DATA_HOME to a roomier disk", filepath.Dir(temp), free>>20, w.bytes>>20)
	}
	folder, scratch := filepath.Join(temp, "wheel"), filepath.Join(temp, "pip")
	for _, dir := range []string{folder, scratch} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return "", explainDisk(err)
		}
	}
	report(Downloading, 0)
	stop := watch(temp, func(n int64) { report(Downloading, n) })
	output, err := runPip(ctx, scratch, append(pip, "download", "--no-deps", "--only-binary=:all:", "--no-input",
		"--disable-pip-version-check", "--no-cache-dir", "--progress-bar=off", "--dest", folder, w.project+"=="+w.version))
	stop()
	if err != nil {
		return "", fmt.Errorf("pip could not download %s %s: %s", w.project, w.version, reason(output, err))
	}
	wheels, err := filepath.Glob(filepath.Join(folder, "*.whl"))
	if err != nil || len(wheels) != 1 {
		return "", fmt.Errorf("pip downloaded %d wheels of %s %s, want 1", len(wheels), w.project, w.version)
	}
	return wheels[0], nil
}

// runPip returns what pip wrote.
func runPip(ctx context.Context, scratch string, command []string) (string, error) {
	var output bytes.Buffer
	pip := exec.CommandContext(ctx, command[0], command[1:]...)
	pip.Env = append(os.Environ(), "TMPDIR="+scratch)
	pip.Stdout, pip.Stderr = &output, &output
	pip.WaitDelay = grace
	killTogether(pip)
	err := pip.Run()
	return output.String(), err
}

// reason picks the line that tells a person why pip failed. When there is no connection pip's last line says that no version matches,
// which is misleading; the cause stands above.
func reason(output string, err error) string {
	last := err.Error()
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		switch {
		case strings.Contains(line, "connection broken by"), strings.Contains(line, "Could not fetch URL"):
			return "no connection to the package index (is this machine online? a mirror is set with `pip config set global.index-url`)"
		case strings.Contains(line, "No space left on device"), strings.Contains(line, "Disk quota exceeded"):
			return "the disk is full"
		case strings.HasPrefix(line, "ERROR: "):
			last = strings.TrimPrefix(line, "ERROR: ")
		}
	}
	return last
}

// watch reports the size of all files below a folder until the returned function is called, which returns after the last report.
func watch(folder string, report func(bytes int64)) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				report(dirs.Size(folder))
			}
		}
	}()
	return func() { close(done); <-ended }
}
