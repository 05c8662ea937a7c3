package system

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// MakeFolder makes a folder for all to read, and those above it that are missing, whatever the umask.
func MakeFolder(folder string) error {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return nil
	}
	if parent := filepath.Dir(folder); parent != folder {
		if err := MakeFolder(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	return os.Chmod(folder, 0o755)
}

// readable gives everybody the right to read what is below a folder, and to run what its owner may run, and nobody but its owner the right to write.
func readable(folder string) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if d.IsDir() || info.Mode().Perm()&0o100 != 0 {
			mode = 0o755
		}
		if info.Mode().Perm() == mode {
			return nil
		}
		return os.Chmod(path, mode)
	})
}

// reachable errs if users other than its owner cannot come to a folder, which need not exist yet.
func reachable(folder string) error {
	there := folder
	real, err := filepath.EvalSymlinks(there)
	for err != nil && there != filepath.Dir(there) { // it is to be made
		there = filepath.Dir(there)
		real, err = filepath.EvalSymlinks(there)
	}
	if err != nil {
		return err
	}
	closed, err := closedAbove(real)
	if err == nil && closed != "" {
		err = fmt.Errorf("other users cannot come to %s, since %s is closed to them: choose another folder with --prefix", folder, closed)
	}
	return err
}

// closedAbove is the folder, from one upwards, that users other than its owner cannot enter; "" if there is none.
func closedAbove(dir string) (string, error) {
	for {
		info, err := os.Stat(dir)
		if err != nil {
			return "", err
		}
		if info.Mode().Perm()&0o001 == 0 {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", nil
		}
		dir = filepath.Dir(dir)
	}
}

// ForAll errs if not everybody can run a program.
func ForAll(program string) error {
	real, err := filepath.EvalSymlinks(program)
	if err != nil {
		return err
	}
	info, err := os.Stat(real)
	if err != nil {
		return err
	}
	closed, err := closedAbove(filepath.Dir(real))
	if err == nil && closed == "" && info.Mode().Perm()&0o005 != 0o005 {
		closed = real
	}
	if err == nil && closed != "" {
		err = fmt.Errorf("other users cannot run %s, since %s is closed to them", program, closed)
	}
	return err
}
