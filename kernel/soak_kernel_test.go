package kernel

import (
	"context"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/child"
	"github.com/gensci/gensci/kernel/jupyter"
)

// soakPatience bounds what takes a second or two: a Tab that starts gopls, a cell on a machine that has much to do.
const soakPatience = time.Minute

// soak is a kernel as Jupyter starts it, and starts it again on the same connection file.
type soak struct {
	n int // what cells have counted to
	*testing.T
	file    string
	kernel  *child.Process
	session *session
	count   int // of cells
	tally   tally
	rng     *rand.Rand // of the test's goroutine
}

func newSoak(t *testing.T) *soak {
	useFake(t)
	useGopls(t)
	t.Setenv("TMPDIR", shortTemp(t))
	seed := uint64(time.Now().UnixNano()) // which moments are bad ones is not known beforehand
	if text := os.Getenv(seedVariable); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("%s: %v", seedVariable, err)
		}
	}
	t.Logf("%s=%d", seedVariable, seed)
	s := &soak{T: t, file: filepath.Join(t.TempDir(), "kernel.json"), tally: tally{}, rng: rand.New(rand.NewPCG(seed, 0))}
	c := jupyter.Connection{Transport: "tcp", IP: "127.0.0.1", Scheme: "hmac-sha256", Key: jupyter.Token(), Kernel: SpecName}
	for _, port := range []*int{&c.Shell, &c.IOPub, &c.Stdin, &c.Control, &c.Heartbeat} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() // not before all are found
		*port = l.Addr().(*net.TCPAddr).Port
	}
	if err := c.Write(s.file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.kernel != nil {
			s.kernel.Stop(patience)
		}
	})
	return s
}

// useGopls puts the gopls that setup has installed beside the fake GoNB.
func useGopls(t *testing.T) {
	t.Helper()
	data, err := dirs.Data()
	if err != nil {
		t.Fatal(err)
	}
	gopls := filepath.Join(data, "bin", "gopls")
	if !exists(gopls) {
		t.Skip("gopls is missing: run `go run ./cmd/gensci setup`")
	}
	if err = os.Symlink(gopls, filepath.Join(filepath.Dir(os.Getenv(GonbVariable)), "gopls")); err != nil {
		t.Fatal(err)
	}
}

// start starts a kernel, at once: the one before has just been killed.
func (s *soak) start() {
	s.Helper()
	kernel, err := child.Start(own(s.T, "kernel", s.file), syscall.SIGTERM)
	if err != nil {
		s.Fatal(err)
	}
	s.kernel = kernel
	c, err := jupyter.ReadConnection(s.file)
	if err != nil {
		s.Fatal(err)
	}
	await(s.T, "the kernel to listen", func() bool {
		conn, refused := net.DialTimeout("tcp", strings.TrimPrefix(c.Endpoint(c.Heartbeat), "tcp://"), time.Second)
		if refused == nil {
			conn.Close()
		}
		return refused == nil && len(find(below(kernel.Pid()), "front")) == 1
	})
	s.session = &session{kernel: kernel}
	if s.session.Client, err = jupyter.Dial(c); err != nil {
		s.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(s.Context(), soakPatience)
	defer cancel()
	if err := s.session.awaitAnswer(ctx); err != nil {
		s.Fatal(err)
	}
}

// ended waits for the end of a kernel that was killed.
func (s *soak) ended(all []process) {
	s.Helper()
	s.session.Client.Close()
	awaitEnds(s.T, all)
	await(s.T, "the kernel's folder to go", func() bool { return len(folders()) == 0 })
}

// stop ends the kernel as Jupyter does.
func (s *soak) stop() {
	s.Helper()
	all := below(s.kernel.Pid())
	if _, err := s.session.RequestControl("shutdown_request", map[string]any{"restart": false}); err != nil {
		s.Fatal(err)
	}
	if err := s.kernel.Wait(); err != nil {
		s.Errorf("the kernel's end: %v", err)
	}
	s.ended(all)
}

// run runs one cell that must end as it should.
func (s *soak) run(source string, want error) nbformat.Cell {
	s.Helper()
	cell, err := s.try(source)
	if err != want {
		s.Fatalf("cell %d, %q: %v, want %v; it shows %.1000s", s.count, source, err, want, texts(cell))
	}
	return cell
}

func (s *soak) try(source string) (nbformat.Cell, error) {
	s.Helper()
	if s.session == nil {
		s.start()
	}
	s.count++
	ctx, cancel := context.WithTimeout(s.Context(), soakPatience)
	defer cancel()
	n := &nbformat.Notebook{Cells: []nbformat.Cell{{Type: nbformat.Code, Source: source}}}
	err := s.session.execute(ctx, newRecorder(n), 0)
	return n.Cells[0], err
}

// tab presses Tab and awaits the answer.
func (s *soak) tab() {
	s.Helper()
	id, err := s.session.Request("complete_request", map[string]any{"code": "%%\nfmt.Printl", "cursor_pos": 14})
	if err != nil {
		s.Fatal(err)
	}
	deadline := time.After(soakPatience)
	for {
		select {
		case m := <-s.session.Replies:
			if m.Parent.ID == id {
				if !strings.Contains(string(m.Content), "Println") {
					s.Errorf("Tab: got %s", m.Content)
				}
				return
			}
		case <-s.session.Published:
		case <-deadline:
			s.Fatal("no answer to a Tab")
		}
	}
}
