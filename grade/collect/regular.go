package collect

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/gensci/gensci/grade/handin"
)

// regular is a file as it was read.
type regular struct {
	data    []byte
	at      time.Time // of its last change, as its owner may have set it
	changed time.Time // of its last change in any way; zero if nobody knows
	owner   string
}

// readRegular reads a file that students may have put there: no link, no pipe that would never end, and no more than limit bytes. An error goes on
// a sentence that begins with the file.
func readRegular(root *os.Root, name string, limit int64) (regular, error) {
	before, err := root.Lstat(name)
	if err != nil {
		return regular{}, errors.New("cannot be read")
	}
	if err = onlyRegular(before.Mode()); err != nil {
		return regular{}, err
	}
	f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return regular{}, errors.New("cannot be read; see who may read it")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !os.SameFile(before, info) { // it was put in the place of the one that we looked at
		return regular{}, errors.New("was changed while it was read; collect again")
	}
	if info.Size() > limit {
		return regular{}, fmt.Errorf("has %d MB, which is more than a hand-in may have (%d MB a file, %d MB in all)", info.Size()>>20, handin.MaxFile>>20, handin.MaxTotal>>20)
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil || int64(len(data)) > limit {
		return regular{}, errors.New("was changed while it was read; collect again")
	}
	return regular{data, info.ModTime(), changedAt(info), ownerOf(info)}, nil
}

func onlyRegular(mode fs.FileMode) error {
	switch {
	case mode&fs.ModeSymlink != 0:
		return errors.New("is a symbolic link, not a file")
	case !mode.IsRegular():
		return errors.New("is a pipe, a device or something else, not a file")
	}
	return nil
}

// readFolder reads all files of a student's folder. Nothing outside of it is reached, whatever is put in the place of what.
func readFolder(parent *os.Root, folder string) (files []handin.Content, newest time.Time, err error) {
	root, err := parent.OpenRoot(folder)
	if err != nil {
		return nil, time.Time{}, errors.New("its folder cannot be read")
	}
	defer root.Close()
	left := int64(handin.MaxTotal)
	err = fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("the folder %q cannot be read", name)
		case name == ".":
			return nil
		case handin.Junk(name) && e.IsDir():
			return fs.SkipDir
		case handin.Junk(name):
			return nil
		}
		if bad := handin.CheckName(name); bad != nil || e.IsDir() {
			return bad
		}
		if len(files) == handin.MaxFiles {
			return fmt.Errorf("it has more than %d files; put pages into one PDF", handin.MaxFiles)
		}
		f, err := readRegular(root, name, min(left, handin.MaxFile))
		if err != nil {
			return fmt.Errorf("the file %q %w", name, err)
		}
		left -= int64(len(f.data))
		files = append(files, handin.Content{Name: name, Data: f.data})
		if f.at.After(newest) {
			newest = f.at
		}
		return nil
	})
	return files, newest, err
}
