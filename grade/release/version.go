package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
)

// Version is the record of one release of a sheet: a folder with the number as its name, which holds the three files below and is never changed.
type Version struct {
	Sheet   string    `json:"sheet"`   // its name
	Number  int       `json:"version"` // from 1
	When    time.Time `json:"when"`
	Who     string    `json:"who"`
	Program string    `json:"program"` // the version of gensci that made it
	Master  string    `json:"master"`  // SHA-256 of MasterFile
	Release string    `json:"release"` // SHA-256 of StudentsFile
}

// The files of a version.
const (
	StudentsFile = "release.ipynb"
	MasterFile   = "master.ipynb"
	recordFile   = "release.json"
)

// Versions returns the records of a sheet's releases in a folder, the oldest first. A folder that is not there has none.
func Versions(folder string) ([]Version, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading releases: %w", err)
	}
	var list []Version
	for _, e := range entries {
		number, err := strconv.Atoi(e.Name())
		if err != nil || number < 1 || strconv.Itoa(number) != e.Name() {
			continue // what a killed program was writing, or a person's notes
		}
		v, err := readVersion(folder, number)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b Version) int { return a.Number - b.Number })
	return list, nil
}

func readVersion(folder string, number int) (Version, error) {
	path := filepath.Join(folder, strconv.Itoa(number), recordFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return Version{}, fmt.Errorf("reading release %d: %w", number, err)
	}
	var v Version
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return Version{}, fmt.Errorf("%s was changed after the release, restore it from a backup: %w", path, err)
	}
	if v.Number != number || !namePattern.MatchString(v.Sheet) {
		return Version{}, fmt.Errorf("%s is that of another release; restore it from a backup", path)
	}
	return v, nil
}

// Load returns the sheet of a release. It fails if a file was changed since.
func Load(folder string, v Version) (*Sheet, error) {
	dir := filepath.Join(folder, strconv.Itoa(v.Number))
	if _, err := unchanged(filepath.Join(dir, StudentsFile), v.Release); err != nil {
		return nil, err
	}
	master, err := unchanged(filepath.Join(dir, MasterFile), v.Master)
	if err != nil {
		return nil, err
	}
	nb, err := nbformat.Parse(master)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, MasterFile), err)
	}
	return Read(nb, v.Sheet)
}

// unchanged reads a file that must have a hash.
func unchanged(path, want string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading a release: %w", err)
	}
	if hash(text) != want {
		return nil, fmt.Errorf("%s was changed after the release; restore it from a backup", path)
	}
	return text, nil
}

// Current returns the newest release of a sheet, with the cells of earlier ones that it no longer has as Former. ReadAnswers then knows what was begun on those.
func Current(folder string) (*Sheet, Version, error) {
	versions, err := Versions(folder)
	if err != nil {
		return nil, Version{}, err
	}
	if len(versions) == 0 {
		return nil, Version{}, fmt.Errorf("nothing was released in %s; run gengrade release", folder)
	}
	last := versions[len(versions)-1]
	sheet, err := Load(folder, last)
	if err != nil {
		return nil, Version{}, err
	}
	sheet.number = last.Number
	for _, v := range slices.Backward(versions[:len(versions)-1]) {
		old, err := Load(folder, v)
		if err != nil {
			return nil, Version{}, err
		}
		sheet.earlier = append(sheet.earlier, numbered{v.Number, old})
		for _, c := range old.Cells {
			if c.Kind != Given && sheet.Cell(c.ID) == nil {
				sheet.Former = append(sheet.Former, c)
			}
		}
	}
	return sheet, last, nil
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
