package keep

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
)

// asked is what an interrupt sets: own, or a number in a file that the front writes to.
var (
	own   uint32
	asked = &own
)

// stopping says that the statements are being left because of an interrupt.
var stopping atomic.Bool

// heardIt says that who asked has been told.
var heardIt atomic.Bool

// interrupt is what the statements are left with.
type interrupt struct{}

// Poll ends the statements if the user has asked for it. Loops call it in each round; it costs about a nanosecond.
func Poll() {
	if atomic.LoadUint32(asked) != 0 {
		leave()
	}
}

// Asked reports whether the user has asked for the end, so that a long call can return what it has until then. From then on the program is given the
// time to save; the next Poll ends the statements.
func Asked() bool {
	if atomic.LoadUint32(asked) == 0 {
		return false
	}
	heard()
	return true
}

// heard tells who asked.
func heard() {
	if heardIt.CompareAndSwap(false, true) && current != nil && current.folder != "" {
		_ = os.WriteFile(filepath.Join(current.folder, heardFile), nil, 0o600) // who cannot read it will not wait
	}
}

// leave ends the statements. A goroutine of theirs ends alone, with its deferred calls, since a panic of it would be one of the program.
func leave() {
	if !onMain() {
		runtime.Goexit()
	}
	heard()
	stopping.Store(true)
	panic(interrupt{})
}

// onMain reports whether this is the goroutine that main runs in.
func onMain() bool {
	var b [32]byte
	return strings.HasPrefix(string(b[:runtime.Stack(b[:], false)]), "goroutine 1 ")
}

// listen makes Poll hear of interrupts: through the file if the front has made one, through signals otherwise.
func listen(folder string) {
	if f, err := os.Open(filepath.Join(folder, interruptFile)); err == nil {
		defer f.Close()
		if p, err := mapNumber(f); err == nil {
			asked = p
			return
		}
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt)
	go func() {
		<-signals
		atomic.StoreUint32(asked, 1)
		<-signals
		os.Exit(ExitInterrupted)
	}()
}

const (
	interruptFile = "interrupt"
	heardFile     = "heard"
)

// Prepare makes a folder ready for the next program: it creates it if need be, and takes back what a program before may have left. From then on
// a program in it is interrupted with [Interrupt], and a signal ends it at once.
//
// Without Prepare a program handles the signal itself: the first makes [Poll] end the statements, the second ends the program. But a Go program
// that handles signals no longer notices that all its goroutines wait for each other, and hangs where it would have said so.
func Prepare(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(folder, proposalFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_ = os.Remove(filepath.Join(folder, heardFile))
	path := filepath.Join(folder, interruptFile)
	_ = os.Remove(path) // a program that still has the old one open shall not be woken by the new one
	return os.WriteFile(path, make([]byte, 4096), 0o600)
}

// Interrupt asks the program in a folder to end its statements at their next [Poll].
func Interrupt(folder string) error {
	f, err := os.OpenFile(filepath.Join(folder, interruptFile), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write([]byte{1})
	return errors.Join(err, f.Close())
}

// Heard reports whether the program in a folder has left its statements because of an [Interrupt]. It is saving values, or has ended.
func Heard(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, heardFile))
	return err == nil
}
