package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
)

// Version of the protocol; both sides must have the same.
const Version = 1

// Limits on what is read.
const (
	MaxFrame   = 4<<30 - 1 // bytes; a frame is read in pieces, so that its length alone allocates nothing
	MaxProgram = 256 << 20 // bytes of an encoded computation
	MaxString  = 1 << 16
	MaxRank    = 64
	MaxHandles = 1 << 20 // of one client, buffers and programs
)

var errShort = errors.New("message ends too early")

// Encoder appends values to a message.
type Encoder struct{ B []byte }

func (e *Encoder) Uint(v uint64)   { e.B = binary.AppendUvarint(e.B, v) }
func (e *Encoder) Int(v int)       { e.B = binary.AppendVarint(e.B, int64(v)) }
func (e *Encoder) Float(v float64) { e.B = binary.LittleEndian.AppendUint64(e.B, math.Float64bits(v)) }

func (e *Encoder) Bool(v bool) {
	if v {
		e.Uint(1)
	} else {
		e.Uint(0)
	}
}

func (e *Encoder) String(s string) {
	e.Uint(uint64(len(s)))
	e.B = append(e.B, s...)
}

// Ints writes a slice; nil and empty are the same.
func (e *Encoder) Ints(v []int) {
	e.Uint(uint64(len(v)))
	for _, x := range v {
		e.Int(x)
	}
}

// Uints writes a slice of handles.
func (e *Encoder) Uints(v []uint64) {
	e.Uint(uint64(len(v)))
	for _, x := range v {
		e.Uint(x)
	}
}

// Shape writes dtype and dimensions; names of axes are the client's affair.
func (e *Encoder) Shape(s shapes.Shape) {
	e.Int(int(s.DType))
	e.Ints(s.Dimensions)
}

// Decoder reads a message. After the first error, which Err returns, everything reads as zero.
type Decoder struct {
	b   []byte
	err error
}

// NewDecoder reads from b, which it does not copy.
func NewDecoder(b []byte) *Decoder { return &Decoder{b: b} }

// Err is the first thing that was wrong, or nil.
func (d *Decoder) Err() error { return d.err }

// Done is Err, and an error if something is left.
func (d *Decoder) Done() error {
	if d.err == nil && len(d.b) > 0 {
		d.fail(fmt.Errorf("%d bytes too many", len(d.b)))
	}
	return d.err
}

// Left are the bytes not yet read.
func (d *Decoder) Left() int { return len(d.b) }

func (d *Decoder) fail(err error) {
	if d.err == nil {
		d.err = fmt.Errorf("session protocol: %w", err)
	}
	d.b = nil
}

func (d *Decoder) Uint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail(errShort)
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *Decoder) Int() int {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail(errShort)
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

func (d *Decoder) Float() float64 {
	if len(d.b) < 8 {
		d.fail(errShort)
		return 0
	}
	v := math.Float64frombits(binary.LittleEndian.Uint64(d.b))
	d.b = d.b[8:]
	return v
}

func (d *Decoder) Bool() bool { return d.Uint() == 1 }

// length reads the length of a list whose entries take at least a byte each.
func (d *Decoder) length() int {
	n := d.Uint()
	if n > uint64(len(d.b)) {
		d.fail(fmt.Errorf("a list of %d in %d bytes", n, len(d.b)))
		return 0
	}
	return int(n)
}

func (d *Decoder) String() string {
	n := d.length()
	if n > MaxString {
		d.fail(fmt.Errorf("a string of %d bytes", n))
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

// Ints reads a slice, nil if it is empty.
func (d *Decoder) Ints() []int { return list(d, (*Decoder).Int) }

// Uints reads a slice of handles.
func (d *Decoder) Uints() []uint64 { return list(d, (*Decoder).Uint) }

// list reads a slice, nil if it is empty.
func list[T any](d *Decoder, one func(*Decoder) T) []T {
	n := d.length()
	if n == 0 {
		return nil
	}
	v := make([]T, n)
	for i := range v {
		v[i] = one(d)
	}
	return v
}

// Bytes takes n bytes, not copied.
func (d *Decoder) Bytes(n int) []byte {
	if n < 0 || n > len(d.b) {
		d.fail(errShort)
		return nil
	}
	v := d.b[:n:n]
	d.b = d.b[n:]
	return v
}

// Shape reads what Encoder.Shape wrote and refuses what is no shape of known size.
func (d *Decoder) Shape() shapes.Shape {
	dtype, dims := dtypes.DType(d.Int()), d.Ints()
	if d.err != nil {
		return shapes.Invalid()
	}
	if _, err := SizeOf(dtype, dims); err != nil {
		d.fail(err)
		return shapes.Invalid()
	}
	return shapes.Make(dtype, dims...)
}

// SizeOf is the number of bytes of a tensor; it errors for dtypes that cannot cross, ranks above [MaxRank], negative sizes and overflow.
func SizeOf(dtype dtypes.DType, dims []int) (int, error) {
	if dtype < 0 || int(dtype) >= len(dtypes.SupportedDTypes) || !dtype.IsSupported() {
		return 0, fmt.Errorf("dtype %d is not supported", int(dtype))
	}
	if len(dims) > MaxRank {
		return 0, fmt.Errorf("a tensor of rank %d", len(dims))
	}
	n := 1
	for _, d := range dims {
		if d < 0 {
			return 0, fmt.Errorf("a tensor with dimensions %v", dims)
		}
		if d > 0 && n > math.MaxInt/32/d {
			return 0, fmt.Errorf("a tensor with dimensions %v is too large", dims)
		}
		n *= d
	}
	return (n*dtype.Bits() + 7) / 8, nil
}
