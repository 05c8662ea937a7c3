//go:build unix

package collect_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestHostileFolders: each part is refused with a sentence that names the student, and the others are collected.
func TestHostileFolders(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	secret := w.file(due, notebook("secret"), t.TempDir(), "22-flows.ipynb")
	w.file(due, notebook("good"), folder, "ada", "22-flows.ipynb")
	w.file(due, notebook("x"), folder, "bob", "22-flows.ipynb")
	w.ok(os.Symlink("/etc/passwd", filepath.Join(folder, "bob", "scan.pdf")))
	w.ok(os.MkdirAll(filepath.Join(folder, "cyd"), 0o755))
	w.ok(unix.Mkfifo(filepath.Join(folder, "cyd", "22-flows.ipynb"), 0o644))
	w.file(due, notebook("x"), folder, "4711", "22-flows.ipynb")
	big := w.file(due, nil, folder, "4711", "big.pdf")
	w.ok(os.Truncate(big, 1<<30))
	w.ok(os.Symlink(filepath.Dir(secret), filepath.Join(folder, "4712")))
	w.file(due, []byte(`{"nbformat": 4`), folder, "nobody", "22-flows.ipynb")
	w.ok(unix.Mkfifo(filepath.Join(folder, "pipe.zip"), 0o644))
	r := w.collect(folder)
	expect(t, r, 1, "ada")
	refused(t, r, `bob (Bob Müller): the file "scan.pdf" is a symbolic link`, `cyd (Cyd Charisse): the file "22-flows.ipynb" is a pipe`,
		`4711 (Anna Schmidt): the file "big.pdf" has 1024 MB`, `4712 (Anna Schmidt): "4712" is a symbolic link`, `nobody (No Body): its notebook cannot be read`, `pipe: "pipe.zip" is a pipe`)
}
