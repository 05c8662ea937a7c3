package pdf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/kernel/child"
)

const defaultTimeout = 2 * time.Minute

// Print prints a page of HTML to a file, which is replaced when the new one is complete.
func (b Browser) Print(ctx context.Context, html []byte, path string) error {
	if err := b.print(ctx, html, path); err != nil {
		return fmt.Errorf("print %s with %s: %w", path, b.Path, err)
	}
	return nil
}

// print works in a folder beside the file: browsers that are packed as snaps see no temporary folder, and nothing hidden in the user's.
func (b Browser) print(ctx context.Context, html []byte, path string) error {
	folder, err := os.MkdirTemp(filepath.Dir(path), "printing-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if folder, err = filepath.Abs(folder); err != nil {
		return err
	}
	page, printed := filepath.Join(folder, "page.html"), filepath.Join(folder, "page.pdf")
	if err := os.WriteFile(page, html, 0o600); err != nil {
		return err
	}
	if err := b.run(ctx, folder, page, printed); err != nil {
		return err
	}
	return finish(printed, path)
}

// run runs the browser to its end.
func (b Browser) run(ctx context.Context, folder, page, printed string) error {
	limit := cmp.Or(b.Timeout, defaultTimeout)
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it was not ready after %s; write a page with --html and print it in any browser", limit))
	defer cancel()
	var said bytes.Buffer
	cmd := exec.Command(b.Path, append(arguments(folder, os.Geteuid() == 0), "--print-to-pdf="+printed, (&url.URL{Scheme: "file", Path: filepath.ToSlash(page)}).String())...)
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+folder, "XDG_CACHE_HOME="+folder)
	err := child.Run(ctx, cmd)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return fmt.Errorf("%w: %s", err, lastWords(said.String()))
	}
	if _, err := os.Stat(printed); err != nil {
		return fmt.Errorf("it has printed nothing: %s", lastWords(said.String()))
	}
	return nil
}

// arguments switch off what a browser does for people, and what reaches out. In a container with little shared memory, or as root, it would not
// start otherwise: root has no sandbox.
func arguments(folder string, root bool) []string {
	list := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(folder, "profile"),
		"--no-pdf-header-footer", "--print-to-pdf-no-header", // the latter for browsers before 2023
	}
	if root {
		list = append(list, "--no-sandbox")
	}
	return list
}

// finish puts the file in its place, if it is one as a whole.
func finish(printed, path string) error {
	content, err := os.ReadFile(printed)
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(content, []byte("%PDF-")) || !bytes.Contains(content[max(0, len(content)-1024):], []byte("%%EOF")) {
		return errors.New("what it has printed is not a whole PDF")
	}
	if err := os.Chmod(printed, 0o644); err != nil {
		return err
	}
	return os.Rename(printed, path)
}

// lastWords is the last line of what a browser said that has words: they complain about many things.
func lastWords(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last
	}
	return "and says nothing"
}
