package libraries

import (
	"bufio"
	"bytes"
	"container/heap"
	"container/list"
	"container/ring"
	"context"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"image"
	"image/color"
	"io"
	"io/fs"
	"log"
	"maps"
	"math/big"
	"math/rand"
	randv2 "math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	texttemplate "text/template"
	"text/template/parse"
	"time"
	"unicode"
	"unique"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/interp"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/spatial/kdtree"
	"gonum.org/v1/gonum/stat/distuv"
)

// types are those that a generator would have found in the manifest.
var types = []reflect.Type{
	reflect.TypeFor[*rand.Rand](), reflect.TypeOf(rand.NewSource(1)), reflect.TypeFor[*randv2.PCG](), reflect.TypeFor[*randv2.ChaCha8](),
	reflect.TypeOf(fmt.Errorf("%w", io.EOF)), reflect.TypeOf(fmt.Errorf("%w %w", io.EOF, io.EOF)), reflect.TypeFor[*fs.PathError](),
	reflect.TypeFor[*strconv.NumError](), reflect.TypeFor[*url.Error](), reflect.TypeFor[*strings.Reader](), reflect.TypeFor[*bytes.Buffer](),
	reflect.TypeOf(io.MultiReader()), reflect.TypeOf(context.Background()), reflect.TypeFor[color.RGBA](), reflect.TypeFor[*image.RGBA](),
	reflect.TypeFor[*parse.TextNode](), reflect.TypeFor[*parse.ActionNode](), reflect.TypeFor[*parse.FieldNode](), reflect.TypeFor[*parse.RangeNode](),
	reflect.TypeFor[*parse.DotNode](), reflect.TypeFor[*ast.BasicLit](), reflect.TypeFor[*ast.BinaryExpr](), reflect.TypeFor[*ast.Ident](),
	reflect.TypeFor[*mat.Dense](), reflect.TypeFor[simple.Node](), reflect.TypeFor[simple.Edge](), reflect.TypeFor[kdtree.Point](),
	reflect.TypeFor[map[string]any](), reflect.TypeOf(binary.LittleEndian), reflect.TypeFor[*sync.Mutex](), reflect.TypeFor[*big.Int](),
	reflect.TypeOf(context.WithValue(context.Background(), Key{}, 1)), reflect.TypeFor[Key](), reflect.TypeFor[*rational](),
}

// Key is exported so that a program can be told of it.
type Key struct{}

type rational struct{ *big.Rat }

// again returns what v comes back as.
func again[T any](t *testing.T, v T) T {
	t.Helper()
	type box struct{ v T }
	b, err := keep.Marshal(box{v})
	if err != nil {
		t.Fatal(err)
	}
	var back box
	if err := keep.Unmarshal(b, &back, types...); err != nil {
		t.Fatal(err)
	}
	return back.v
}

// equal checks that something computed from v and from what it comes back as is the same.
func equal[T, R any](v T, f func(T) R) func(*testing.T) {
	return func(t *testing.T) {
		t.Helper()
		back := again(t, v)
		if want, got := f(v), f(back); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(v any)        { *h = append(*h, v.(int)) }
func (h *ints) Pop() any {
	old := *h
	v := old[len(old)-1]
	*h = old[:len(old)-1]
	return v
}

func draw(r *rand.Rand) []int { return []int{r.Int(), r.Perm(5)[0], int(1e6 * r.NormFloat64())} }

func drawV2(r *randv2.Rand) []int { return []int{r.Int(), r.Perm(5)[0], int(1e6 * r.NormFloat64())} }

func someList() *list.List {
	l := list.New()
	l.PushBack(1)
	l.PushFront("zero")
	return l
}

func values(l *list.List) (all []any) {
	for e := l.Front(); e != nil; e = e.Next() {
		all = append(all, e.Value)
	}
	l.PushBack(2) // its ring must be whole
	return append(all, l.Len(), l.Back().Value)
}

var (
	dense = mat.NewDense(2, 3, []float64{1, 2, 3, 4, 5, 6})
	noon  = time.Date(2026, 7, 1, 12, 0, 0, 5, time.UTC)
)

func location(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}

var survivors = map[string]func(*testing.T){
	"rand":            equal(rand.New(rand.NewSource(3)), draw),
	"rand/v2 PCG":     equal(randv2.New(randv2.NewPCG(1, 2)), drawV2),
	"rand/v2 ChaCha8": equal(randv2.New(randv2.NewChaCha8([32]byte{1})), drawV2),
	"time":            equal(noon, time.Time.String),
	"time elsewhere":  equal(noon.In(location("Europe/Berlin")), func(t time.Time) string { return t.AddDate(0, 6, 0).String() }),
	"time zone":       equal(noon.In(time.FixedZone("X", 5400)), time.Time.String),
	"time local":      equal(noon.Local(), func(t time.Time) bool { return t.Location() == time.Local }),
	"big":             equal(new(big.Int).Exp(big.NewInt(3), big.NewInt(500), nil), func(n *big.Int) string { return n.Mul(n, n).String() }),
	"big rat":         equal(rational{big.NewRat(1, 3)}, func(r rational) string { return r.Add(r.Rat, big.NewRat(1, 6)).String() }),
	"big float":       equal(new(big.Float).SetPrec(200).Sqrt(big.NewFloat(2)), func(f *big.Float) string { return f.Text('g', 50) }),
	"list":            equal(someList(), values),
	"ring":            equal(ring.New(3), (*ring.Ring).Len),
	"heap":            equal(&ints{1, 5, 3}, func(h *ints) any { heap.Push(h, 0); return heap.Pop(h) }),
	"regexp": equal(regexp.MustCompile(`(?i)(a+|\p{Greek})[^x-z]*\bfoo$`), func(r *regexp.Regexp) []string {
		return r.FindStringSubmatch("xxAAλ foo")
	}),
	"regexp one pass": equal(regexp.MustCompile(`^a(b|c)d.e$`), func(r *regexp.Regexp) []string { return r.FindStringSubmatch("acd\u00e4e") }),
	"builder": equal(func() *strings.Builder { var b strings.Builder; b.WriteString("ab"); return &b }(), func(b *strings.Builder) string {
		b.WriteString("c")
		return b.String()
	}),
	"buffer":   equal(bytes.NewBufferString("abc"), func(b *bytes.Buffer) string { _, _ = b.ReadByte(); b.WriteString("d"); return b.String() }),
	"replacer": equal(used(strings.NewReplacer("a", "b", "ccc", "d")), func(r *strings.Replacer) string { return r.Replace("accca") }),
	"readers": equal(bufio.NewReader(io.MultiReader(strings.NewReader("ab"), strings.NewReader("c"))), func(r *bufio.Reader) string {
		b, _ := io.ReadAll(r)
		return string(b)
	}),
	"text template": equal(texttemplate.Must(texttemplate.New("t").Parse("a{{.X}}b{{range .L}}<{{.}}>{{end}}")), func(x *texttemplate.Template) string {
		var b strings.Builder
		err := x.Execute(&b, map[string]any{"X": 1, "L": []int{2, 3}})
		return b.String() + fmt.Sprint(err)
	}),
	"url":       equal(must(url.Parse("https://u:p@a.org/b?c=d#e")), (*url.URL).String),
	"json":      equal(decoded(`{"a": [1, "x", null, {"b": true}]}`), func(v any) string { return fmt.Sprint(v) }),
	"image":     equal(picture(), func(p image.Image) color.Color { return p.At(1, 1) }),
	"ast":       equal(must(parser.ParseExpr("a + 1*b")), func(e ast.Expr) token.Pos { return e.End() }),
	"netip":     equal(netip.MustParseAddr("fe80::1%eth0"), func(a netip.Addr) bool { return a == netip.MustParseAddr("fe80::1%eth0") }),
	"netip map": equal(map[netip.Addr]int{netip.MustParseAddr("10.0.0.1"): 1}, func(m map[netip.Addr]int) int { return m[netip.MustParseAddr("10.0.0.1")] }),
	"mutex":     equal(&sync.Mutex{}, (*sync.Mutex).TryLock),
	"once":      equal(done(), func(o *sync.Once) bool { ran := false; o.Do(func() { ran = true }); return ran }),
	"cond":      equal(waited(), func(c *sync.Cond) bool { c.Broadcast(); return c.L.(*sync.Mutex).TryLock() }),
	"atomic":    equal(counters(), func(c *atomics) string { return fmt.Sprint(c.n.Add(1), c.b.Load(), *c.p.Load(), c.v.Load()) }),
	"pool":      equal(&sync.Pool{}, func(p *sync.Pool) any { p.Put(p); p.New = func() any { return 1 }; return p.Get() != nil }),
	"context": equal(context.WithValue(context.Background(), Key{}, 5), func(c context.Context) string {
		return fmt.Sprint(c.Value(Key{}), c.Err())
	}),
	"range table": equal(unicode.Greek, func(r *unicode.RangeTable) bool { return unicode.Is(r, 'λ') }),
	"byte order":  equal(binary.ByteOrder(binary.LittleEndian), func(o binary.ByteOrder) uint16 { return o.Uint16([]byte{1, 2}) }),
	"base64":      equal(base64.NewEncoding(letters), func(e *base64.Encoding) string { return e.EncodeToString([]byte("hello")) }),
	"logger":      equal(log.New(&bytes.Buffer{}, "x ", 0), func(l *log.Logger) string { l.Print("y"); return l.Writer().(*bytes.Buffer).String() }),
	"html template": equal(template.Must(template.New("t").Parse("<p>{{.}}</p>")), func(x *template.Template) string {
		var b strings.Builder
		err := x.Execute(&b, "<")
		return b.String() + fmt.Sprint(err)
	}),
	"tab writer": equal(tabwriter.NewWriter(&bytes.Buffer{}, 0, 8, 1, ' ', 0), func(w *tabwriter.Writer) error { return w.Flush() }),

	"dense":   equal(dense, func(m *mat.Dense) float64 { return mat.Sum(m) }),
	"sub":     sub,
	"lu":      equal(factorised(), func(l *mat.LU) float64 { return l.Det() }),
	"normal":  equal(distuv.Normal{Mu: 1, Sigma: 2, Src: randv2.NewPCG(1, 2)}, func(n distuv.Normal) float64 { return n.Rand() }),
	"spline":  equal(spline(), func(s *interp.AkimaSpline) float64 { return s.Predict(1.5) }),
	"graph":   equal(edges(), func(g *simple.UndirectedGraph) bool { return g.HasEdgeBetween(1, 2) }),
	"kd tree": equal(kdtree.New(kdtree.Points{{1, 2}, {3, 4}, {0, 0}}, false), func(x *kdtree.Tree) float64 { _, d := x.Nearest(kdtree.Point{3, 5}); return d }),
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func used(r *strings.Replacer) *strings.Replacer { _ = r.Replace("ccc"); return r }

func decoded(text string) (v any) {
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		panic(err)
	}
	return v
}

func picture() image.Image {
	p := image.NewRGBA(image.Rect(0, 0, 200, 200))
	p.Set(1, 1, color.RGBA{1, 2, 3, 255})
	return p
}

func done() *sync.Once { var o sync.Once; o.Do(func() {}); return &o }

func waited() *sync.Cond {
	c := sync.NewCond(&sync.Mutex{})
	var other sync.WaitGroup
	ready := false
	other.Go(func() {
		c.L.Lock()
		ready = true
		c.L.Unlock()
		c.Broadcast()
	})
	c.L.Lock()
	for !ready {
		c.Wait()
	}
	c.L.Unlock()
	other.Wait()
	return c
}

type atomics struct {
	n atomic.Int64
	b atomic.Bool
	p atomic.Pointer[string]
	v atomic.Value
}

func counters() *atomics {
	var c atomics
	s := "pointed to"
	c.n.Store(5)
	c.b.Store(true)
	c.p.Store(&s)
	c.v.Store("value")
	return &c
}

func factorised() *mat.LU {
	var l mat.LU
	l.Factorize(mat.NewDense(2, 2, []float64{1, 2, 3, 4}))
	return &l
}

func spline() *interp.AkimaSpline {
	var s interp.AkimaSpline
	if err := s.Fit([]float64{0, 1, 2, 3}, []float64{0, 1, 4, 9}); err != nil {
		panic(err)
	}
	return &s
}

func edges() *simple.UndirectedGraph {
	g := simple.NewUndirectedGraph()
	g.SetEdge(simple.Edge{F: simple.Node(1), T: simple.Node(2)})
	return g
}

// sub: a part of a matrix is still a part of it.
func sub(t *testing.T) {
	type both struct{ whole, part *mat.Dense }
	m := mat.NewDense(3, 3, nil)
	back := again(t, both{m, m.Slice(1, 3, 1, 3).(*mat.Dense)})
	back.part.Set(0, 0, 7)
	if back.whole.At(1, 1) != 7 {
		t.Error("the part is a copy")
	}
}

func TestSurvivors(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(survivors)) {
		t.Run(name, survivors[name])
	}
}

func TestErrors(t *testing.T) {
	_, pathErr := os.Open("/does/not/exist")
	_, numErr := strconv.Atoi("x")
	var indexErr any
	func() {
		defer func() { indexErr = recover() }()
		var list []int
		_ = list[len(letters)]
	}()
	for _, c := range []struct {
		err, is error
	}{
		{io.EOF, io.EOF},
		{fmt.Errorf("a: %w", io.EOF), io.EOF},
		{errors.Join(io.EOF, io.ErrUnexpectedEOF), io.ErrUnexpectedEOF},
		{fmt.Errorf("%w and %w", strconv.ErrRange, io.EOF), io.EOF},
		{pathErr, fs.ErrNotExist},
		{numErr, strconv.ErrSyntax},
		{&url.Error{Op: "get", URL: "x", Err: os.ErrClosed}, fs.ErrClosed},
		{indexErr.(error), nil},
	} {
		back := again(t, c.err)
		if back.Error() != c.err.Error() || (c.is != nil && !errors.Is(back, c.is)) {
			t.Errorf("%v is no longer %v", back, c.is)
		}
	}
}

// refused are values that cannot be kept, and why their place in a struct, a field v, cannot.
var refused = map[string]struct {
	value any
	why   string
}{
	"channel":        {make(chan int), "its field v holds a channel (chan int)"},
	"channel in map": {map[string]any{"a": []struct{ C chan int }{{nil}, {make(chan int)}}}, `its field v["a"][1].C holds a channel (chan int)`},
	"closure":        {closure(), "its field v holds a function (func())"},
	"method value":   {dense.At, "its field v holds a function (func(int, int) float64)"},
	"sequence":       {slices.Values([]int{1}), "its field v holds a function (iter.Seq[int])"},
	"file":           {os.NewFile(1000, "x"), "its field v holds an open file (*os.File)"},
	"timer":          {time.NewTimer(time.Hour), "its field v holds a timer (*time.Timer)"},
	"ticker":         {time.NewTicker(time.Hour), "its field v holds a ticker (*time.Ticker)"},
	"type":           {reflect.TypeFor[int](), "its field v holds a reflect.Type"},
	"value":          {reflect.ValueOf(3), "its field v holds a reflect.Value"},
	"unsafe":         {unsafe.Pointer(dense), "its field v holds an unsafe.Pointer"},
	"locked":         {locked(), "its field v holds a locked sync.Mutex"},
	"wait group":     {waiting(), "its field v holds a sync.WaitGroup in use"},
	"map in use":     {inUse(), "its field v holds a sync.Map in use"},
	"cancel":         {cancellable(), "its field v holds a context that can be cancelled"},
	"unique":         {unique.Make("x"), "its field v holds a unique.Handle"},
	"command":        {exec.Command("true"), "its field v holds a command (*exec.Cmd)"},
	"client":         {http.DefaultClient, "its field v points to package-level data that is no variable of the notebook (*http.Client)"},
	"curve":          {elliptic.P256(), "its field v has the type *crypto/elliptic.nistCurve[*crypto/internal/fips140/nistec.P256Point], which only its own package can name"},
	"listener":       {must(net.Listen("tcp", "127.0.0.1:0")), "its field v.fd holds an open connection"},
	"hash":           {sha256.New(), "its field v has the type *crypto/internal/fips140/sha256.Digest, which only its own package can name"},
	"deep":           {deep(make(chan int)), "its field v.next.next.next.next.next … .next.next.next.next.next.c holds a channel (chan int)"},
}

func closure() func() { n := 0; return func() { n++ } }

func locked() *sync.Mutex { var m sync.Mutex; m.Lock(); return &m }

func waiting() *sync.WaitGroup { var w sync.WaitGroup; w.Add(1); return &w }

func inUse() *sync.Map { var m sync.Map; m.Store(1, 2); return &m }

func cancellable() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	context.AfterFunc(ctx, func() {}) // and cancel is not lost
	_ = cancel
	return ctx
}

// Link is one of a chain.
type Link struct {
	next *Link
	c    chan int
}

func deep(c chan int) *Link {
	l := &Link{c: c}
	for range 100 {
		l = &Link{next: l}
	}
	return l
}

func TestRefused(t *testing.T) {
	for name, c := range refused {
		_, err := keep.Marshal(struct{ v any }{c.value})
		if want := "the value cannot be saved: " + c.why; err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}
