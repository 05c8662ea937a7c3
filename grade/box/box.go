package box

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"time"
)

// Box is a command and what it gets to see and to use of this machine. Everything that is not listed is not there.
type Box struct {
	Command  []string   // the program's path in the box, and its arguments
	Dir      string     // the folder in the box where it starts; the empty one is /tmp
	ReadOnly []Mount    // files and folders that it may read
	Writable []Mount    // folders that it may write; their size is not limited, see Limits.FileSize
	Env      []string   // its environment, "NAME=value"; nothing else is added but PWD
	Files    []*os.File // its descriptors 3, 4, …; standard input is empty
	Keep     int        // bytes of each of its outputs that the report keeps, half of the beginning and half of the end; 0 is 64 KB
	Sockets  bool       // it may make Unix and Internet sockets; they reach nothing outside of the box either way
	Bare     bool       // no sandbox at all, only limits of single processes: for code that one would run oneself
	Limits   Limits
}

// Mount makes a file or folder of this machine, Host, visible in the box under the absolute path Box.
type Mount struct{ Host, Box string }

// Limits end a command that exceeds them, or make a system call fail. Zero is the default that stands beside each.
type Limits struct {
	CPU       time.Duration // computing time of all processes and threads together; 10 s
	Wall      time.Duration // time on the clock; 30 s
	Memory    int64         // bytes, of all processes and of /tmp together; 512 MB
	Processes int           // processes and threads at once; 64, of which a Go program takes about ten
	FileSize  int64         // bytes of each file that is written; 16 MB
	TmpSize   int64         // bytes of /tmp; 16 MB
	OpenFiles int           // descriptors of each process, at least 64; 64
	Output    int64         // bytes written to standard output, and to standard error; 1 MB
}

// withDefaults is l with defaults for what is zero.
func (l Limits) withDefaults() Limits {
	def(&l.CPU, 10*time.Second)
	def(&l.Wall, 30*time.Second)
	def(&l.Memory, 512<<20)
	def(&l.Processes, 64)
	def(&l.FileSize, 16<<20)
	def(&l.TmpSize, 16<<20)
	def(&l.OpenFiles, 64)
	def(&l.Output, 1<<20)
	l.OpenFiles = max(l.OpenFiles, 64) // bubblewrap opens some while it builds the box
	return l
}

func def[T comparable](value *T, otherwise T) {
	var zero T
	if *value == zero {
		*value = otherwise
	}
}

// ErrSandbox is in the chain of each error that says that the sandbox could not be had or has failed: the command has not run, or not to its end.
var ErrSandbox = errors.New("sandbox")

// failed is an error of the sandbox itself.
func failed(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrSandbox, fmt.Errorf(format, args...))
}

// Run runs the command to its end, or ends it, and all that it has started with it. Whatever the command does is in the report; an error says that
// the box was not asked for as it must be, that ctx has ended (ctx.Err is in its chain), or that there was no sandbox (ErrSandbox is).
func (b Box) Run(ctx context.Context) (Report, error) {
	if err := b.valid(); err != nil {
		return Report{}, fmt.Errorf("box: %w", err)
	}
	b.Limits = b.Limits.withDefaults()
	def(&b.Dir, "/tmp")
	def(&b.Keep, 64<<10)
	if err := ctx.Err(); err != nil {
		return Report{}, fmt.Errorf("box: not started: %w", err)
	}
	if b.Bare {
		return b.bare(ctx)
	}
	return b.boxed(ctx)
}

// valid says what is wrong with the box, before anything is started.
func (b Box) valid() error {
	if len(b.Command) == 0 || !path.IsAbs(b.Command[0]) {
		return fmt.Errorf("the command must begin with the absolute path of a program, not with %q", strings.Join(b.Command, " "))
	}
	for _, m := range b.mounts() {
		if m.Host == "" || !path.IsAbs(m.Box) || path.Clean(m.Box) != m.Box || reserved(m.Box) {
			return fmt.Errorf("%q cannot be mounted as %q: give a clean absolute path, not /, /tmp, nor one in /proc or /dev", m.Host, m.Box)
		}
	}
	for _, e := range b.Env {
		if name, _, ok := strings.Cut(e, "="); !ok || name == "" {
			return fmt.Errorf("%q in the environment is not NAME=value", e)
		}
	}
	for _, text := range append(append([]string{b.Dir}, b.Command...), b.Env...) {
		if strings.ContainsRune(text, 0) {
			return fmt.Errorf("%q has a NUL in it, which no program can be given", text)
		}
	}
	if l := b.Limits; l.CPU < 0 || l.Wall < 0 || l.Memory < 0 || l.Processes < 0 || l.FileSize < 0 || l.TmpSize < 0 || l.OpenFiles < 0 || l.Output < 0 || b.Keep < 0 {
		return errors.New("limits must not be negative")
	}
	return nil
}

func (b Box) mounts() []Mount { return append(append([]Mount{}, b.ReadOnly...), b.Writable...) }

// reserved paths are the box's own.
func reserved(name string) bool {
	return name == "/" || name == "/tmp" || name == "/proc" || name == "/dev" || strings.HasPrefix(name, "/proc/") || strings.HasPrefix(name, "/dev/")
}
