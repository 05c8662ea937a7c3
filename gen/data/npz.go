package data

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// NPY reads NumPy's array files: booleans, integers and floats of 4 or 8 bytes, of either byte order, in C or Fortran order.
// An array [n, a, b, …] becomes a matrix [n, a·b·…], a vector a column, a scalar 1 × 1. NaN and infinite entries are errors
// unless KeepNaN is set.
type NPY struct{ KeepNaN bool }

// NPZ reads archives of such arrays.
type NPZ struct{ KeepNaN bool }

// File reads all arrays of the archive at path, by name.
func (o NPZ) File(path string) (map[string]*mat.Dense, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("data: reading arrays: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("data: reading arrays: %w", err)
	}
	arrays, err := o.Read(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return arrays, nil
}

// Read reads all arrays of an archive of the given size in bytes, by name.
func (o NPZ) Read(r io.ReaderAt, size int64) (map[string]*mat.Dense, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("data: not an npz file, or cut off: %w", err)
	}
	arrays := map[string]*mat.Dense{}
	for _, f := range archive.File {
		name, ok := strings.CutSuffix(f.Name, ".npy")
		if !ok {
			continue
		}
		entry, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("data: array %q: %w", name, err)
		}
		arrays[name], err = NPY(o).Read(entry)
		_ = entry.Close() // only read
		if err != nil {
			return nil, fmt.Errorf("array %q: %w", name, err)
		}
	}
	if len(arrays) == 0 {
		return nil, errors.New("data: the npz file holds no arrays")
	}
	return arrays, nil
}

// File reads the array at path.
func (o NPY) File(path string) (*mat.Dense, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("data: reading an array: %w", err)
	}
	defer f.Close()
	m, err := o.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// Read reads one array.
func (o NPY) Read(r io.Reader) (*mat.Dense, error) {
	h, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	// The header may lie about the size: read what is there, not what it says.
	raw, err := io.ReadAll(io.LimitReader(r, int64(h.count)*int64(h.size)))
	if err != nil {
		return nil, fmt.Errorf("data: reading an array: %w", err)
	}
	if len(raw) != h.count*h.size {
		return nil, fmt.Errorf("data: the array is cut off: shape %v of %s needs %d bytes, the file has %d", h.shape, h.descr, h.count*h.size, len(raw))
	}
	values := make([]float64, h.count)
	for i := range values {
		values[h.position(i)] = h.decode(raw[i*h.size:])
	}
	rows := 1
	if len(h.shape) > 0 {
		rows = h.shape[0]
	}
	m := mat.NewDense(rows, h.count/rows, values)
	if o.KeepNaN {
		return m, nil
	}
	return m, checkFinite("the array", m)
}

// header is what an NPY file says of its array (NumPy Enhancement Proposal 1).
type header struct {
	descr   string
	fortran bool
	shape   []int
	count   int // elements
	size    int // bytes of an element
	decode  func([]byte) float64
}

var (
	npyDescr   = regexp.MustCompile(`'descr'\s*:\s*'([^']*)'`)
	npyFortran = regexp.MustCompile(`'fortran_order'\s*:\s*(True|False)`)
	npyShape   = regexp.MustCompile(`'shape'\s*:\s*\(([\d,\s]*)\)`)
)

func readHeader(r io.Reader) (h header, err error) {
	text, err := headerText(r)
	if err != nil {
		return h, err
	}
	descr, fortran, shape := npyDescr.FindStringSubmatch(text), npyFortran.FindStringSubmatch(text), npyShape.FindStringSubmatch(text)
	if descr == nil || fortran == nil || shape == nil {
		return h, fmt.Errorf("data: the npy header does not name type, order and shape of a plain array: %.80q", text)
	}
	h.descr, h.fortran, h.count = descr[1], fortran[1] == "True", 1
	if h.size, h.decode = decoder(h.descr); h.decode == nil {
		return h, fmt.Errorf("data: npy arrays of type %q cannot be read; save as float64 (x.astype('f8'))", h.descr)
	}
	for _, part := range strings.Split(shape[1], ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil || n > math.MaxInt32 || n > math.MaxInt/16/h.count {
			return h, fmt.Errorf("data: the npy header gives the impossible shape (%s)", shape[1])
		}
		if n == 0 {
			return h, fmt.Errorf("data: the array of shape (%s) is empty", shape[1])
		}
		h.shape, h.count = append(h.shape, n), h.count*n
	}
	return h, nil
}

// headerText reads magic string, version and the dictionary.
func headerText(r io.Reader) (string, error) {
	var start [8]byte
	if _, err := io.ReadFull(r, start[:]); err != nil || !bytes.HasPrefix(start[:], []byte("\x93NUMPY")) {
		return "", errors.New("data: not an npy array: it does not begin with the bytes of NumPy's format")
	}
	length := make([]byte, 2)
	if start[6] >= 2 {
		length = make([]byte, 4)
	}
	if _, err := io.ReadFull(r, length); err != nil {
		return "", errors.New("data: the array is cut off inside its header")
	}
	n := int64(binary.LittleEndian.Uint32(append(length, 0, 0)[:4]))
	text, err := io.ReadAll(io.LimitReader(r, n))
	if err != nil || int64(len(text)) != n {
		return "", errors.New("data: the array is cut off inside its header")
	}
	return string(text), nil
}

// decoder gives the size of a NumPy type and its conversion; nil for types that are not real numbers.
func decoder(descr string) (size int, decode func([]byte) float64) {
	if descr == "" {
		return 0, nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if descr[0] == '>' {
		order = binary.BigEndian
	}
	switch strings.TrimLeft(descr, "<>|=") {
	case "f8":
		return 8, func(b []byte) float64 { return math.Float64frombits(order.Uint64(b)) }
	case "f4":
		return 4, func(b []byte) float64 { return float64(math.Float32frombits(order.Uint32(b))) }
	case "i8":
		return 8, func(b []byte) float64 { return float64(int64(order.Uint64(b))) }
	case "u8":
		return 8, func(b []byte) float64 { return float64(order.Uint64(b)) }
	case "i4":
		return 4, func(b []byte) float64 { return float64(int32(order.Uint32(b))) }
	case "u4":
		return 4, func(b []byte) float64 { return float64(order.Uint32(b)) }
	case "i2":
		return 2, func(b []byte) float64 { return float64(int16(order.Uint16(b))) }
	case "u2":
		return 2, func(b []byte) float64 { return float64(order.Uint16(b)) }
	case "i1":
		return 1, func(b []byte) float64 { return float64(int8(b[0])) }
	case "u1", "b1":
		return 1, func(b []byte) float64 { return float64(b[0]) }
	}
	return 0, nil
}

// position is the place in C order of the i-th element of the file.
func (h header) position(i int) int {
	if !h.fortran {
		return i
	}
	at, stride := 0, h.count
	for _, n := range h.shape { // the first index runs fastest in the file and slowest in C order
		stride /= n
		at += i % n * stride
		i /= n
	}
	return at
}
