package course

import (
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed template.toml
var template string

const keyName = "secret.key"

// ignored keeps points, hand-ins and the key out of a repository of masters.
const ignored = "/secret.key\n/gradebook.db*\n/roster.csv\n/submissions/\n/feedback/\n/grades/\n"

// Init makes a course in a folder, which may have masters or a roster already: nothing that is there is changed. A course is what has a
// course.toml, and that is written last, in one step; so whoever is killed before may begin again.
func Init(folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if _, err = os.Lstat(filepath.Join(folder, configName)); err == nil {
		return fmt.Errorf("%s is a course already", folder)
	}
	for _, name := range []string{"", "masters", "releases", "submissions", "feedback"} {
		if err = os.MkdirAll(filepath.Join(folder, name), 0o700); err != nil {
			return err
		}
	}
	key := make([]byte, 32)
	rand.Read(key)
	for _, f := range []struct {
		name string
		text []byte
	}{{keyName, key}, {"roster.csv", []byte("id,name,email,group,tutor\n")}, {".gitignore", []byte(ignored)}, {configName, []byte(template)}} {
		if err := create(filepath.Join(folder, f.name), f.text); err != nil {
			return err
		}
	}
	return nil
}

// create writes a file for its owner alone, in one step, unless there is one.
func create(path string, text []byte) error {
	err := written(path, text, os.Link) // unlike a rename, it replaces nothing
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// written writes a file beside path, for its owner alone, and then gives it its place.
func written(path string, text []byte, place func(from, to string) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".gengrade-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	for _, step := range []func() error{f.Sync, f.Close} {
		err = errors.Join(err, step())
	}
	if err != nil {
		return err
	}
	return place(f.Name(), path)
}
