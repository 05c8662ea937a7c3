package session

import "github.com/gomlx/compute"

// Fused operations are optional: GoMLX decomposes those that an engine does not have.

func (f *function) FusedSoftmax(compute.Value, int) (compute.Value, error) {
	return nil, missing(compute.OpTypeFusedSoftmax)
}

func (f *function) FusedGelu(compute.Value, bool) (compute.Value, error) {
	return nil, missing(compute.OpTypeFusedGelu)
}

func (f *function) FusedLayerNorm(compute.Value, []int, float64, compute.Value, compute.Value) (compute.Value, error) {
	return nil, missing(compute.OpTypeFusedLayerNorm)
}

func (f *function) FusedDense(compute.Value, compute.Value, compute.Value, compute.DenseConfig) (compute.Value, error) {
	return nil, missing(compute.OpTypeFusedDense)
}

func (f *function) QuantizedEmbeddingLookup(compute.Value, compute.Value, *compute.Quantization) (compute.Value, error) {
	return nil, missing(compute.OpTypeQuantizedEmbeddingLookup)
}

func (f *function) FusedQuantizedDense(compute.Value, compute.Value, compute.Value, *compute.Quantization, compute.ActivationType) (compute.Value, error) {
	return nil, missing(compute.OpTypeFusedQuantizedDense)
}

func (f *function) FusedScaledDotProductAttention(compute.Value, compute.Value, compute.Value, compute.AttentionAxesLayout,
	*compute.ScaledDotProductAttentionConfig,
) (compute.Value, []compute.Value, error) {
	return nil, nil, missing(compute.OpTypeFusedScaledDotProductAttention)
}

func (f *function) FusedScaledDotProductAttentionVJP(compute.Value, compute.Value, compute.Value, compute.AttentionAxesLayout,
	*compute.ScaledDotProductAttentionConfig, compute.Value, []compute.Value, compute.Value,
) (compute.Value, compute.Value, compute.Value, error) {
	return nil, nil, nil, missing(compute.OpTypeFusedScaledDotProductAttentionVJP)
}

func (f *function) FusedAttentionQKVProjection(compute.Value, compute.Value, compute.Value, compute.Value, compute.Value, int, int) (
	compute.Value, compute.Value, compute.Value, error,
) {
	return nil, nil, nil, missing(compute.OpTypeFusedAttentionQKVProjection)
}

func (f *function) AllReduce([]compute.Value, compute.ReduceOpType, [][]int) ([]compute.Value, error) {
	return nil, errOneDevice
}
