package install

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gensci/gensci/internal/dirs"
)

// Progress is told what is being done and how many bytes are through so far. It may be called from another goroutine, but never
// by two at once.
type Progress func(step string, bytes int64)

// Steps that a Progress hears of.
const (
	Waiting     = "waiting for another setup"
	Checking    = "checking the plugin that is there"
	Downloading = "downloading"
	Verifying   = "verifying"
	Unpacking   = "unpacking"
)

const (
	libraryName = "pjrt_c_api_cpu_plugin.so" // what go-xla would look for, too
	tempPrefix  = ".fetch-"                  // not a version: package backend never looks into it
)

// XLA returns the path of the XLA plugin for CPU in folder, after fetching it if it is not there or is damaged. It is copied if one of the
// others, folders of the same kind, has it. An error is one sentence; then nothing is left behind and a plugin that was there before is still there.
func XLA(ctx context.Context, folder string, others []string, report Progress) (string, error) {
	return installer{
		folder: folder,
		others: others,
		wheel:  cpuWheel,
		usePip: runtime.GOOS == "linux" && runtime.GOARCH == "amd64",
		goXLA:  goXLA,
		report: report,
	}.run(ctx)
}

// installer holds what tests replace.
type installer struct {
	folder string   // gets <version>/pjrt_c_api_cpu_plugin.so
	others []string // may have it too
	wheel  wheel
	usePip bool
	goXLA  func(ctx context.Context, folder string) (version, library string, err error)
	report Progress
}

func (in installer) run(ctx context.Context) (string, error) {
	if in.report == nil {
		in.report = func(string, int64) {}
	}
	unlock, err := dirs.Lock(ctx, in.folder, func() { in.report(Waiting, 0) })
	if ctx.Err() != nil {
		return "", errInterrupted
	}
	if err != nil {
		return "", err
	}
	defer unlock()
	if err = in.clean(); err != nil {
		return "", err
	}
	if !in.usePip {
		return in.fromGoXLA(ctx)
	}
	if path, sound := in.installed(in.folder); sound {
		return path, nil
	}
	for _, other := range in.others {
		if path, sound := in.installed(other); sound {
			return in.copyOf(ctx, path)
		}
	}
	pip, err := findPip(ctx)
	if err == nil {
		return in.fromWheel(ctx, pip)
	}
	path, goErr := in.fromGoXLA(ctx)
	if goErr != nil {
		return "", fmt.Errorf("%w, and go-xla's own installer failed: %w", err, goErr)
	}
	return path, nil
}

// installed returns the path of the pinned library in a folder, and whether it is there and sound.
func (in installer) installed(folder string) (string, bool) {
	target := filepath.Join(folder, in.wheel.version, libraryName)
	info, err := os.Stat(target)
	if err != nil {
		return target, false
	}
	in.report(Checking, info.Size())
	hash, err := fileHash(target)
	return target, err == nil && hash == in.wheel.librarySHA256
}

// copyOf installs a library that is sound.
func (in installer) copyOf(ctx context.Context, path string) (string, error) {
	return in.within(ctx, func(temp string) (string, string, error) {
		file, err := os.Open(path)
		if err != nil {
			return "", "", err
		}
		defer file.Close()
		library := filepath.Join(temp, libraryName)
		return in.wheel.version, library, explainDisk(writeSynced(library, file, in.report))
	})
}

var errInterrupted = errors.New("fetching the XLA plugin was interrupted; nothing was kept")

// clean removes what killed installations left; the caller holds the lock, so none of them is alive.
func (in installer) clean() error {
	dead, err := filepath.Glob(filepath.Join(in.folder, tempPrefix+"*"))
	if err != nil {
		return err
	}
	for _, folder := range dead {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("what an interrupted setup left cannot be removed: %w", err)
		}
	}
	return nil
}

// fromWheel installs the library of the pinned wheel.
func (in installer) fromWheel(ctx context.Context, pip []string) (string, error) {
	return in.within(ctx, func(temp string) (string, string, error) {
		wheel, err := download(ctx, pip, in.wheel, temp, in.report)
		if err != nil {
			return "", "", err
		}
		library := filepath.Join(temp, libraryName)
		return in.wheel.version, library, in.wheel.unpack(wheel, library, in.report)
	})
}

// fromGoXLA installs what go-xla's installer gives, unless it did so before.
func (in installer) fromGoXLA(ctx context.Context) (string, error) {
	if there, _ := filepath.Glob(filepath.Join(in.folder, "v[0-9]*", libraryName)); len(there) > 0 {
		return there[len(there)-1], nil
	}
	return in.within(ctx, func(temp string) (string, string, error) {
		stop := watch(temp, func(n int64) { in.report(Downloading, n) })
		defer stop()
		return in.goXLA(ctx, temp)
	})
}

// within gives make a temporary folder, on the file system of the target, in which it makes a library of some version, and moves that
// into place. The temporary folder is gone afterwards in any case.
func (in installer) within(ctx context.Context, make func(temp string) (version, library string, err error)) (string, error) {
	temp, err := os.MkdirTemp(in.folder, tempPrefix)
	if err != nil {
		return "", fmt.Errorf("no temporary folder for the XLA plugin: %w", err)
	}
	defer os.RemoveAll(temp)
	version, library, err := make(temp)
	if ctx.Err() != nil {
		return "", errInterrupted
	}
	if err != nil {
		return "", err
	}
	target := filepath.Join(in.folder, version, libraryName)
	if err := place(library, target); err != nil {
		return "", fmt.Errorf("the XLA plugin cannot be put in place: %w", err)
	}
	return target, nil
}

// place renames a synced file to its target, and sees to it that the name survives a power cut as well.
func place(from, target string) error {
	folder := filepath.Dir(target)
	_, err := os.Stat(folder)
	fresh := errors.Is(err, os.ErrNotExist)
	if err = os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err = os.Rename(from, target); err != nil {
		if fresh {
			os.Remove(folder)
		}
		return err
	}
	handle, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer handle.Close()
	return handle.Sync()
}
