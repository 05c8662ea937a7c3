package box

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// stage makes the mounts' files reachable for the box's user. Root may mount what lies in folders that no other user can enter: it is bound into a
// small folder first, in a mount namespace that only this thread and its children see, and that goes with them.
func (who *identity) stage(mounts []Mount) error {
	who.sources = map[string]string{}
	for _, m := range mounts {
		full, err := filepath.Abs(m.Host)
		if err != nil {
			return fmt.Errorf("box: %w", err)
		}
		who.sources[m.Host] = full
	}
	if !who.root {
		return nil
	}
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return failed("no mount namespace: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return failed("mounts cannot be made private: %w", err)
	}
	if err := unix.Mount("tmpfs", staging, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "size=1m,mode=755"); err != nil {
		return failed("no place for mounts: %w", err)
	}
	n := 0
	for host, full := range who.sources {
		place := filepath.Join(staging, strconv.Itoa(n))
		if err := bind(full, place); err != nil {
			return err
		}
		who.sources[host] = place
		n++
	}
	return nil
}

// staging is covered for the thread that builds the box; neither bubblewrap nor a box needs what is there.
const staging = "/sys"

// bind makes place the file or folder full.
func bind(full, place string) error {
	info, err := os.Stat(full)
	if err != nil {
		return fmt.Errorf("box: cannot be mounted: %w", err)
	}
	if info.IsDir() {
		err = os.Mkdir(place, 0o755)
	} else {
		err = os.WriteFile(place, nil, 0o644)
	}
	if err = errors.Join(err, unix.Mount(full, place, "", unix.MS_BIND|unix.MS_REC, "")); err != nil {
		return failed("%s cannot be mounted: %w", full, err)
	}
	return nil
}
