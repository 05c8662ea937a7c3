package release

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/gensci/gensci/internal/buildinfo"
	"github.com/gensci/gensci/internal/nbformat"
)

// Publish records a release of a sheet as the next version in a folder, in one step. If it is the last version again, that one is returned and nothing is written.
func Publish(folder string, s *Sheet, who string, when time.Time) (v Version, isNew bool, err error) {
	unlock, err := lock(folder)
	if err != nil {
		return Version{}, false, fmt.Errorf("recording a release: %w", err)
	}
	defer unlock()
	versions, err := Versions(folder)
	if err != nil {
		return Version{}, false, err
	}
	number := 1
	if len(versions) > 0 {
		last := versions[len(versions)-1]
		if last.Sheet != s.Name {
			return Version{}, false, fmt.Errorf("%s holds releases of %s, not of %s", folder, last.Sheet, s.Name)
		}
		same, bad := s.files(last.Number)
		if bad != nil {
			return Version{}, false, bad
		}
		if last.Master == hash(same[MasterFile]) && last.Release == hash(same[StudentsFile]) {
			return last, false, nil
		}
		number = last.Number + 1
	}
	files, err := s.files(number)
	if err != nil {
		return Version{}, false, err
	}
	v = Version{
		Sheet: s.Name, Number: number, When: when.UTC().Truncate(time.Second), Who: who, Program: buildinfo.Version(),
		Master: hash(files[MasterFile]), Release: hash(files[StudentsFile]),
	}
	record, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return Version{}, false, err
	}
	files[recordFile] = append(record, '\n')
	if err := writeFolder(filepath.Join(folder, strconv.Itoa(v.Number)), files); err != nil {
		return Version{}, false, fmt.Errorf("recording release %d: %w", v.Number, err)
	}
	return v, true, nil
}

// files are the notebooks of a release with a number, both without outputs.
func (s *Sheet) files(number int) (map[string][]byte, error) {
	students, err := s.released(number).Marshal()
	if err != nil {
		return nil, err
	}
	master := &nbformat.Notebook{Metadata: s.metadata}
	for _, c := range s.Cells {
		master.Cells = append(master.Cells, c.master)
	}
	master.Clear()
	text, err := master.Marshal()
	return map[string][]byte{MasterFile: text, StudentsFile: students}, err
}

const tempPattern = ".gensci-*"

// lock makes a folder if it is missing and waits until nobody else writes into it. What killed programs have left half written is removed.
func lock(folder string) (unlock func(), err error) {
	if err = os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	left, _ := filepath.Glob(filepath.Join(folder, tempPattern))
	for _, path := range left {
		os.RemoveAll(path)
	}
	return func() { f.Close() }, nil
}

// writeFolder makes a folder with files that nobody is to change. It is there with all of them or not at all; one that is there already is an error.
func writeFolder(path string, files map[string][]byte) error {
	temp, err := os.MkdirTemp(filepath.Dir(path), tempPattern)
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp) // nothing is there once it has its name
	if err := os.Chmod(temp, 0o755); err != nil {
		return err
	}
	for name, text := range files {
		if err := writeFile(filepath.Join(temp, name), text); err != nil {
			return err
		}
	}
	if err := toDisk(temp); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return toDisk(filepath.Dir(path))
}

func writeFile(path string, text []byte) error {
	if err := os.WriteFile(path, text, 0o444); err != nil {
		return err
	}
	return toDisk(path)
}

// toDisk has a file or folder written to the disk.
func toDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
