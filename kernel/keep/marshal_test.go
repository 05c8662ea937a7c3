package keep_test

import (
	"bytes"
	"container/list"
	"errors"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/keep"
)

type node struct {
	value int
	next  *node
}

type all struct {
	a     int
	s     []float64
	part  []float64
	at    *float64
	m     map[string]*node
	same  map[string]*node
	ring  *node
	any   any
	err   error
	eof   error
	t     time.Time
	big   *big.Int
	rat   *big.Rat
	buf   bytes.Buffer
	b     strings.Builder
	l     *list.List
	re    *regexp.Regexp
	rng   *rand.Rand
	ex    [3]struct{ x, y any }
	empty []int
	nilS  []int
	loc   *time.Location
}

func TestMarshal(t *testing.T) {
	s := []float64{1, 2, 3, 4}
	n := &node{1, nil}
	n.next = &node{2, n}
	m := map[string]*node{"a": n, "b": n.next}
	v := &all{
		a: 1, s: s, part: s[1:3:3], at: &s[2], m: m, same: m, ring: n, any: 3.5, err: fmt.Errorf("x: %w", io.EOF), eof: io.EOF, t: time.Now(),
		big: big.NewInt(7), rat: big.NewRat(1, 3), l: list.New(), re: regexp.MustCompile(`a+[b-x]\d(foo|bar)*`),
		rng: rand.New(rand.NewPCG(1, 2)), empty: []int{}, loc: time.Local,
	}
	v.any = []any{1, "x", v, 3.5, map[string]int{"q": 1}}
	v.ex[1].x = "hello"
	v.buf.WriteString("hi")
	v.b.WriteString("ho")
	v.l.PushBack(3)
	b, err := keep.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var w *all
	if err = keep.Unmarshal(b, &w, reflect.TypeOf(fmt.Errorf("%w", io.EOF)), reflect.TypeFor[rand.PCG]()); err != nil {
		t.Fatal(err)
	}
	w.s[2] = 9
	if *w.at != 9 || w.part[1] != 9 || w.ring.next.next != w.ring || w.m["a"] != w.ring || !errors.Is(w.err, io.EOF) || w.eof != io.EOF {
		t.Error(w)
	}
	w.b.WriteString("!")
	if w.b.String() != "ho!" || w.buf.String() != "hi" || !w.re.MatchString("aac1foo") || w.rng.Int() != v.rng.Int() {
		t.Error(w)
	}
	if !reflect.DeepEqual(v.ex, w.ex) || w.loc != time.Local || !v.t.Equal(w.t) || w.empty == nil || w.nilS != nil {
		t.Error(w)
	}
	if x := w.any.([]any); x[2] != any(w) || x[3] != 3.5 {
		t.Error(x)
	}
	w.same["z"] = nil
	if len(w.m) != 3 {
		t.Error(w.m)
	}
	_, err = keep.Marshal(struct{ a []struct{ c chan int } }{[]struct{ c chan int }{{}, {make(chan int)}}})
	if err == nil || err.Error() != "the value cannot be saved: its field a[1].c holds a channel (chan int)" {
		t.Error(err)
	}
}

func TestFile(t *testing.T) {
	path := t.TempDir() + "/v"
	type table struct {
		names []string
		cells []float64
	}
	v := table{[]string{"a", "b"}, make([]float64, 100_000)}
	v.cells[99_999] = 7
	if err := keep.SaveFile(path, v); err != nil {
		t.Fatal(err)
	}
	var w table
	if err := keep.LoadFile(path, &w); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(v, w) {
		t.Error("it came back as something else")
	}
	if got, err := keep.FileType(path); got != "keep_test.table" || err != nil {
		t.Error(got, err)
	}
	w.cells[0] = 1 // in memory alone
	if err := keep.SaveFile(path, w); err != nil {
		t.Fatal(err)
	}
	var u table
	if err := keep.LoadFile(path, &u); err != nil || u.cells[0] != 1 || u.cells[99_999] != 7 {
		t.Error(err, u.cells[0])
	}
	if err := os.WriteFile(path+"2", []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := keep.FileType(path + "2"); err == nil || err.Error() != "the file is damaged: it does not begin as one" {
		t.Error(err)
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 2 {
		t.Errorf("files are left: %v", files)
	}
}

func TestOtherType(t *testing.T) {
	b, err := keep.Marshal([]float64{1})
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]int
	if err = keep.Unmarshal(b, &m); err == nil || err.Error() != "it holds a value of type []float64, not map[string]int" {
		t.Error(err)
	}
	old := func() any { type point struct{ X, Y int }; return point{1, 2} }()
	type point struct{ X, Y, Z int }
	if b, err = keep.Marshal(old); err != nil {
		t.Fatal(err)
	}
	want := "it was saved with another definition of the type github.com/gensci/gensci/kernel/keep_test.point"
	if err = keep.Unmarshal(b, &point{}); err == nil || err.Error() != want {
		t.Error(err)
	}
	if err = keep.Unmarshal(b[:50], &point{}); err == nil {
		t.Error("half a value was read")
	}
	if _, err = keep.Marshal(nil); err == nil {
		t.Error("nil was saved")
	}
}
