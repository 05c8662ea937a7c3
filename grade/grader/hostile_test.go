package grader

import (
	"encoding/hex"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/program/sheettest"
	"github.com/gensci/gensci/grade/release"
)

// The corpus of hostile hand-ins: testdata/hostile/*.txt, each with an honest twin; README.md there says how to add one. They are for the sheet testdata/sheet.txt, which allows imports that
// no real sheet does: what rules would refuse is to be held by the box, and by there being nothing worth knowing in it.
var corpusImports = []string{
	"os", "os/exec", "os/signal", "syscall", "unsafe", "net", "reflect", "runtime", "runtime/debug", "encoding/binary", "encoding/json", "io/fs", "path/filepath",
	"github.com/gensci/gensci/grade/wire",
}

// Short limits: what is right here computes for milliseconds.
var corpusLimits = Limits{CPU: time.Second, Wall: 3 * time.Second, Build: 4 * time.Second, Memory: 256 << 20}

// hostSecret is in the environment of this process and in a file beside the grader's: no program may find it.
const hostSecret = "gensci-host-secret-5d1f"

// proving has workshops of the corpus: two sheets that differ in their hidden inputs alone.
type proving struct {
	sheet, other *Workshop
	master       map[string]string
	port         string // of a server on this machine
}

func corpusSheet(t *testing.T, other bool) *release.Sheet {
	t.Helper()
	text := read(t, "testdata/sheet.txt")
	if other {
		text = strings.NewReplacer("7391", "2468", "kestrel", "dunlin", "KESTREL", "DUNLIN", "dipper", "smew", "DIPPER", "SMEW").Replace(text)
	}
	sheet := sheettest.Read(t, text)
	sheet.Imports = corpusImports
	return sheet
}

func openCorpus(t *testing.T, cache string, other bool) *Workshop {
	t.Helper()
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	w, err := Open(t.Context(), corpusSheet(t, other), Options{Checkout: checkout, Cache: cache, Seed: []byte("secret"), Limits: corpusLimits})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestHostileHandIns(t *testing.T) {
	sandboxed(t)
	t.Setenv("GENSCI_SECRET", hostSecret)
	cache, here := t.TempDir(), watched(t)
	p := proving{openCorpus(t, cache, false), openCorpus(t, cache, true), texts(corpusSheet(t, false), func(c release.Cell) string { return c.Source }), listen(t)}
	files, err := filepath.Glob("testdata/hostile/*.txt")
	if err != nil || len(files) < 60 {
		t.Fatalf("the corpus has %d files: %v", len(files), err)
	}
	t.Run("corpus", func(t *testing.T) {
		for i, path := range files {
			a := readAttack(t, path)
			if testing.Short() && i%8 != 0 {
				continue
			}
			t.Run(a.name, func(t *testing.T) {
				t.Parallel()
				p.attack(t, a)
			})
		}
	})
	for _, w := range []*Workshop{p.sheet, p.other} {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
	here.nothingLeft(t)
	t.Run("the master afterwards", func(t *testing.T) { // in a new workshop, which knows no results, with the same cache
		w := openCorpus(t, cache, false)
		defer w.Close()
		p.sheet = w
		p.earnsAll(t, p.master, w.Tests())
	})
	here.nothingLeft(t)
}

// attack grades an attack and its twin.
func (p proving) attack(t *testing.T, a attack) {
	t.Helper()
	var tests, messages []string
	for _, e := range a.expect {
		tests = append(tests, e.test)
	}
	results := p.grade(t, p.sheet, a.hostile, tests)
	for i, r := range results {
		messages = append(messages, r.Message())
		if !slices.Contains(a.expect[i].statuses, string(r.Status)) || r.Points.Cmp(a.expect[i].points) != 0 {
			t.Errorf("%s is %s with %s of %s points, want %s with %s", r.Test, r.Status, r.Points, r.Maximum, strings.Join(a.expect[i].statuses, " or "), a.expect[i].points)
		}
	}
	said := strings.Join(messages, "\n")
	t.Log(said)
	tellsNothing(t, said)
	for _, want := range a.says {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if a.blind {
		for i, r := range p.grade(t, p.other, a.hostile, tests) {
			if r.Message() != results[i].Message() || r.Status != results[i].Status {
				t.Errorf("with other hidden inputs the student reads something else: %s\n%s", r.Status, r.Message())
			}
		}
	}
	p.earnsAll(t, a.own, tests)
}

// grade grades the master with some cells replaced.
func (p proving) grade(t *testing.T, w *Workshop, cells map[string]string, tests []string) []Result {
	t.Helper()
	answers := map[string]string{}
	for id, text := range p.master {
		answers[id] = text
	}
	for id, text := range cells {
		if _, ok := answers[id]; !ok {
			t.Fatalf("the sheet has no solution cell %q", id)
		}
		answers[id] = strings.ReplaceAll(text, "@PORT@", p.port)
	}
	results, err := w.Grade(t.Context(), answers, tests)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func (p proving) earnsAll(t *testing.T, cells map[string]string, tests []string) {
	t.Helper()
	for _, r := range p.grade(t, p.sheet, cells, tests) {
		if r.Status != Passed || r.Points.Cmp(r.Maximum) != 0 || r.Message() != "" {
			t.Errorf("an honest hand-in gets %s for %s: %s of %s points\n%s", r.Status, r.Test, r.Points, r.Maximum, r.Message())
		}
	}
}

// tellsNothing checks that a message has nothing of hidden inputs and of this machine, written forwards, backwards or in hexadecimal digits.
func tellsNothing(t *testing.T, message string) {
	t.Helper()
	for _, secret := range []string{"kestrel", "dipper", "7391", hostSecret, "1937", "lertsek", hex.EncodeToString([]byte("kestrel")), hex.EncodeToString([]byte("7391"))} {
		if strings.Contains(strings.ToLower(message), secret) {
			t.Errorf("a message tells %q", secret)
		}
	}
	if strings.ContainsFunc(message, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }) {
		t.Errorf("a message has control characters: %q", message)
	}
}

// listen starts a server on this machine that no program may reach.
func listen(t *testing.T) (port string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, closed := l.Accept()
			if closed != nil {
				return
			}
			t.Error("a program has reached a server of this machine")
			c.Close()
		}
	}()
	_, port, err = net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// place is where the grader makes its files while hostile hand-ins are graded.
type place struct{ folder string }

// watched gives the grader a temporary folder of its own, beside a file with a secret.
func watched(t *testing.T) place {
	t.Helper()
	outer := t.TempDir()
	if err := os.WriteFile(filepath.Join(outer, "secret"), []byte(hostSecret), 0o644); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(outer, "tmp")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", folder)
	adopt(t)
	return place{folder}
}

// nothingLeft checks that no file, process, cgroup or mount is left.
func (p place) nothingLeft(t *testing.T) {
	t.Helper()
	if files, err := os.ReadDir(p.folder); err != nil || len(files) > 0 {
		t.Errorf("files are left: %v %v", files, err)
	}
	nothingRuns(t)
	if text, err := os.ReadFile("/proc/self/mountinfo"); err == nil && strings.Contains(string(text), p.folder) {
		t.Error("a mount is left")
	}
	for _, pattern := range []string{"/sys/fs/cgroup", "/sys/fs/cgroup/*", "/sys/fs/cgroup/*/*", "/sys/fs/cgroup/*/*/*"} {
		if left, _ := filepath.Glob(pattern + "/gensci-box-" + strconv.Itoa(os.Getpid()) + "-*"); len(left) > 0 {
			t.Errorf("cgroups are left: %v", left)
		}
	}
}
