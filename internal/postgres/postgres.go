// Package postgres gives tests databases of PostgreSQL: on the server that the URL in GENSCI_POSTGRES names, or else on one of their own, from Debian's
// package postgresql, in a temporary folder and on a Unix socket alone. It ends with the test binary.
//
//	func TestMain(m *testing.M) { os.Exit(postgres.Main{M: m}.Run()) }
//	url := postgres.Database(t) // an empty one
package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// Main runs tests, and ends the server that they started.
type Main struct{ M interface{ Run() int } }

// Run is what TestMain exits with.
func (m Main) Run() int {
	defer func() { stop() }()
	return m.M.Run()
}

var (
	once     sync.Once
	base     string // URL of the server
	missing  string // why there is none
	failed   error
	stop     = func() {}
	numbered struct {
		sync.Mutex
		n int
	}
)

// Database makes an empty database, which the end of the test drops. It skips the test where there is no server and none can be started.
func Database(t testing.TB) string {
	t.Helper()
	once.Do(start)
	if missing != "" {
		t.Skip(missing)
	}
	if failed != nil {
		t.Fatal(failed)
	}
	numbered.Lock()
	numbered.n++
	name := fmt.Sprintf("gensci_test_%d_%d", os.Getpid(), numbered.n)
	numbered.Unlock()
	run(t, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func run(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", base)
	if err == nil {
		_, err = db.Exec(statement)
		db.Close()
	}
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// start finds the server, or starts one.
func start() {
	if base = os.Getenv("GENSCI_POSTGRES"); base != "" {
		return
	}
	bin := programs()
	if bin == "" {
		missing = "PostgreSQL is missing: install Debian's package postgresql, or set GENSCI_POSTGRES to a server's URL"
		return
	}
	folder, err := os.MkdirTemp("", "gensci-pg-")
	if err != nil {
		failed = err
		return
	}
	stop = func() { os.RemoveAll(folder) }
	failed = serve(bin, folder)
}

// programs is where Debian keeps the newest server, or where PATH finds one.
func programs() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	sort.Strings(found)
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

// serve makes a cluster in the folder and starts its server, which refuses to run as root.
func serve(bin, folder string) error {
	as, err := unprivileged(folder)
	if err != nil {
		return err
	}
	data := filepath.Join(folder, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "gensci", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8")
	initdb.SysProcAttr, initdb.Dir = &syscall.SysProcAttr{Credential: as}, folder
	if out, e := initdb.CombinedOutput(); e != nil {
		return fmt.Errorf("initdb: %w: %s", e, out)
	}
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=40")
	server.SysProcAttr, server.Dir = leash(&syscall.SysProcAttr{Credential: as}), folder
	var log strings.Builder
	server.Stderr = &log
	ended, err := startForGood(server)
	if err != nil {
		return err
	}
	stop = func() {
		server.Process.Signal(syscall.SIGINT) // the fast shutdown
		<-ended
		os.RemoveAll(folder)
	}
	base = "postgres://gensci@/postgres?host=" + url.QueryEscape(folder)
	return answers(ended, &log)
}

// startForGood starts the server from a thread that lives as long as we do: the signal at its parent's death comes at the thread's.
func startForGood(server *exec.Cmd) (ended chan struct{}, err error) {
	ended = make(chan struct{})
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := server.Start()
		started <- err
		if err == nil {
			server.Wait()
			close(ended)
		}
		select {}
	}()
	return ended, <-started
}

// answers waits until the server does.
func answers(ended chan struct{}, log fmt.Stringer) error {
	db, err := sql.Open("pgx", base)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for db.PingContext(ctx) != nil {
		select {
		case <-ended:
			return fmt.Errorf("the server of PostgreSQL has ended: %s", log)
		case <-ctx.Done():
			return fmt.Errorf("the server of PostgreSQL does not answer")
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}

// unprivileged is the user to be if we are root; the folder becomes theirs.
func unprivileged(folder string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root: %w", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(folder, uid, gid)
}
