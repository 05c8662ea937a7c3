package course

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/grade/book"
)

// dumpName is the gradebook inside of a backup, the same for both databases.
const dumpName = "gradebook.jsonl"

// Backup writes the whole course into one zip file, in one step: its folder, and the gradebook whichever database it is in.
func (c *Course) Backup(ctx context.Context, file string) error {
	b, err := c.Book(ctx)
	if err != nil {
		return err
	}
	defer b.Close()
	temp, err := os.CreateTemp(filepath.Dir(file), ".gengrade-") // for its owner alone
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	out := zip.NewWriter(temp)
	err = pack(out, c.Folder, file)
	if err == nil {
		var w io.Writer
		if w, err = out.Create(dumpName); err == nil {
			err = b.Dump(ctx, w)
		}
	}
	for _, step := range []func() error{out.Close, temp.Sync, temp.Close} {
		err = errors.Join(err, step())
	}
	if err != nil {
		return fmt.Errorf("%s was not written: %w", file, err)
	}
	return os.Rename(temp.Name(), file)
}

// pack adds all files of a folder, but those of the gradebook and the backup itself.
func pack(out *zip.Writer, folder, file string) error {
	self, _ := os.Stat(file)
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil || strings.HasPrefix(name, "gradebook.db") || strings.HasPrefix(d.Name(), ".gengrade-") {
			return err
		}
		info, err := d.Info()
		switch {
		case err != nil:
			return err
		case d.IsDir():
			_, err = out.Create(filepath.ToSlash(name) + "/")
			return err
		case os.SameFile(info, self):
			return nil
		case !info.Mode().IsRegular():
			return fmt.Errorf("%s is neither a file nor a folder: put what it stands for in its place", path)
		}
		return add(out, filepath.ToSlash(name), path)
	})
}

// add adds one file.
func add(out *zip.Writer, name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := out.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

// ErrThere says that a restored course would take the place of something.
var ErrThere = errors.New("there is something already")

// Restore makes a course of what Backup wrote. Unless it is told to replace, it refuses a folder that is not empty and a gradebook on a server that is not;
// else the former folder gets another name, which is returned. Until all is there nothing has changed.
func Restore(ctx context.Context, file, folder string, replace bool) (former string, err error) {
	folder, err = filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if len(entries) > 0 && !replace {
		return "", fmt.Errorf("%s is not empty: %w", folder, ErrThere)
	}
	if err = os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return "", err
	}
	temp, err := os.MkdirTemp(filepath.Dir(folder), ".gengrade-restore-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	if err := unpack(ctx, file, temp, replace); err != nil {
		return "", fmt.Errorf("%s was not restored: %w", file, err)
	}
	if len(entries) > 0 {
		former = unused(folder + ".before-restore")
		if err := os.Rename(folder, former); err != nil {
			return "", err
		}
	}
	return former, os.Rename(temp, folder)
}

// unused is a path that nothing has yet.
func unused(path string) string {
	for n, try := 2, path; ; n++ {
		if _, err := os.Lstat(try); errors.Is(err, fs.ErrNotExist) {
			return try
		}
		try = fmt.Sprintf("%s-%d", path, n)
	}
}

// unpack writes all files of a backup into a folder, and then its gradebook to where its course.toml says.
func unpack(ctx context.Context, file, folder string, replace bool) error {
	in, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer in.Close()
	var dump *zip.File
	for _, f := range in.File {
		name := filepath.FromSlash(strings.TrimSuffix(f.Name, "/"))
		path := filepath.Join(folder, name)
		switch {
		case !filepath.IsLocal(name):
			return fmt.Errorf("%q would lie outside of the course", f.Name)
		case f.Name == dumpName:
			dump = f
		case f.FileInfo().IsDir():
			err = os.MkdirAll(path, 0o700)
		default:
			err = extract(f, path)
		}
		if err != nil {
			return err
		}
	}
	if dump == nil {
		return fmt.Errorf("it has no %s: it is no backup of a course", dumpName)
	}
	return load(ctx, dump, folder, replace)
}

func extract(f *zip.File, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func load(ctx context.Context, dump *zip.File, folder string, replace bool) error {
	text, err := os.ReadFile(filepath.Join(folder, configName))
	if err != nil {
		return err
	}
	c, err := parse(folder, string(text))
	if err != nil {
		return err
	}
	b, err := book.Open(ctx, c.Database) // not c.Book, which would put sheets into it
	if err != nil {
		return err
	}
	defer b.Close()
	in, err := dump.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	err = b.Load(ctx, in, replace)
	if errors.Is(err, book.ErrNotEmpty) {
		return fmt.Errorf("%w: %w", err, ErrThere)
	}
	return err
}
