package image

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"reflect"
	"testing"
)

// mixed has something of everything.
type mixed struct {
	n     int
	text  string
	list  []string
	rings []*ring
	dict  map[string]any
	anys  [3]any
	err   error
	eof   error
	f     func(io.Writer, string) (int, error)
	bytes []byte
	trees map[*tree]int
}

func someMixed(bytes int) *mixed {
	r := &ring{Value: 1}
	r.next, r.other = r, []*ring{r, {Value: "x"}, nil}
	k := &tree{name: "t"}
	long := string(make([]byte, 100))
	return &mixed{
		7, "text",
		[]string{"a", long, long[5:90]},
		[]*ring{r, r.other[1]},
		map[string]any{"a": 1, "b": r, "c": []any{"d", 2.5}},
		[3]any{nil, inner{1, 2}, k},
		&fault{4}, io.EOF, io.WriteString, make([]byte, largePlain),
		map[*tree]int{k: 1},
	}
}

func mixedWorld() *World {
	w := worldOf(append(declared, reflect.TypeFor[mixed]()))
	w.Global("io.EOF", &io.EOF)
	w.Func("io.WriteString", io.WriteString)
	return w
}

// mixedFile returns its file, with a slice of a length.
func mixedFile(t testing.TB, length int) []byte {
	t.Helper()
	v := someMixed(length)
	c := mixedWorld().Walk([]Root{{Name: "v", Ptr: &v}}, nil).Components()[0]
	if c.Why != nil {
		t.Fatal(c.Why)
	}
	e, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := e.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// load loads bytes as a variable of the type; what it gives is looked at as a whole, so that a bad address would show.
func loadMixed(b []byte) error {
	var v *mixed
	l, err := mixedWorld().Load(Bytes{All: b}, []Root{{Name: "v", Ptr: &v}})
	if err != nil {
		return err
	}
	l.Same()
	w := mixedWorld()
	for _, c := range w.Walk([]Root{{Name: "v", Ptr: &v}}, nil).Components() {
		if c.Why == nil {
			_, err = c.Encode()
		}
	}
	return err
}

func TestDamaged(t *testing.T) {
	file := mixedFile(t, largePlain)
	if err := loadMixed(file); err != nil {
		t.Fatal(err)
	}
	var damaged Damaged
	for n := 0; n < len(file); n += 1 + n/50 {
		if err := loadMixed(file[:n:n]); !errors.As(err, &damaged) {
			t.Fatalf("%d of %d bytes: %v", n, len(file), err)
		}
	}
	head := len(file) - largePlain
	for i := range head {
		b := append([]byte(nil), file...)
		b[i] ^= 1
		if err := loadMixed(b); !errors.As(err, &damaged) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
}

// mend puts the right checksum into a file that was changed, so that the checks behind it are reached.
func mend(b []byte) []byte {
	if len(b) < headerSize {
		return b
	}
	head := min(binary.LittleEndian.Uint64(b[16:]), uint64(len(b)))
	if head >= headerSize {
		binary.LittleEndian.PutUint64(b[8:], uint64(crc32.Checksum(b[16:head], castagnoli)))
	}
	return b
}

// TestHostile changes bytes and mends the checksum: whatever comes of it, it is no crash.
func TestHostile(t *testing.T) {
	file := mixedFile(t, largePlain)
	n, seed := cases(t)
	r := rand.New(rand.NewPCG(seed, 2))
	loaded := 0
	for range 20 * n {
		b := append([]byte(nil), file...)
		for range 1 + r.IntN(3) {
			b[headerSize+r.IntN(len(file)-largePlain-headerSize)] = byte(r.IntN(256) >> r.IntN(8))
		}
		if loadMixed(mend(b)) == nil {
			loaded++
		}
	}
	t.Logf("%d of %d were loaded", loaded, 20*n)
}

func FuzzLoad(f *testing.F) {
	f.Add(mixedFile(f, 3))
	f.Fuzz(func(_ *testing.T, b []byte) { _ = loadMixed(mend(append([]byte(nil), b...))) })
}
