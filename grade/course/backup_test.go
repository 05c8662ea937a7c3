package course_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/internal/postgres"
)

func TestMain(m *testing.M) { os.Exit(postgres.Main{M: m}.Run()) }

// dump is the gradebook of a course as text.
func dump(t *testing.T, folder string) string {
	t.Helper()
	c, err := course.Open(folder)
	check(t, err)
	b, err := c.Book(t.Context())
	check(t, err)
	defer b.Close()
	var out bytes.Buffer
	check(t, b.Dump(t.Context(), &out))
	return out.String()
}

// What is backed up comes back whole; something that is there is kept under another name, and only if that was wanted.
func TestBackup(t *testing.T) {
	c, b := full(t)
	check(t, b.Close())
	file := filepath.Join(c.Folder, "backup.zip") // in the course itself: it must not hold itself
	for range 2 {
		check(t, c.Backup(t.Context(), file))
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, %v: others can read it", info.Mode(), err)
	}
	to := filepath.Join(t.TempDir(), "a", "course")
	former, err := course.Restore(t.Context(), file, to, false)
	check(t, err)
	want := slices.DeleteFunc(files(t, c.Folder), func(s string) bool { return s == "backup.zip" })
	if got := files(t, to); former != "" || !slices.Equal(got, want) || dump(t, to) != dump(t, c.Folder) {
		t.Errorf("restored %v, want %v; former %q", got, want, former)
	}
	if _, err = course.Restore(t.Context(), file, to, false); !errors.Is(err, course.ErrThere) {
		t.Errorf("got %v, want ErrThere", err)
	}
	check(t, os.WriteFile(filepath.Join(to, "new"), nil, 0o600))
	former, err = course.Restore(t.Context(), file, to, true)
	check(t, err)
	if got := files(t, to); !slices.Equal(got, want) || !slices.Contains(files(t, former), "new") {
		t.Errorf("replaced %v, and kept %q", got, former)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(to), ".gengrade*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A course with a server's database is restored there, and not over another's points.
func TestBackupPostgres(t *testing.T) {
	c, b := full(t)
	check(t, b.Close())
	config := filepath.Join(c.Folder, "course.toml")
	text, err := os.ReadFile(config)
	check(t, err)
	file, to := filepath.Join(t.TempDir(), "b.zip"), filepath.Join(t.TempDir(), "course")
	want := dump(t, c.Folder)
	check(t, c.Backup(t.Context(), file))
	text = append([]byte("database = \""+postgres.Database(t)+"\"\n"), text...)
	moved := filepath.Join(t.TempDir(), "moved.zip")
	rewrite(t, file, moved, "course.toml", text)
	if _, err = course.Restore(t.Context(), moved, to, false); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, to); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	other := filepath.Join(t.TempDir(), "other")
	if _, err = course.Restore(t.Context(), moved, other, false); !errors.Is(err, course.ErrThere) {
		t.Errorf("got %v, want ErrThere", err)
	}
	if _, err = os.Stat(other); err == nil {
		t.Error("half a course is there")
	}
	_, err = course.Restore(t.Context(), moved, other, true)
	check(t, err)
}

// rewrite copies a zip file with one file changed, or added.
func rewrite(t *testing.T, from, to, name string, text []byte) {
	t.Helper()
	in, err := zip.OpenReader(from)
	check(t, err)
	defer in.Close()
	f, err := os.Create(to)
	check(t, err)
	out := zip.NewWriter(f)
	for _, f := range in.File {
		if f.Name != name {
			check(t, out.Copy(f))
		}
	}
	w, err := out.Create(name)
	check(t, err)
	_, err = w.Write(text)
	check(t, err)
	check(t, out.Close())
	check(t, f.Close())
}

// What is no backup changes nothing, and nothing is written outside of the course.
func TestRestoreRefuses(t *testing.T) {
	c, b := full(t)
	check(t, b.Close())
	dir := t.TempDir()
	good := filepath.Join(dir, "good.zip")
	check(t, c.Backup(t.Context(), good))
	for name, text := range map[string]string{"../slip": "x", "/slip": "x", "gradebook.jsonl": "{}", "course.toml": "x = 1"} {
		bad := filepath.Join(dir, "bad.zip")
		rewrite(t, good, bad, name, []byte(text))
		to := filepath.Join(dir, "sub", "course")
		if _, err := course.Restore(t.Context(), bad, to, true); err == nil || !strings.Contains(err.Error(), "was not restored") {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(filepath.Join(dir, "sub")); len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
	check(t, os.WriteFile(filepath.Join(dir, "text"), []byte("no zip"), 0o600))
	if _, err := course.Restore(t.Context(), filepath.Join(dir, "text"), filepath.Join(dir, "x"), false); err == nil {
		t.Error("a text was restored")
	}
}
