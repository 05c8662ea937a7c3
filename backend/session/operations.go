package session

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapeinference"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/wire"
)

// canRecord says whether an operation has a method here that does more than refuse.
func canRecord(op compute.OpType) bool {
	switch {
	case op >= compute.OpTypeAllReduce, op == compute.OpTypeDot, op == compute.OpTypeDynamicShape, op == compute.OpTypeDynamicDimensionSize,
		op == compute.OpTypeSelectAndScatterSum:
		return false
	}
	return true
}

func missing(op compute.OpType) error {
	return fmt.Errorf("session: operation %s: %w", op, compute.ErrNotImplemented)
}

// emit records an operation whose results have the given shapes; err is what shape inference said.
func (f *function) emit(op compute.OpType, out []shapes.Shape, err error, args ...any) ([]compute.Value, error) {
	if !f.b.e.capabilities.Operations[op] {
		return nil, missing(op)
	}
	if err == nil {
		err = f.open()
	}
	if err == nil {
		err = f.b.record(op, f.id, args...)
	}
	if err != nil {
		return nil, err
	}
	return f.b.add(out...), nil
}

// one is emit for a single result.
func (f *function) one(op compute.OpType, out shapes.Shape, err error, args ...any) (compute.Value, error) {
	v, err := f.emit(op, []shapes.Shape{out}, err, args...)
	if err != nil {
		return nil, err
	}
	return v[0], nil
}

func (f *function) unary(op compute.OpType, x compute.Value) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	switch op {
	case compute.OpTypeIdentity:
	case compute.OpTypeIsFinite, compute.OpTypeIsNaN:
		s = withDType(s, dtypes.Bool)
	default:
		s, err = shapeinference.UnaryOp(op, s)
	}
	switch op {
	case compute.OpTypeAbs, compute.OpTypeReal, compute.OpTypeImag:
		if s.DType.IsComplex() {
			s = withDType(s, s.DType.RealDType())
		}
	}
	return f.one(op, s, err, r)
}

func withDType(s shapes.Shape, t dtypes.DType) shapes.Shape {
	s.DType = t
	return s
}

func (f *function) two(lhs, rhs compute.Value) (l, r wire.Ref, ls, rs shapes.Shape, err error) {
	if l, ls, err = f.ref(lhs); err == nil {
		r, rs, err = f.ref(rhs)
	}
	return l, r, ls, rs, err
}

func (f *function) binary(op compute.OpType, lhs, rhs compute.Value) (compute.Value, error) {
	l, r, ls, rs, err := f.two(lhs, rhs)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.BinaryOp(op, ls, rs)
	return f.one(op, out, err, l, r)
}

func (f *function) comparison(op compute.OpType, lhs, rhs compute.Value) (compute.Value, error) {
	l, r, ls, rs, err := f.two(lhs, rhs)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.ComparisonOp(op, ls, rs)
	return f.one(op, out, err, l, r)
}

func (f *function) reduce(op compute.OpType, x compute.Value, axes []int) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	if len(axes) == 0 { // all of them, on every engine
		axes = make([]int, s.Rank())
		for i := range axes {
			axes[i] = i
		}
	}
	out, err := shapeinference.Reduce(s, axes)
	return f.one(op, out, err, r, axes)
}

func (f *function) ArgMinMax(x compute.Value, axis int, outputDType dtypes.DType, isMin bool) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.ArgMinMax(s, axis, outputDType)
	return f.one(compute.OpTypeArgMinMax, out, err, r, axis, outputDType, isMin)
}

func (f *function) Bitcast(x compute.Value, target dtypes.DType) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Bitcast(s, target)
	return f.one(compute.OpTypeBitcast, out, err, r, target)
}

func (f *function) BroadcastInDim(x compute.Value, outputShape shapes.Shape, broadcastAxes []int) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	err = shapeinference.BroadcastInDim(s, outputShape, broadcastAxes, nil)
	return f.one(compute.OpTypeBroadcastInDim, withDType(outputShape, s.DType), err, r, withDType(outputShape, s.DType), broadcastAxes)
}

func (f *function) Clamp(minimum, x, maximum compute.Value) (compute.Value, error) {
	refs, in, err := f.refs([]compute.Value{minimum, x, maximum})
	if err != nil {
		return nil, err
	}
	for _, i := range []int{0, 2} {
		if in[i].DType != in[1].DType || !in[i].IsScalar() && !in[i].Equal(in[1]) {
			err = fmt.Errorf("session: Clamp of %s by bounds of %s", in[1], in[i])
		}
	}
	return f.one(compute.OpTypeClamp, in[1], err, refs[0], refs[1], refs[2])
}

func (f *function) Complex(lhs, rhs compute.Value) (compute.Value, error) {
	l, r, ls, rs, err := f.two(lhs, rhs)
	if err != nil {
		return nil, err
	}
	out := ls
	switch {
	case ls.DType != rs.DType || !ls.IsScalar() && !rs.IsScalar() && !ls.Equal(rs):
		err = fmt.Errorf("session: Complex of %s and %s", ls, rs)
	case ls.IsScalar():
		out = rs
	}
	switch ls.DType {
	case dtypes.Float32:
		out = withDType(out, dtypes.Complex64)
	case dtypes.Float64:
		out = withDType(out, dtypes.Complex128)
	default:
		err = fmt.Errorf("session: Complex of %s, want float32 or float64", ls.DType)
	}
	return f.one(compute.OpTypeComplex, out, err, l, r)
}

func (f *function) Concatenate(axis int, operands ...compute.Value) (compute.Value, error) {
	refs, in, err := f.refs(operands)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Concatenate(in, axis)
	return f.one(compute.OpTypeConcatenate, out, err, axis, refs)
}

func (f *function) ConvertDType(x compute.Value, dtype dtypes.DType) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err == nil && !dtype.IsSupported() {
		err = fmt.Errorf("session: conversion to dtype %d", int(dtype))
	}
	if err != nil {
		return nil, err
	}
	return f.one(compute.OpTypeConvertDType, withDType(s, dtype), nil, r, dtype)
}

func (f *function) ConvGeneral(input, kernel compute.Value, axes compute.ConvolveAxesConfig, strides []int, paddings [][2]int,
	inputDilations, kernelDilations []int, channelGroupCount, batchGroupCount int,
) (compute.Value, error) {
	l, r, ls, rs, err := f.two(input, kernel)
	if err != nil {
		return nil, err
	}
	channelGroupCount, batchGroupCount = max(channelGroupCount, 1), max(batchGroupCount, 1) // 0 means none
	out, err := shapeinference.ConvGeneral(ls, rs, axes, strides, paddings, inputDilations, kernelDilations, channelGroupCount, batchGroupCount)
	return f.one(compute.OpTypeConvGeneral, out, err, l, r, axes, strides, paddings, inputDilations, kernelDilations, channelGroupCount, batchGroupCount)
}

func (f *function) DotGeneral(lhs compute.Value, lhsContractingAxes, lhsBatchAxes []int, rhs compute.Value, rhsContractingAxes, rhsBatchAxes []int,
	config compute.DotGeneralConfig,
) (compute.Value, error) {
	l, r, ls, rs, err := f.two(lhs, rhs)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.DotGeneral(ls, lhsContractingAxes, lhsBatchAxes, rs, rhsContractingAxes, rhsBatchAxes, config)
	return f.one(compute.OpTypeDotGeneral, out, err, l, lhsContractingAxes, lhsBatchAxes, r, rhsContractingAxes, rhsBatchAxes, config)
}

// DynamicDimensionSize and DynamicShape are for shapes that are known late, which this protocol does not carry.
func (f *function) DynamicDimensionSize(compute.Value, int) (compute.Value, error) {
	return nil, missing(compute.OpTypeDynamicDimensionSize)
}

func (f *function) DynamicShape(compute.Value) (compute.Value, error) {
	return nil, missing(compute.OpTypeDynamicShape)
}

func (f *function) DynamicSlice(operand compute.Value, startIndices []compute.Value, sliceDims []int) (compute.Value, error) {
	r, s, err := f.ref(operand)
	if err != nil {
		return nil, err
	}
	start, _, err := f.refs(startIndices)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.DynamicSlice(s, sliceDims)
	return f.one(compute.OpTypeDynamicSlice, out, err, r, start, sliceDims)
}

func (f *function) DynamicUpdateSlice(operand, update compute.Value, startIndices []compute.Value) (compute.Value, error) {
	l, r, ls, rs, err := f.two(operand, update)
	if err != nil {
		return nil, err
	}
	start, _, err := f.refs(startIndices)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.DynamicUpdateSlice(ls, rs)
	return f.one(compute.OpTypeDynamicUpdateSlice, out, err, l, r, start)
}

func (f *function) FFT(x compute.Value, fftType compute.FFTType, fftLength []int) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	out, err := fftShape(s, fftType, fftLength)
	return f.one(compute.OpTypeFFT, out, err, r, fftType, fftLength)
}

// fftShape: real transforms keep half of the last axis, since the other half is its mirror.
func fftShape(s shapes.Shape, t compute.FFTType, length []int) (shapes.Shape, error) {
	if len(length) == 0 || len(length) > s.Rank() {
		return s, fmt.Errorf("session: FFT of %s over %d axes", s, len(length))
	}
	out, last := s.Clone(), length[len(length)-1]
	switch {
	case t == compute.FFTForwardReal && s.DType == dtypes.Float64:
		out.DType = dtypes.Complex128
	case t == compute.FFTForwardReal:
		out.DType = dtypes.Complex64
	case t == compute.FFTInverseReal:
		out.DType = s.DType.RealDType()
	}
	switch t {
	case compute.FFTForwardReal:
		out.Dimensions[s.Rank()-1] = last/2 + 1
	case compute.FFTInverseReal:
		out.Dimensions[s.Rank()-1] = last
	}
	return out, nil
}

func (f *function) Gather(operand, startIndices compute.Value, indexVectorAxis int, offsetOutputAxes, collapsedSliceAxes, startIndexMap,
	sliceSizes []int, indicesAreSorted bool,
) (compute.Value, error) {
	l, r, ls, rs, err := f.two(operand, startIndices)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Gather(ls, rs, indexVectorAxis, offsetOutputAxes, collapsedSliceAxes, startIndexMap, sliceSizes, indicesAreSorted)
	return f.one(compute.OpTypeGather, out, err, l, r, indexVectorAxis, offsetOutputAxes, collapsedSliceAxes, startIndexMap, sliceSizes, indicesAreSorted)
}

func (f *function) Iota(shape shapes.Shape, iotaAxis int) (compute.Value, error) {
	_, err := wire.SizeOf(shape.DType, shape.Dimensions)
	if err == nil && (iotaAxis < 0 || iotaAxis >= shape.Rank()) {
		err = fmt.Errorf("session: Iota along axis %d of %s", iotaAxis, shape)
	}
	return f.one(compute.OpTypeIota, shape, err, shape, iotaAxis)
}

func (f *function) Pad(x, fillValue compute.Value, axesConfig ...compute.PadAxis) (compute.Value, error) {
	l, r, ls, _, err := f.two(x, fillValue)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Pad(ls, axesConfig...)
	return f.one(compute.OpTypePad, out, err, l, r, axesConfig)
}

func (f *function) ReduceWindow(input compute.Value, reductionType compute.ReduceOpType, windowDimensions, strides, inputDilations,
	windowDilations []int, paddings [][2]int,
) (compute.Value, error) {
	r, s, err := f.ref(input)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.ReduceWindow(s, windowDimensions, strides, inputDilations, windowDilations, paddings)
	return f.one(compute.OpTypeReduceWindow, out, err, r, reductionType, windowDimensions, strides, inputDilations, windowDilations, paddings)
}

func (f *function) Reshape(x compute.Value, dimensions ...int) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Reshape(s, dimensions)
	return f.one(compute.OpTypeReshape, out, err, r, dimensions)
}

func (f *function) Reverse(x compute.Value, axes ...int) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	for _, a := range axes {
		if a < 0 || a >= s.Rank() {
			err = fmt.Errorf("session: Reverse of axis %d of %s", a, s)
		}
	}
	return f.one(compute.OpTypeReverse, s, err, r, axes)
}

func (f *function) RNGBitGenerator(state compute.Value, shape shapes.Shape) (newState, values compute.Value, err error) {
	r, s, err := f.ref(state)
	if err != nil {
		return nil, nil, err
	}
	if !s.Equal(compute.RNGStateShape) {
		err = fmt.Errorf("session: a random state of shape %s, want %s", s, compute.RNGStateShape)
	}
	v, err := f.emit(compute.OpTypeRNGBitGenerator, []shapes.Shape{s, shape}, err, r, shape)
	if err != nil {
		return nil, nil, err
	}
	return v[0], v[1], nil
}

func (f *function) ScatterMax(operand, indices, updates compute.Value, indexVectorAxis int, updateWindowAxes, insertedWindowAxes,
	scatterAxesToOperandAxes []int, indicesAreSorted, uniqueIndices bool,
) (compute.Value, error) {
	return f.scatter(compute.OpTypeScatterMax, operand, indices, updates, indexVectorAxis, updateWindowAxes, insertedWindowAxes,
		scatterAxesToOperandAxes, indicesAreSorted, uniqueIndices)
}

func (f *function) ScatterMin(operand, indices, updates compute.Value, indexVectorAxis int, updateWindowAxes, insertedWindowAxes,
	scatterAxesToOperandAxes []int, indicesAreSorted, uniqueIndices bool,
) (compute.Value, error) {
	return f.scatter(compute.OpTypeScatterMin, operand, indices, updates, indexVectorAxis, updateWindowAxes, insertedWindowAxes,
		scatterAxesToOperandAxes, indicesAreSorted, uniqueIndices)
}

func (f *function) ScatterSum(operand, indices, updates compute.Value, indexVectorAxis int, updateWindowAxes, insertedWindowAxes,
	scatterAxesToOperandAxes []int, indicesAreSorted, uniqueIndices bool,
) (compute.Value, error) {
	return f.scatter(compute.OpTypeScatterSum, operand, indices, updates, indexVectorAxis, updateWindowAxes, insertedWindowAxes,
		scatterAxesToOperandAxes, indicesAreSorted, uniqueIndices)
}

func (f *function) scatter(op compute.OpType, operand, indices, updates compute.Value, indexVectorAxis int, window, inserted, toOperand []int,
	sorted, unique bool,
) (compute.Value, error) {
	refs, in, err := f.refs([]compute.Value{operand, indices, updates})
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Scatter(in[0], in[1], in[2], indexVectorAxis, window, inserted, toOperand)
	return f.one(op, out, err, refs[0], refs[1], refs[2], indexVectorAxis, window, inserted, toOperand, sorted, unique)
}

func (f *function) SelectAndScatterMax(operand, source compute.Value, windowDimensions, windowStrides []int, paddings [][2]int) (compute.Value, error) {
	return f.selectAndScatter(compute.OpTypeSelectAndScatterMax, operand, source, windowDimensions, windowStrides, paddings)
}

func (f *function) SelectAndScatterMin(operand, source compute.Value, windowDimensions, windowStrides []int, paddings [][2]int) (compute.Value, error) {
	return f.selectAndScatter(compute.OpTypeSelectAndScatterMin, operand, source, windowDimensions, windowStrides, paddings)
}

func (f *function) selectAndScatter(op compute.OpType, operand, source compute.Value, window, strides []int, paddings [][2]int) (compute.Value, error) {
	l, r, ls, _, err := f.two(operand, source)
	if err != nil {
		return nil, err
	}
	return f.one(op, ls, nil, l, r, window, strides, paddings)
}

func (f *function) Slice(x compute.Value, starts, limits, strides []int) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Slice(s, starts, limits, strides)
	return f.one(compute.OpTypeSlice, out, err, r, starts, limits, strides)
}

func (f *function) Transpose(x compute.Value, permutation ...int) (compute.Value, error) {
	r, s, err := f.ref(x)
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Transpose(s, permutation)
	return f.one(compute.OpTypeTranspose, out, err, r, permutation)
}

func (f *function) Where(condition, onTrue, onFalse compute.Value) (compute.Value, error) {
	refs, in, err := f.refs([]compute.Value{condition, onTrue, onFalse})
	if err != nil {
		return nil, err
	}
	out, err := shapeinference.Where(in[0], in[1], in[2])
	return f.one(compute.OpTypeWhere, out, err, refs[0], refs[1], refs[2])
}

func (f *function) OptimizationBarrier(operands ...compute.Value) ([]compute.Value, error) {
	refs, in, err := f.refs(operands)
	if err != nil {
		return nil, err
	}
	return f.emit(compute.OpTypeOptimizationBarrier, in, nil, refs)
}

func (f *function) SchedulingBarrier(operand compute.Value, dependencies ...compute.Value) (compute.Value, error) {
	r, s, err := f.ref(operand)
	if err != nil {
		return nil, err
	}
	on, _, err := f.refs(dependencies)
	if err != nil {
		return nil, err
	}
	return f.one(compute.OpTypeSchedulingBarrier, s, nil, r, on)
}

func (f *function) BatchNormForInference(operand, scale, offset, mean, variance compute.Value, epsilon float32, featureAxis int) (compute.Value, error) {
	refs, in, err := f.refs([]compute.Value{operand, scale, offset, mean, variance})
	if err != nil {
		return nil, err
	}
	return f.one(compute.OpTypeBatchNormForInference, in[0], nil, refs[0], refs[1], refs[2], refs[3], refs[4], epsilon, featureAxis)
}

func (f *function) BatchNormForTraining(operand, scale, offset compute.Value, epsilon float32, featureAxis int) (normalized, mean, variance compute.Value, err error) {
	refs, in, err := f.refs([]compute.Value{operand, scale, offset})
	if err != nil {
		return nil, nil, nil, err
	}
	return f.three(compute.OpTypeBatchNormForTraining, in[0], featureAxis, refs[0], refs[1], refs[2], epsilon, featureAxis)
}

func (f *function) BatchNormGradient(operand, scale, mean, variance, gradOutput compute.Value, epsilon float32, featureAxis int) (dOperand, dScale, dOffset compute.Value, err error) {
	refs, in, err := f.refs([]compute.Value{operand, scale, mean, variance, gradOutput})
	if err != nil {
		return nil, nil, nil, err
	}
	return f.three(compute.OpTypeBatchNormGradient, in[0], featureAxis, refs[0], refs[1], refs[2], refs[3], refs[4], epsilon, featureAxis)
}

// three are the results of batch normalization: one like the operand, two with an entry for each feature.
func (f *function) three(op compute.OpType, operand shapes.Shape, featureAxis int, args ...any) (a, b, c compute.Value, err error) {
	if featureAxis < 0 || featureAxis >= operand.Rank() {
		return nil, nil, nil, fmt.Errorf("session: %s along axis %d of %s", op, featureAxis, operand)
	}
	features := shapes.Make(operand.DType, operand.Dimensions[featureAxis])
	v, err := f.emit(op, []shapes.Shape{operand, features, features}, nil, args...)
	if err != nil {
		return nil, nil, nil, err
	}
	return v[0], v[1], v[2], nil
}

func (f *function) Call(target compute.Function, inputs ...compute.Value) ([]compute.Value, error) {
	g, err := f.function(target)
	if err != nil {
		return nil, err
	}
	refs, in, err := f.refs(inputs)
	if err == nil && !equal(in, g.inputs) {
		err = fmt.Errorf("session: call of %q with %v, want %v", g.name, in, g.inputs)
	}
	if err != nil {
		return nil, err
	}
	return f.emit(compute.OpTypeCall, g.outputs, nil, g.id, refs)
}

func (f *function) Sort(comparator compute.Function, axis int, isStable bool, inputs ...compute.Value) ([]compute.Value, error) {
	g, err := f.function(comparator)
	if err != nil {
		return nil, err
	}
	refs, in, err := f.refs(inputs)
	if err != nil {
		return nil, err
	}
	return f.emit(compute.OpTypeSort, in, nil, g.id, axis, isStable, refs)
}

func (f *function) While(cond, body compute.Function, initialState ...compute.Value) ([]compute.Value, error) {
	c, err := f.function(cond)
	if err != nil {
		return nil, err
	}
	g, err := f.function(body)
	if err != nil {
		return nil, err
	}
	refs, in, err := f.refs(initialState)
	if err == nil && (!equal(in, c.inputs) || !equal(in, g.inputs) || !equal(in, g.outputs)) {
		err = fmt.Errorf("session: While with state %v, condition of %v, body %v → %v", in, c.inputs, g.inputs, g.outputs)
	}
	if err != nil {
		return nil, err
	}
	return f.emit(compute.OpTypeWhile, in, nil, c.id, g.id, refs)
}

func (f *function) If(pred compute.Value, trueBranch, falseBranch compute.Function) ([]compute.Value, error) {
	r, _, err := f.ref(pred)
	if err != nil {
		return nil, err
	}
	yes, err := f.function(trueBranch)
	if err != nil {
		return nil, err
	}
	no, err := f.function(falseBranch)
	if err == nil && !equal(yes.outputs, no.outputs) {
		err = fmt.Errorf("session: the branches of If give %v and %v", yes.outputs, no.outputs)
	}
	if err != nil {
		return nil, err
	}
	return f.emit(compute.OpTypeIf, yes.outputs, nil, r, yes.id, no.id)
}

func equal(a, b []shapes.Shape) bool { return slices.EqualFunc(a, b, shapes.Shape.Equal) }
