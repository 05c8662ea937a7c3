package fit

import (
	"fmt"
	"math/rand/v2"
	"sync"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"
)

// RowSource gives mini-batches of tables with equally many rows, in a new order in each epoch. What is left of an
// epoch after its last full batch is dropped, since the batch size is fixed.
type RowSource struct {
	tables []*mat.Dense
	batch  int
	err    error // of Split, which comes out when the rows are trained on

	mu    sync.Mutex // guards the order of the epoch last asked for
	seed  uint64
	epoch int
	order []int
}

var _ Source = (*RowSource)(nil)

// Rows gives mini-batches of tables [n, …] that have the same number of rows: examples, and what they are
// conditioned on or labelled with. A batch of 0 means 128; one larger than the tables means all rows.
func Rows(batch int, tables ...*mat.Dense) *RowSource {
	return &RowSource{tables: tables, batch: or(batch, 128)}
}

// Len is the number of rows.
func (s *RowSource) Len() int {
	if len(s.tables) == 0 || empty(s.tables[0]) {
		return 0
	}
	n, _ := s.tables[0].Dims()
	return n
}

// Split keeps a random part of the rows for validation: fraction in (0, 1). The validation source gives all its
// rows in one batch.
func (s *RowSource) Split(fraction float64, seed uint64) (train *RowSource, validation Source) {
	order := rand.New(rand.NewPCG(seed, 1)).Perm(s.Len())
	held := 0
	if fraction > 0 && fraction < 1 {
		held = int(fraction * float64(s.Len()))
	}
	var small, large []*mat.Dense
	for _, t := range s.tables {
		small = append(small, takeRows(t, order[:held]))
		large = append(large, takeRows(t, order[held:]))
	}
	train = Rows(s.batch, large...)
	if train.err = s.err; held == 0 {
		train.err = fmt.Errorf("fit: Split keeps none of %d rows for validation: give a fraction in (0, 1) that keeps some, got %g", s.Len(), fraction)
	}
	return train, Whole(small...)
}

func takeRows(t *mat.Dense, rows []int) *mat.Dense {
	if len(rows) == 0 || empty(t) {
		return &mat.Dense{}
	}
	_, d := t.Dims()
	out := mat.NewDense(len(rows), d, nil)
	for i, r := range rows {
		out.SetRow(i, t.RawRowView(r))
	}
	return out
}

// StepsPerEpoch is the number of full batches in a pass over the rows.
func (s *RowSource) StepsPerEpoch() int { return max(s.Len()/s.size(), 1) }

func (s *RowSource) size() int { return max(min(s.batch, s.Len()), 1) }

// Fixed returns the tables.
func (s *RowSource) Fixed() []Array { return arrays(s.tables) }

// Feed returns the indices of the step's rows.
func (s *RowSource) Feed(seed uint64, step int) []Array {
	return []Array{{Dims: []int{s.size()}, I: s.rows(seed, step)}}
}

// rows are the indices of a step's rows.
func (s *RowSource) rows(seed uint64, step int) []int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if epoch := step / s.StepsPerEpoch(); s.order == nil || s.seed != seed || s.epoch != epoch {
		s.seed, s.epoch = seed, epoch
		s.order = rng(seed, epoch).Perm(s.Len())
	}
	at := step % s.StepsPerEpoch() * s.size()
	rows := make([]int32, s.size())
	for i := range rows {
		rows[i] = int32(s.order[at+i])
	}
	return rows
}

// Batch gathers the rows of each table: [n, d] → [batch, d].
func (s *RowSource) Batch(fixed, fed []*Node) []*Node {
	batch := make([]*Node, len(fixed))
	for i, t := range fixed {
		batch[i] = Gather(t, ExpandAxes(fed[0], -1))
	}
	return batch
}

func empty(t *mat.Dense) bool { return t == nil || t.IsEmpty() }

func arrays(tables []*mat.Dense) []Array {
	out := make([]Array, len(tables))
	for i, t := range tables {
		if !empty(t) {
			out[i] = table(t)
		}
	}
	return out
}
