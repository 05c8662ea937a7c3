package lab

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// grace is how long an interrupted command may take to end.
const grace = 5 * time.Second

// install fills the environment with what requirements.txt names. pip's own settings hold: index, mirror, proxy, certificates.
func (e Environment) install(ctx context.Context, report func(string)) error {
	list := filepath.Join(e.folder, "requirements.txt")
	if err := os.WriteFile(list, requirements, 0o644); err != nil {
		return fmt.Errorf("preparing JupyterLab: %w", err)
	}
	packages := 0
	err := run(ctx, func(line string) {
		words := strings.Fields(line)
		switch {
		case len(words) > 1 && words[0] == "Collecting":
			packages++
			name, _, _ := strings.Cut(words[1], "==")
			report(fmt.Sprintf("package %d: %s", packages, name))
		case strings.HasPrefix(line, "Installing collected packages"):
			report(fmt.Sprintf("installing %d packages", packages))
		}
	}, e.Python(), "-I", "-m", "pip", "install", "--require-hashes", "--no-input", "--no-user", "--disable-pip-version-check", "--no-warn-script-location",
		"--progress-bar=off", "--retries=2", "-r", list)
	if err != nil {
		return fmt.Errorf("JupyterLab could not be installed: %w", err)
	}
	return nil
}

// run runs a command and hands its lines on. Its error is what the command said, in one sentence.
func run(ctx context.Context, each func(line string), name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	together(cmd)
	reader, writer := io.Pipe()
	cmd.Stdout, cmd.Stderr = writer, writer
	said := make(chan string)
	go func() { said <- follow(reader, each) }()
	err := cmd.Run()
	if ctx.Err() != nil && cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // mostly nobody is left
	}
	writer.Close()
	words := <-said
	switch {
	case ctx.Err() != nil:
		return errors.New("interrupted; the next time it begins anew")
	case err != nil && words != "":
		return errors.New(words)
	}
	return err
}

// together gives a command a process group of its own, which the end of its context interrupts as a whole, so that each can remove its temporary
// files: venv starts a pip, and pip others.
func together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = grace
}

// follow returns the line that tells a person why a command failed. When there is no connection pip's last line says that no version matches, which is
// misleading; the cause stands above.
func follow(r io.Reader, each func(line string)) (why string) {
	known := false
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if each != nil {
			each(line)
		}
		if reason := reasonOf(line); reason != "" && !known {
			why, known = reason, true
		}
		if text, ok := strings.CutPrefix(line, "ERROR: "); ok && !known {
			why = text
		}
	}
	_, _ = io.Copy(io.Discard, r) // after a line that is too long
	return why
}

// reasonOf knows the lines that say more than pip's last one.
func reasonOf(line string) string {
	switch {
	case strings.Contains(line, "connection broken by"), strings.Contains(line, "Could not fetch URL"):
		return "no connection to the package index (is this machine online? a mirror is set with `pip config set global.index-url`)"
	case strings.Contains(line, "THESE PACKAGES DO NOT MATCH THE HASHES"):
		return "the package index has another file under a version that we know; if you use a mirror, ask who keeps it"
	case strings.Contains(line, "No space left on device"), strings.Contains(line, "Disk quota exceeded"):
		return "the disk is full"
	}
	return ""
}
