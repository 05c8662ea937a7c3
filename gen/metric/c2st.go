package metric

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
)

// C2STOptions are the settings of C2ST.
type C2STOptions struct {
	Folds  int             // of the cross-validation; 0 means 5
	Hidden []int           // hidden layers of the classifier; none means two of 10·d
	Steps  int             // training steps with batches of 200; 0 means 60 epochs, at least 1000 and at most 8000
	Seed   uint64          // of the folds and the training
	Refits int             // trainings on shuffled labels for the band, at least 20; 0 means the widened binomial band
	Engine compute.Backend // nil means gen.DefaultEngine
}

// c2stBatch is the batch size of scikit-learn's classifier, which the benchmark of Lueckmann et al. 2021 uses.
const c2stBatch = 200

// bandWidening is how much the accuracies of cross-validation spread more than coins. Measured without it: deviations of (accuracy − ½)·√(8n) of
// 0.9 (n = 100, 50 steps, 200 repetitions), 1.1 (n = 200, 120 steps, 30), 1.35 (n = 500, 400 steps, 10).
const bandWidening = 1.4

// C2ST is the accuracy of a classifier that tells samples x [n, d] from y [n, d], on points it was not trained on: ½ if it cannot,
// 1 if the samples are apart (Lopez-Paz and Oquab 2017). The settings are those of the benchmark of Lueckmann et al. 2021: an
// MLP with two layers of 10·d ReLUs and Adam, five folds, columns standardized by x.
//
// The band is that of 2n fair coins, widened: ½ ± 1.4·1.96/√(8n). Held-out points would be fair coins if the folds' classifiers were
// independent, but they share training data, and the better they fit noise the more their luck is shared. Between two samples of one
// plane Gaussian the deviation was 0.9 to 1.4 times that of coins (bandWidening), so this band is approximate. Refits replaces it
// by the quantiles of as many trainings on shuffled labels, which needs no such assumption but takes that many times as long.
func C2ST(x, y *mat.Dense, opts ...C2STOptions) (Band, error) {
	o, err := one("C2ST", opts)
	if err != nil {
		return Band{}, err
	}
	n, m, d, err := checkSamples("C2ST", x, y)
	if err != nil {
		return Band{}, err
	}
	if o, err = o.settled(n, m, d); err != nil {
		return Band{}, err
	}
	scaler, err := data.FitScaler(x)
	if err != nil {
		return Band{}, fmt.Errorf("metric.C2ST: %w", err)
	}
	var pooled mat.Dense
	pooled.Stack(x, y)
	z := scaler.Apply(&pooled)
	rng := rand.New(rand.NewPCG(o.Seed, 0x63327374))
	label := make([]float64, 2*n)
	for i := range n {
		label[n+i] = 1
	}
	b := Band{Name: "C2ST"}
	if b.Value, err = o.accuracy(z, label, rng); err != nil {
		return Band{}, err
	}
	half := bandWidening * 1.96 / math.Sqrt(8*float64(n))
	b.Low, b.High = .5-half, .5+half
	if o.Refits > 0 {
		b.Low, b.High, err = o.refitted(z, label, rng)
	}
	return b, err
}

func (o C2STOptions) settled(n, m, d int) (C2STOptions, error) {
	if o.Folds == 0 {
		o.Folds = 5
	}
	if len(o.Hidden) == 0 {
		o.Hidden = []int{10 * d, 10 * d}
	}
	if o.Steps == 0 {
		epoch := 2 * n * (o.Folds - 1) / max(1, o.Folds) / c2stBatch
		o.Steps = min(max(60*epoch, 1000), 8000)
	}
	switch {
	case n != m:
		return o, fmt.Errorf("metric.C2ST: want samples of equal size, so that guessing is right half of the time, got %d and %d", n, m)
	case o.Folds < 2 || 2*n < 2*o.Folds:
		return o, fmt.Errorf("metric.C2ST: want at least 2 folds and at least as many points in each sample, got %d folds and %d points", o.Folds, n)
	case o.Steps < 1 || slices.Min(o.Hidden) < 1:
		return o, fmt.Errorf("metric.C2ST: want positive steps and layers, got %d and %v", o.Steps, o.Hidden)
	case o.Refits != 0 && o.Refits < 20:
		return o, fmt.Errorf("metric.C2ST: want at least 20 refits for a band (0 for the binomial one), got %d", o.Refits)
	}
	if o.Engine == nil {
		var err error
		if o.Engine, err = gen.DefaultEngine(); err != nil {
			return o, err
		}
	}
	return o, nil
}

// refitted is the band of accuracies with shuffled labels.
func (o C2STOptions) refitted(z *mat.Dense, label []float64, rng *rand.Rand) (low, high float64, err error) {
	label = slices.Clone(label)
	null := make([]float64, o.Refits)
	for k := range null {
		rng.Shuffle(len(label), func(i, j int) { label[i], label[j] = label[j], label[i] })
		if null[k], err = o.accuracy(z, label, rng); err != nil {
			return 0, 0, err
		}
	}
	slices.Sort(null)
	return stat.Quantile(.025, stat.Empirical, null, nil), stat.Quantile(.975, stat.Empirical, null, nil), nil
}

// accuracy trains one classifier a fold, all of them in one run on the same batches, each blind to its own fold, and counts
// right answers on the folds that the classifiers have not seen.
func (o C2STOptions) accuracy(z *mat.Dense, label []float64, rng *rand.Rand) (float64, error) {
	n, d := z.Dims()
	fold := make([]int, n)
	sign, seen := mat.NewDense(n, 1, nil), mat.NewDense(n, o.Folds, nil)
	order := rng.Perm(n)
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(label[i], label[j]) }) // folds with as many of each label
	for at, i := range order {
		fold[i] = at % o.Folds
		sign.Set(i, 0, 2*label[i]-1)
		for f := range o.Folds {
			if f != fold[i] {
				seen.Set(i, f, 1)
			}
		}
	}
	c := classifiers{folds: o.Folds, sizes: append(append([]int{d}, o.Hidden...), 1), seed: rng.Uint64()}
	store := model.NewStore()
	_, err := fit.Run(o.Engine, store, func(ctx gen.Ctx, batch []*Node) *Node {
		loss := logistic(Mul(batch[1], c.logits(ctx.Scope, batch[0]))) // [b, folds]
		return ReduceSum(Mul(batch[2], loss), -1)
	}, fit.Rows(c2stBatch, z, sign, seen), fit.Options{Steps: o.Steps, Seed: rng.Uint64()})
	if err != nil {
		return 0, fmt.Errorf("metric.C2ST: training the classifier: %w", err)
	}
	out, err := model.CallOnce(o.Engine, store, func(_ *model.Scope, x *Node) *Node {
		return ConvertDType(c.logits(fit.ModelScope(store), x), dtypes.Float64)
	}, tensors.FromFlatDataAndDimensions(float32s(z), n, d))
	if err != nil {
		return 0, fmt.Errorf("metric.C2ST: asking the classifier: %w", err)
	}
	answers, err := tensors.CopyFlatData[float64](out)
	if err != nil {
		return 0, fmt.Errorf("metric.C2ST: asking the classifier: %w", err)
	}
	right := 0
	for i, f := range fold {
		if answers[i*o.Folds+f]*sign.At(i, 0) > 0 {
			right++
		}
	}
	return float64(right) / float64(n), nil
}

// classifiers are MLPs of one shape, one for each fold. Their weights are stacked, so that a layer is one batched product.
type classifiers struct {
	folds int
	sizes []int  // of the layers, from input to output
	seed  uint64 // of the initial weights
}

// logits is positive where a fold's classifier thinks that a point is of the second sample: x [b, d] → [b, folds].
func (c classifiers) logits(scope *model.Scope, x *Node) *Node {
	rng := rand.New(rand.NewPCG(c.seed, 1))
	h := BroadcastToDims(ExpandAxes(x, 0), c.folds, x.Shape().Dim(0), x.Shape().Dim(1)) // [b, d] → [folds, b, d]
	for l, in := range c.sizes[:len(c.sizes)-1] {
		if l > 0 {
			h = MaxScalar(h, 0)
		}
		out := c.sizes[l+1]
		w := scope.VariableWithValue(fmt.Sprintf("weights_%d", l), c.initial(rng, in, out))
		b := scope.VariableWithValue(fmt.Sprintf("biases_%d", l), tensors.FromScalarAndDimensions(float32(0), c.folds, 1, out))
		h = DotGeneral(h, []int{2}, []int{0}, w.NodeValue(x.Graph()), []int{1}, []int{0}) // [folds, b, in] → [folds, b, out]
		h = Add(h, b.NodeValue(x.Graph()))
	}
	return Transpose(Squeeze(h, 2), 0, 1)
}

// initial is uniform with variance 2/in (He et al. 2015), [folds, in, out].
func (c classifiers) initial(rng *rand.Rand, in, out int) *tensors.Tensor {
	bound := math.Sqrt(6 / float64(in))
	w := make([]float32, c.folds*in*out)
	for i := range w {
		w[i] = float32(bound * (2*rng.Float64() - 1))
	}
	return tensors.FromFlatDataAndDimensions(w, c.folds, in, out)
}

// logistic is log(1 + e^(−x)) as max(−x, 0) + log(1 + e^(−|x|)), which does not overflow.
func logistic(x *Node) *Node {
	return Add(MaxScalar(Neg(x), 0), Log1P(Exp(Neg(Abs(x)))))
}

func float32s(x *mat.Dense) []float32 {
	raw := mat.DenseCopyOf(x).RawMatrix().Data
	out := make([]float32, len(raw))
	for i, v := range raw {
		out[i] = float32(v)
	}
	return out
}
