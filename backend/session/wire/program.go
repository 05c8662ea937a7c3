package wire

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
)

// A computation is sent as a list of records, in the order in which they were made: operation, function, arguments. Functions and values are
// counted from 0 as they come; function 0 is the main one, which needs no record. Names (of the computation, of parameters, of functions) are
// not sent, so that equal computations have equal bytes.
//
// Operations are compute's own numbers, with three more for what is a method of functions but no operation.
const (
	OpFunction compute.OpType = compute.OpTypeLast + 1 + iota // a new function beside main; its record names no function
	OpClosure                                                 // a new function inside the named one
	OpReturn                                                  // arguments: the outputs
)

// Ref is a value, Func a function of the computation, Flat the elements of a constant.
type (
	Ref  uint64
	Func uint64
	Flat struct {
		Shape shapes.Shape
		Bytes []byte
	}
)

// Record begins a record.
func (e *Encoder) Record(op compute.OpType, f Func) {
	e.Uint(uint64(op))
	if op != OpFunction {
		e.Uint(uint64(f))
	}
}

// Arg appends an argument of an operation. The types are those of compute.Function's methods with values as [Ref] and functions as [Func].
func (e *Encoder) Arg(a any) error {
	switch a := a.(type) {
	case Ref:
		e.Uint(uint64(a))
	case []Ref:
		e.Uint(uint64(len(a)))
		for _, r := range a {
			e.Uint(uint64(r))
		}
	case Func:
		e.Uint(uint64(a))
	case Flat:
		e.Shape(a.Shape)
		e.B = append(e.B, a.Bytes...)
	case bool:
		e.Bool(a)
	case int:
		e.Int(a)
	case float32:
		e.Float(float64(a))
	case float64:
		e.Float(a)
	case dtypes.DType:
		e.Int(int(a))
	case compute.ReduceOpType:
		e.Int(int(a))
	case compute.FFTType:
		e.Int(int(a))
	case shapes.Shape:
		e.Shape(a)
	case []int:
		e.Ints(a)
	case [][]int:
		e.Uint(uint64(len(a)))
		for _, v := range a {
			e.Ints(v)
		}
	case [][2]int:
		e.Uint(uint64(len(a)))
		for _, v := range a {
			e.Int(v[0])
			e.Int(v[1])
		}
	case []compute.PadAxis:
		e.Uint(uint64(len(a)))
		for _, v := range a {
			e.Int(v.Start)
			e.Int(v.End)
			e.Int(v.Interior)
		}
	case compute.ConvolveAxesConfig:
		for _, v := range []int{a.InputBatch, a.InputChannels, a.KernelInputChannels, a.KernelOutputChannels, a.OutputBatch, a.OutputChannels} {
			e.Int(v)
		}
		e.Ints(a.InputSpatial)
		e.Ints(a.KernelSpatial)
		e.Ints(a.OutputSpatial)
	case compute.DotGeneralConfig:
		e.Int(int(a.AccumulatorDType))
		e.Int(int(a.OutputDType))
	default:
		return fmt.Errorf("session protocol: an argument of type %T cannot be sent", a)
	}
	return nil
}

// argDecoders read what Encoder.Arg wrote, by the type of the parameter of compute.Function's method.
var argDecoders = map[reflect.Type]func(d *Decoder) any{
	reflect.TypeFor[compute.Value]():    func(d *Decoder) any { return Ref(d.Uint()) },
	reflect.TypeFor[[]compute.Value]():  func(d *Decoder) any { return d.Refs() },
	reflect.TypeFor[compute.Function](): func(d *Decoder) any { return Func(d.Uint()) },

	reflect.TypeFor[bool]():                 func(d *Decoder) any { return d.Bool() },
	reflect.TypeFor[int]():                  func(d *Decoder) any { return d.Int() },
	reflect.TypeFor[float32]():              func(d *Decoder) any { return float32(d.Float()) },
	reflect.TypeFor[float64]():              func(d *Decoder) any { return d.Float() },
	reflect.TypeFor[dtypes.DType]():         func(d *Decoder) any { return dtypes.DType(d.Int()) },
	reflect.TypeFor[compute.ReduceOpType](): func(d *Decoder) any { return compute.ReduceOpType(d.Int()) },
	reflect.TypeFor[compute.FFTType]():      func(d *Decoder) any { return compute.FFTType(d.Int()) },
	reflect.TypeFor[shapes.Shape]():         func(d *Decoder) any { return d.Shape() },
	reflect.TypeFor[[]int]():                func(d *Decoder) any { return d.Ints() },
	reflect.TypeFor[[][]int]():              func(d *Decoder) any { return list(d, (*Decoder).Ints) },
	reflect.TypeFor[[][2]int](): func(d *Decoder) any {
		return list(d, func(d *Decoder) [2]int { return [2]int{d.Int(), d.Int()} })
	},
	reflect.TypeFor[[]compute.PadAxis](): func(d *Decoder) any {
		return list(d, func(d *Decoder) compute.PadAxis {
			return compute.PadAxis{Start: d.Int(), End: d.Int(), Interior: d.Int()}
		})
	},
	reflect.TypeFor[compute.ConvolveAxesConfig](): func(d *Decoder) any {
		return compute.ConvolveAxesConfig{
			InputBatch: d.Int(), InputChannels: d.Int(), KernelInputChannels: d.Int(), KernelOutputChannels: d.Int(), OutputBatch: d.Int(), OutputChannels: d.Int(),
			InputSpatial: d.Ints(), KernelSpatial: d.Ints(), OutputSpatial: d.Ints(),
		}
	},
	reflect.TypeFor[compute.DotGeneralConfig](): func(d *Decoder) any {
		return compute.DotGeneralConfig{AccumulatorDType: dtypes.DType(d.Int()), OutputDType: dtypes.DType(d.Int())}
	},
}

// CanSend says whether arguments of this type have a decoder.
func CanSend(t reflect.Type) bool { return argDecoders[t] != nil }

// Arg reads an argument for a parameter of type t: a [Ref], []Ref or [Func] for values and functions, else a value of type t.
func (d *Decoder) Arg(t reflect.Type) any {
	decode := argDecoders[t]
	if decode == nil {
		d.fail(fmt.Errorf("an argument of type %s cannot be read", t))
		return nil
	}
	return decode(d)
}

// Refs reads a list of values.
func (d *Decoder) Refs() []Ref { return list(d, func(d *Decoder) Ref { return Ref(d.Uint()) }) }

// Flat reads a constant: its elements, copied to where they are aligned, as a slice of the dtype's Go type.
func (d *Decoder) Flat() (flat any, dims []int) {
	s := d.Shape()
	if d.err != nil {
		return nil, nil
	}
	n, err := SizeOf(s.DType, s.Dimensions)
	if err != nil {
		d.fail(err)
		return nil, nil
	}
	b := d.Bytes(n)
	if d.err != nil {
		return nil, nil
	}
	return Elements(s, b), s.Dimensions
}

// Elements copies the bytes of a tensor of shape s into a new slice of the dtype's Go type. len(b) must be the shape's size.
func Elements(s shapes.Shape, b []byte) any {
	flat, raw := MakeFlat(s)
	copy(raw, b)
	return flat
}

// MakeFlat makes a slice for the elements of a tensor of shape s, which SizeOf accepts, and the same memory as bytes.
func MakeFlat(s shapes.Shape) (flat any, raw []byte) {
	n := s.Size()
	if s.DType.IsPacked() {
		n = s.DType.SizeForDimensions(s.Dimensions...)
	}
	v := reflect.MakeSlice(reflect.SliceOf(s.DType.GoType()), n, n)
	size := n * int(s.DType.GoType().Size())
	if size == 0 {
		return v.Interface(), nil
	}
	return v.Interface(), unsafe.Slice((*byte)(v.UnsafePointer()), size)
}
