package fit_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// line is y = 2x - 1 with a little noise, one row per point.
func line(n int) (x, y *mat.Dense) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y = mat.NewDense(n, 1, nil), mat.NewDense(n, 1, nil)
	for i := range n {
		v := 2*rng.Float64() - 1
		x.Set(i, 0, v)
		y.Set(i, 0, 2*v-1+0.01*rng.NormFloat64())
	}
	return x, y
}

// squares is the loss of a small network, with noise from the context's stream on its input.
func squares(c gen.Ctx, batch []*Node) *Node {
	net := nets.MLP{Hidden: []int{8}, Out: 1}.Build(c.Scope, c.Graph, 1, c.DType())
	x := batch[0]
	if c.Training {
		x = Add(x, MulScalar(c.Rng.Normal(x.Shape()), 0.01))
	}
	return ReduceMean(Square(Sub(net(x), batch[1])), -1)
}

// train runs squares on the line and returns everything that is left in the store as bits.
func train(t *testing.T, b compute.Backend, s *model.Store, o fit.Options) (fit.History, map[string][]byte) {
	t.Helper()
	x, y := line(64)
	h, err := fit.Run(b, s, squares, fit.Rows(16, x, y), o)
	if err != nil {
		t.Fatal(err)
	}
	return h, bits(s)
}

func bits(s *model.Store) map[string][]byte {
	all := map[string][]byte{}
	for v := range s.IterVariables() {
		_ = v.MustValue().ConstBytes(func(raw []byte) { all[v.Path()] = append([]byte(nil), raw...) })
	}
	return all
}

func same(t *testing.T, what string, got, want map[string][]byte) {
	t.Helper()
	for path, w := range want {
		if string(got[path]) != string(w) {
			t.Errorf("%s: %s differs", what, path)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d variables, want %d", what, len(got), len(want))
	}
}

func sameLoss(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d losses, want %d", what, len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s: loss of step %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// The whole state after many steps per call has the bits of one step per call, for every option that has a part in a
// step.
func TestManyStepsPerCallGiveTheSameBits(t *testing.T) {
	b := engines.XLA(t)
	for name, o := range map[string]fit.Options{
		"adam":     {},
		"sgd":      {Optimizer: optimizer.StochasticGradientDescent().WithDecay(false).Done(), LearningRate: 0.05},
		"rmsprop":  {Optimizer: optimizer.RMSProp().Done()},
		"adamw":    {Optimizer: optimizer.Adam().WeightDecay(0.01).Done()},
		"clip":     {ClipNorm: 0.1},
		"schedule": {Schedule: fit.Warmup{Steps: 5, Then: fit.Cosine(0.1)}},
		"average":  {Average: 0.9},
		"float64":  {DType: dtypes.Float64},
	} {
		t.Run(name, func(t *testing.T) {
			o.Steps, o.Seed = 60, 7
			one := o
			one.StepsPerCall = 1
			h1, want := train(t, b, model.NewStore(), one)
			h2, got := train(t, b, model.NewStore(), o)
			same(t, "state", got, want)
			sameLoss(t, "history", h2.Loss, h1.Loss)
			if len(h2.Notes) > 0 {
				t.Errorf("the loop was not used: %v", h2.Notes)
			}
		})
	}
}

func TestBothEnginesLearnTheLine(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		h, _ := train(t, b, model.NewStore(), fit.Options{Steps: 300, Seed: 1, LearningRate: 0.02})
		if h.Stopped != fit.Finished || h.Steps() != 300 {
			t.Errorf("got %v", h.String())
		}
		if last := h.Last(20); !(last < 0.01) { // the variance of y is 4/3
			t.Errorf("loss %v after 300 steps", last)
		}
	})
}

func TestSameSeedSameBits(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		_, want := train(t, b, model.NewStore(), fit.Options{Steps: 20, Seed: 3})
		_, got := train(t, b, model.NewStore(), fit.Options{Steps: 20, Seed: 3})
		same(t, "second run", got, want)
		_, other := train(t, b, model.NewStore(), fit.Options{Steps: 20, Seed: 4})
		if path := "/model/layer_0/weights"; string(other[path]) == string(want[path]) {
			t.Error("another seed gave the same weights")
		}
	})
}

func TestRunGoesOnWithAStore(t *testing.T) {
	b := engines.Go(t)
	h, want := train(t, b, model.NewStore(), fit.Options{Steps: 40, Seed: 3})
	s := model.NewStore()
	h1, _ := train(t, b, s, fit.Options{Steps: 15, Seed: 3})
	h2, got := train(t, b, s, fit.Options{Steps: 25, Seed: 3})
	same(t, "15 and 25 steps", got, want)
	sameLoss(t, "15 and 25 steps", append(h1.Loss, h2.Loss...), h.Loss)
}

// An interrupt after any call, and a resume in a new process, give the bits of a run that was left alone.
func TestInterruptAndResume(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		x, y := line(64)
		train0, valid := fit.Rows(16, x, y).Split(0.25, 1)
		o := fit.Options{Steps: 60, Seed: 3, Average: 0.9, Validation: valid, EvalEvery: 7, Patience: 100, StepsPerCall: 9, Schedule: fit.Cosine(0)}
		s := model.NewStore()
		h, err := fit.Run(b, s, squares, train0, o)
		if err != nil {
			t.Fatal(err)
		}
		want := bits(s)

		o.Checkpoint = filepath.Join(t.TempDir(), "run")
		for _, stop := range []int{10, 33, 1000} {
			ctx, cancel := context.WithCancel(t.Context())
			o.Context = ctx
			o.Callback = func(h *fit.History) error {
				if h.Steps() >= stop {
					cancel()
				}
				return nil
			}
			s = model.NewStore()
			part, err := fit.Run(b, s, squares, train0, o)
			cancel()
			if err != nil {
				t.Fatal(err)
			}
			if stop < 60 && (part.Stopped != fit.Interrupted || part.Steps() >= 60) {
				t.Fatalf("want an interrupted run, got %v", part.String())
			}
			if stop >= 60 {
				sameLoss(t, "resumed", part.Loss, h.Loss)
				if len(part.Validation) != len(h.Validation) || part.Best != h.Best {
					t.Errorf("validation %v, want %v", part.Validation, h.Validation)
				}
			}
		}
		same(t, "resumed", bits(s), want)
	})
}

func TestEarlyStoppingRestoresTheBestWeights(t *testing.T) {
	// The loss falls to a validation target of 1 and on past it, to 2: w is best on the way.
	b := engines.Go(t)
	one, two := mat.NewDense(4, 1, []float64{1, 1, 1, 1}), mat.NewDense(4, 1, []float64{2, 2, 2, 2})
	distance := func(c gen.Ctx, batch []*Node) *Node {
		w := c.Scope.VariableWithValue("w", tensors.FromScalar(float32(0))).NodeValue(c.Graph)
		return ReduceAllMean(Square(Sub(batch[0], w)))
	}
	s := model.NewStore()
	h, err := fit.Run(b, s, distance, fit.Whole(two), fit.Options{
		Steps: 2000, LearningRate: 0.01, Validation: fit.Whole(one), EvalEvery: 1, Patience: 30,
	})
	if err != nil {
		t.Fatal(err)
	}
	if h.Stopped != fit.Early || h.Best.Step+30 != h.Steps() {
		t.Errorf("want a stop 30 steps after the best, got %s with the best at %v", h.String(), h.Best)
	}
	w := float64(tensors.ToScalar[float32](s.GetVariable("/model/w").MustValue()))
	if math.Abs(w-1) > 0.01 {
		t.Errorf("w is %v, the best was near 1", w)
	}
}

func TestAverageIsTheResult(t *testing.T) {
	// One weight that moves by exactly rate·sign under SGD on |w|·c: w_k = -k·rate; the average follows in closed form.
	b := engines.Go(t)
	slope := func(c gen.Ctx, batch []*Node) *Node {
		w := c.Scope.VariableWithValue("w", tensors.FromScalar(0.0)).NodeValue(c.Graph)
		return Add(w, MulScalar(ReduceAllMean(batch[0]), 0))
	}
	s := model.NewStore()
	_, err := fit.Run(b, s, slope, fit.Whole(mat.NewDense(1, 1, nil)), fit.Options{
		Steps: 5, LearningRate: 1, DType: dtypes.Float64, Average: 0.5,
		Optimizer: optimizer.StochasticGradientDescent().WithDecay(false).Done(),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := 0.0
	for k := 1; k <= 5; k++ {
		want += 0.5 * (-float64(k) - want)
	}
	if w := tensors.ToScalar[float64](s.GetVariable("/model/w").MustValue()); math.Abs(w-want) > 1e-15 {
		t.Errorf("w is %v, want the average %v", w, want)
	}
}

func TestClipBoundsTheStep(t *testing.T) {
	b := engines.Go(t)
	steep := func(c gen.Ctx, batch []*Node) *Node {
		w := c.Scope.VariableWithValue("w", tensors.FromValue([]float64{0, 0})).NodeValue(c.Graph)
		return ReduceAllSum(Mul(w, Const(c.Graph, []float64{300, 400})))
	}
	s := model.NewStore()
	_, err := fit.Run(b, s, steep, fit.Whole(mat.NewDense(1, 1, nil)), fit.Options{
		Steps: 1, LearningRate: 1, DType: dtypes.Float64, ClipNorm: 5,
		Optimizer: optimizer.StochasticGradientDescent().WithDecay(false).Done(),
	})
	if err != nil {
		t.Fatal(err)
	}
	w := tensors.MustCopyFlatData[float64](s.GetVariable("/model/w").MustValue())
	if math.Abs(w[0]+3) > 1e-12 || math.Abs(w[1]+4) > 1e-12 {
		t.Errorf("the step is %v, want [-3 -4]", w)
	}
}

func TestABadStepIsNamedAndTheLastGoodStateKept(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		x, y := line(64)
		good := model.NewStore()
		if _, err := fit.Run(b, good, squares, poisoned{fit.Rows(16, x, y), -1}, fit.Options{Steps: 23, Seed: 3}); err != nil {
			t.Fatal(err)
		}
		s := model.NewStore()
		h, err := fit.Run(b, s, squares, poisoned{fit.Rows(16, x, y), 23}, fit.Options{Steps: 60, Seed: 3})
		var bad *fit.BadStep
		if !errors.As(err, &bad) || bad.Step != 23 || !strings.Contains(bad.Culprit, "table 0") {
			t.Fatalf("want a bad step 23 with table 0 as the culprit, got %v", err)
		}
		if h.Steps() != 23 || h.Stopped != fit.Diverged {
			t.Errorf("the history has %s", h.String())
		}
		same(t, "state before the bad step", bits(s), bits(good))
	})
}

// poisoned multiplies the first table by Inf at one step.
type poisoned struct {
	fit.Source
	at int
}

func (p poisoned) Feed(seed uint64, step int) []fit.Array {
	factor := 1.0
	if step == p.at {
		factor = math.Inf(1)
	}
	return append(p.Source.Feed(seed, step), fit.Array{Dims: []int{}, F: []float64{factor}})
}

func (p poisoned) Batch(fixed, fed []*Node) []*Node {
	batch := p.Source.Batch(fixed, fed[:1])
	batch[0] = Mul(batch[0], fed[1])
	return batch
}

func TestADivergingRunNamesTheCulprit(t *testing.T) {
	b := engines.Go(t)
	x, y := line(64)
	_, err := fit.Run(b, model.NewStore(), func(c gen.Ctx, batch []*Node) *Node {
		w := c.Scope.VariableWithValue("w", tensors.FromScalar(float32(1))).NodeValue(c.Graph)
		return ReduceAllMean(Exp(Mul(w, batch[0])))
	}, fit.Rows(16, x, y), fit.Options{Steps: 500, LearningRate: 1e5, Optimizer: optimizer.StochasticGradientDescent().WithDecay(false).Done()})
	var bad *fit.BadStep
	if !errors.As(err, &bad) || !strings.Contains(err.Error(), "learning rate") {
		t.Fatalf("want a bad step with advice, got %v", err)
	}
}

func TestSortFallsBackToOneStepPerCall(t *testing.T) {
	b := engines.XLA(t)
	x, y := line(64)
	h, err := fit.Run(b, model.NewStore(), func(c gen.Ctx, batch []*Node) *Node {
		order := StopGradient(Sort(batch[0], 0, true))
		return Add(squares(c, batch), MulScalar(ReduceAllMean(order), 0))
	}, fit.Rows(16, x, y), fit.Options{Steps: 20})
	if err != nil {
		t.Fatal(err)
	}
	if h.Steps() != 20 || len(h.Notes) != 1 || !strings.Contains(h.Notes[0], "one step per engine call") {
		t.Errorf("want 20 steps and a note, got %d and %v", h.Steps(), h.Notes)
	}
}

func TestCallbackStops(t *testing.T) {
	x, y := line(64)
	enough := errors.New("enough")
	h, err := fit.Run(engines.Go(t), model.NewStore(), squares, fit.Rows(16, x, y), fit.Options{Steps: 50, Callback: func(h *fit.History) error {
		if h.Steps() >= 10 {
			return enough
		}
		return nil
	}})
	if !errors.Is(err, enough) || h.Stopped != fit.Refused || h.Steps() != 10 {
		t.Errorf("got %v, %v", h.String(), err)
	}
}

func TestBadInput(t *testing.T) {
	x, y := line(64)
	short := mat.NewDense(3, 1, nil)
	nan := mat.NewDense(4, 2, []float64{1, 2, 3, 4, 5, math.NaN(), 7, 8})
	for name, c := range map[string]struct {
		data fit.Source
		o    fit.Options
		want string
	}{
		"nothing":    {nil, fit.Options{}, "no data"},
		"no tables":  {fit.Rows(16), fit.Options{}, "empty"},
		"no rows":    {fit.Rows(16, &mat.Dense{}), fit.Options{}, "empty"},
		"lengths":    {fit.Rows(16, x, short), fit.Options{}, "equal length"},
		"nan":        {fit.Rows(2, nan), fit.Options{}, "row 2, column 1"},
		"steps":      {fit.Rows(16, x, y), fit.Options{Steps: -1}, "Steps"},
		"rate":       {fit.Rows(16, x, y), fit.Options{LearningRate: math.NaN()}, "LearningRate"},
		"average":    {fit.Rows(16, x, y), fit.Options{Average: 1}, "Average"},
		"patience":   {fit.Rows(16, x, y), fit.Options{Patience: 3}, "Validation"},
		"dtype":      {fit.Rows(16, x, y), fit.Options{DType: dtypes.Int32}, "DType"},
		"epochs":     {fit.Stream(nil, 1), fit.Options{Epochs: 3}, ""},
		"validation": {fit.Rows(16, x, y), fit.Options{Validation: fit.Whole(&mat.Dense{})}, "validation"},
		"batch":      {fit.Rows(-1, x, y), fit.Options{}, "batch"},
		"model":      {fit.Rows(16, x), fit.Options{}, "build the training step"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "epochs" {
				c.data, c.want = fit.Stream(law{}, 4), "Epochs"
			}
			_, err := fit.Run(engines.Go(t), model.NewStore(), squares, c.data, c.o)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want an error with %q, got %v", c.want, err)
			}
		})
	}
}

// law is a standard normal in the plane.
type law struct{}

func (law) Dim() int { return 2 }

func (law) Sample(rng *rand.Rand, n int) *mat.Dense {
	x := mat.NewDense(n, 2, nil)
	for i := range x.RawMatrix().Data {
		x.RawMatrix().Data[i] = rng.NormFloat64()
	}
	return x
}

func TestPureGoTakesOneStepPerCallWithoutANote(t *testing.T) {
	h, _ := train(t, engines.Go(t), model.NewStore(), fit.Options{Steps: 3})
	if len(h.Notes) > 0 {
		t.Errorf("want no note, got %v", h.Notes)
	}
}

func TestEpochsAreFullPasses(t *testing.T) {
	x, y := line(50)
	seen := map[int32]int{}
	rows := fit.Rows(16, x, y)
	for step := range 2 * rows.StepsPerEpoch() {
		for _, i := range rows.Feed(1, step)[0].I {
			seen[i]++
		}
	}
	if rows.StepsPerEpoch() != 3 || len(seen) < 48 {
		t.Errorf("want 3 full batches of 16 in 50 rows, each row at most once a pass; got %d and %d rows", rows.StepsPerEpoch(), len(seen))
	}
	for i, n := range seen {
		if n > 2 {
			t.Errorf("row %d came %d times in 2 passes", i, n)
		}
	}
	h, err := fit.Run(engines.Go(t), model.NewStore(), squares, rows, fit.Options{Epochs: 4})
	if err != nil || h.Steps() != 12 {
		t.Errorf("want 12 steps in 4 epochs, got %d (%v)", h.Steps(), err)
	}
}

func TestSplitKeepsEveryRowOnce(t *testing.T) {
	x, _ := line(50)
	train, valid := fit.Rows(16, x).Split(0.2, 1)
	held := valid.Fixed()[0]
	if train.Len() != 40 || held.Dims[0] != 10 {
		t.Fatalf("want 40 and 10 rows, got %d and %v", train.Len(), held.Dims)
	}
	count := map[float64]int{}
	for _, v := range append(held.F, train.Fixed()[0].F...) {
		count[v]++
	}
	for i := range 50 {
		if count[x.At(i, 0)] != 1 {
			t.Errorf("row %d came %d times", i, count[x.At(i, 0)])
		}
	}
}

func TestConvolutionsStayOutOfTheLoop(t *testing.T) {
	b := engines.XLA(t)
	x, y := line(64)
	conv := func(c gen.Ctx, batch []*Node) *Node {
		w := c.Scope.VariableWithValue("w", tensors.FromFlatDataAndDimensions(make([]float32, 3), 3, 1, 1)).NodeValue(c.Graph)
		image := Reshape(batch[0], 1, 16, 1) // the batch as one signal
		return ReduceAllMean(Square(Sub(Convolve(image, w).PadSame().Done(), Reshape(batch[1], 1, 16, 1))))
	}
	for name, c := range map[string]struct {
		obj   fit.Objective
		calls int // of 12 steps
	}{"convolution": {conv, 12}, "none": {squares, 5}} { // 1, 1, 2, 4 and 4 of them
		calls := 0
		_, err := fit.Run(b, model.NewStore(), c.obj, fit.Rows(16, x, y), fit.Options{Steps: 12, EvalEvery: 100, SaveEvery: 100, Callback: func(*fit.History) error {
			calls++
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		if calls != c.calls {
			t.Errorf("%s: 12 steps took %d calls of the engine, want %d", name, calls, c.calls)
		}
	}
}
