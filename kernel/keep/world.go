package keep

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/keep/image"
)

// world returns what every program knows. Portable values must not lean on what is outside their bytes.
func world(portable bool) *image.World {
	w := image.NewWorld()
	w.NoFuncs = portable
	for name, ptr := range globals {
		w.Global(name, ptr)
	}
	for _, err := range []error{
		errors.New(""), errors.Join(io.EOF), syscall.Errno(0), &fs.PathError{}, &os.LinkError{}, &os.SyscallError{}, &strconv.NumError{},
		&time.ParseError{},
	} {
		w.Common(reflect.TypeOf(err))
	}
	w.Common(reflect.TypeOf(os.Stdout))
	for _, register := range registered {
		register(w, portable)
	}
	return w
}

// globals are package-level variables that values often lead to, in packages that this one imports anyway.
var globals = map[string]any{
	"io.EOF": &io.EOF, "io.ErrUnexpectedEOF": &io.ErrUnexpectedEOF, "io.ErrClosedPipe": &io.ErrClosedPipe,
	"io.ErrShortWrite": &io.ErrShortWrite, "io.ErrShortBuffer": &io.ErrShortBuffer, "io.ErrNoProgress": &io.ErrNoProgress,
	"io/fs.ErrNotExist": &fs.ErrNotExist, "io/fs.ErrExist": &fs.ErrExist, "io/fs.ErrPermission": &fs.ErrPermission,
	"io/fs.ErrInvalid": &fs.ErrInvalid, "io/fs.ErrClosed": &fs.ErrClosed, "io/fs.SkipDir": &fs.SkipDir, "io/fs.SkipAll": &fs.SkipAll,
	"os.ErrProcessDone": &os.ErrProcessDone, "os.ErrDeadlineExceeded": &os.ErrDeadlineExceeded, "os.ErrNoDeadline": &os.ErrNoDeadline,
	"os.Stdin": &os.Stdin, "os.Stdout": &os.Stdout, "os.Stderr": &os.Stderr,
	"strconv.ErrRange": &strconv.ErrRange, "strconv.ErrSyntax": &strconv.ErrSyntax, "errors.ErrUnsupported": &errors.ErrUnsupported,
	"time.Local": &time.Local, "time.UTC": &time.UTC,
}
