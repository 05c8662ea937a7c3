package box

import (
	"fmt"
	"os"
)

// maxDepth is how deep folders in a writable folder may lie; deeper ones, which only a hostile program makes, are removed.
const maxDepth = 100

// lend gives writable folders to the box's user, and back gives them and all that is in them back to the caller. Only root's boxes have another user.
func (who *identity) lend(folders []Mount) (back func(), err error) {
	lent := 0
	back = func() {
		for _, f := range folders[:lent] {
			giveBack(f.Host)
		}
	}
	if !who.root {
		return back, nil
	}
	for _, f := range folders {
		if err := os.Lchown(f.Host, who.uid, who.gid); err != nil {
			back()
			return nil, fmt.Errorf("box: %s cannot be written: %w", f.Host, err)
		}
		lent++
	}
	return back, nil
}

// giveBack makes a folder and all that is in it the caller's. Nobody writes there any more; links are not followed, and the system takes setuid bits
// from a file whose owner changes.
func giveBack(folder string) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return // it was removed
	}
	defer func() { _ = root.Close() }()
	own(root, 0)
}

func own(folder *os.Root, depth int) {
	uid, gid := os.Getuid(), os.Getgid()
	_ = folder.Lchown(".", uid, gid)
	top, err := folder.Open(".")
	if err != nil {
		return
	}
	entries, _ := top.ReadDir(-1)
	_ = top.Close()
	for _, e := range entries {
		_ = folder.Lchown(e.Name(), uid, gid)
		if !e.IsDir() {
			continue
		}
		if depth == maxDepth {
			_ = folder.RemoveAll(e.Name())
			continue
		}
		if below, err := folder.OpenRoot(e.Name()); err == nil {
			own(below, depth+1)
			_ = below.Close()
		}
	}
}
