package rules

import (
	"reflect"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gomlx/compute/shapes"
)

func init() { amend(NodeTypeConvGeneral, convolution) }

// convolution computes, along each spatial axis,
//
//	y[i] = Σⱼ X[i·s + j·d − p] k[j],   X = x with a−1 zeros between its elements
//
// with stride s, kernel dilation d, padding p in front, input dilation a. GoMLX's rule pads wrongly for
// x when the dilated kernel has an even size, and refuses p ≥ the kernel's size, a > 1, and axes that
// differ between input and output; its own first derivatives contain all three, so that it has no
// second ones. Other cases stay with GoMLX: its form is as good, and known to be fast.
func convolution(theirs VJP) VJP {
	return func(node *Node, v []*Node, out shapes.Shape) []*Node {
		c := readConv(node)
		if c.theirsIsRight() || c.batchGroups > 1 {
			return theirs(node, v, out)
		}
		if c.channelGroups == 1 {
			return []*Node{c.adjointX(v[0]), c.adjointKernel(v[0])}
		}
		return c.adjointsByGroup(v[0])
	}
}

// conv is a convolution node and its parameters, defaults filled in.
type conv struct {
	x, kernel, y                         *Node
	axes                                 ConvolveAxesConfig
	strides, inputDilations, kernelDilat []int
	paddings                             [][2]int
	channelGroups, batchGroups           int
}

func readConv(node *Node) conv {
	n := node.Rank() - 2
	return conv{
		x: node.Inputs()[0], kernel: node.Inputs()[1], y: node,
		axes:           readConvAxes(attribute(node, "axes")),
		strides:        intsOr(attribute(node, "strides"), n, 1),
		inputDilations: intsOr(attribute(node, "inputDilations"), n, 1),
		kernelDilat:    intsOr(attribute(node, "kernelDilations"), n, 1),
		paddings:       pairsOr0(attribute(node, "paddings"), n),
		channelGroups:  max(1, int(attribute(node, "channelGroupCount").Int())),
		batchGroups:    max(1, int(attribute(node, "batchGroupCount").Int())),
	}
}

func readConvAxes(a reflect.Value) ConvolveAxesConfig {
	axis := func(name string) int { return int(a.FieldByName(name).Int()) }
	return ConvolveAxesConfig{
		InputBatch: axis("InputBatch"), InputChannels: axis("InputChannels"), InputSpatial: ints(a.FieldByName("InputSpatial")),
		KernelInputChannels: axis("KernelInputChannels"), KernelOutputChannels: axis("KernelOutputChannels"),
		KernelSpatial: ints(a.FieldByName("KernelSpatial")),
		OutputBatch:   axis("OutputBatch"), OutputChannels: axis("OutputChannels"), OutputSpatial: ints(a.FieldByName("OutputSpatial")),
	}
}

// span is the number of positions that n elements cover when they are step apart.
func span(n, step int) int { return (n-1)*step + 1 }

func (c conv) sizes(s int) (x, kernel, y int) {
	return c.x.Shape().Dimensions[c.axes.InputSpatial[s]],
		c.kernel.Shape().Dimensions[c.axes.KernelSpatial[s]],
		c.y.Shape().Dimensions[c.axes.OutputSpatial[s]]
}

func (c conv) theirsIsRight() bool {
	a := c.axes
	if a.InputBatch != a.OutputBatch || a.InputChannels != a.OutputChannels || !slices.Equal(a.InputSpatial, a.OutputSpatial) {
		return false
	}
	for s, p := range c.paddings {
		_, nk, _ := c.sizes(s)
		k := span(nk, c.kernelDilat[s])
		if k%2 == 0 || p[0] >= k || c.inputDilations[s] > 1 {
			return false
		}
	}
	return true
}

// adjointX: dX[m] = Σⱼ V[m + p − j·d] k[j] with V = v spread by s: a convolution of v with the reversed
// kernel, of which every a-th element belongs to x.
func (c conv) adjointX(v *Node) *Node {
	axes := c.axes
	axes.InputBatch, axes.InputChannels, axes.InputSpatial = c.axes.OutputBatch, c.axes.OutputChannels, c.axes.OutputSpatial
	axes.OutputBatch, axes.OutputChannels, axes.OutputSpatial = c.axes.InputBatch, c.axes.InputChannels, c.axes.InputSpatial
	axes.KernelInputChannels, axes.KernelOutputChannels = c.axes.KernelOutputChannels, c.axes.KernelInputChannels
	paddings := make([][2]int, len(c.strides))
	for s, p := range c.paddings {
		nx, nk, ny := c.sizes(s)
		k := span(nk, c.kernelDilat[s])
		front := k - 1 - p[0]
		paddings[s] = [2]int{front, span(nx, c.inputDilations[s]) + k - 1 - span(ny, c.strides[s]) - front}
	}
	reversed := Reverse(c.kernel, c.axes.KernelSpatial...)
	return convolve(v, reversed, axes, c.inputDilations, paddings, c.strides, c.kernelDilat)
}

// adjointKernel: dk[j] = Σᵢ v[i] X[i·s + j·d − p]: x convolved with v, their roles of stride and
// dilation exchanged; the batch is summed over as channels are, the channels of x stand as a batch.
func (c conv) adjointKernel(v *Node) *Node {
	axes := ConvolveAxesConfig{
		InputBatch: c.axes.InputChannels, InputChannels: c.axes.InputBatch, InputSpatial: c.axes.InputSpatial,
		KernelInputChannels: c.axes.OutputBatch, KernelOutputChannels: c.axes.OutputChannels, KernelSpatial: c.axes.OutputSpatial,
		OutputBatch: c.axes.KernelInputChannels, OutputChannels: c.axes.KernelOutputChannels, OutputSpatial: c.axes.KernelSpatial,
	}
	paddings := make([][2]int, len(c.strides))
	for s, p := range c.paddings {
		nx, nk, ny := c.sizes(s)
		need := span(nk, c.kernelDilat[s]) + span(ny, c.strides[s]) - 1
		paddings[s] = [2]int{p[0], need - span(nx, c.inputDilations[s]) - p[0]}
	}
	return convolve(c.x, v, axes, c.kernelDilat, paddings, c.inputDilations, c.strides)
}

// adjointsByGroup treats each group of channels as a convolution of its own.
func (c conv) adjointsByGroup(v *Node) []*Node {
	xs := Split(c.x, c.axes.InputChannels, c.channelGroups)
	kernels := Split(c.kernel, c.axes.KernelOutputChannels, c.channelGroups)
	vs := Split(v, c.axes.OutputChannels, c.channelGroups)
	dx, dk := make([]*Node, len(xs)), make([]*Node, len(xs))
	for i := range xs {
		one := c
		one.x, one.kernel, one.y = xs[i], kernels[i], vs[i]
		dx[i], dk[i] = one.adjointX(vs[i]), one.adjointKernel(vs[i])
	}
	return []*Node{Concatenate(dx, c.axes.InputChannels), Concatenate(dk, c.axes.KernelOutputChannels)}
}

// convolve is ConvGeneral without groups that also takes negative paddings: it applies those, and the
// input dilation that they refer to, beforehand.
func convolve(x, kernel *Node, axes ConvolveAxesConfig, strides []int, paddings [][2]int, inputDilations, kernelDilations []int) *Node {
	negative := false
	config := make([]PadAxis, x.Rank())
	for s, p := range paddings {
		config[axes.InputSpatial[s]] = PadAxis{Start: p[0], End: p[1], Interior: inputDilations[s] - 1}
		negative = negative || p[0] < 0 || p[1] < 0
	}
	if negative {
		x, paddings, inputDilations = padOrCrop(x, config), nil, nil
	}
	return ConvGeneral(x, kernel, axes, nilIfOnes(strides), paddings, nilIfOnes(inputDilations), nilIfOnes(kernelDilations), 1, 1)
}

// nilIfOnes spares GoMLX's own rule the look at dilations of 1, which it refuses like others.
func nilIfOnes(v []int) []int {
	for _, n := range v {
		if n != 1 {
			return v
		}
	}
	return nil
}
