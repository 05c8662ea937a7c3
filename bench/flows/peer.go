package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
)

//go:embed worker.py
var worker []byte

// trainPeer trains a peer's model in a Python process: it gets our stream and the points that it is judged by as files, and answers by a file
// of log-densities.
func trainPeer(ctx context.Context, r row, seed uint64, share float64) (result, error) {
	python, err := peers.Python()
	if err != nil {
		return result{}, err
	}
	dir, err := os.MkdirTemp("", "gensci-flows-")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(dir)
	t := r.family.train
	t.Steps = int(share * float64(t.Steps))
	questions := &asked{}
	if _, _, err = judge(questions, r.set.law); err != nil {
		return result{}, err
	}
	if err = writePoints(filepath.Join(dir, "points"), questions.points...); err != nil {
		return result{}, err
	}
	if err = writeStream(filepath.Join(dir, "train"), r, t, seed); err != nil {
		return result{}, err
	}
	if err = os.WriteFile(filepath.Join(dir, "worker.py"), worker, 0o600); err != nil {
		return result{}, err
	}
	var out, log bytes.Buffer
	cmd := exec.CommandContext(ctx, python, "worker.py", r.side, r.family.name, strconv.FormatUint(seed, 10),
		strconv.Itoa(t.Steps), strconv.Itoa(t.Batch), fmt.Sprint(t.Rate), fmt.Sprint(t.Clip))
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &log
	if err = cmd.Run(); err != nil {
		return result{}, fmt.Errorf("the worker of %s: %w\n%s", r.side, err, bytes.TrimSpace(log.Bytes()))
	}
	var res result
	if err = json.Unmarshal(out.Bytes(), &res); err != nil {
		return result{}, fmt.Errorf("the worker of %s answered %q: %w", r.side, out.String(), err)
	}
	logProb, err := readFloats(filepath.Join(dir, "logprob"))
	if err != nil {
		return result{}, err
	}
	res.Excess, res.Integral, err = judge(&answered{logProb}, r.set.law)
	return res, err
}

// writeStream writes the batches that our side trains on, one after the other.
func writeStream(path string, r row, t training, seed uint64) error {
	source := fit.Stream(r.set.law, t.Batch)
	var raw []byte
	for step := range t.Steps {
		raw = appendFloats(raw, source.Feed(seed, step)[0].F)
	}
	return os.WriteFile(path, raw, 0o600)
}

// writePoints writes rows as little-endian float32.
func writePoints(path string, tables ...*mat.Dense) error {
	var raw []byte
	for _, x := range tables {
		raw = appendFloats(raw, x.RawMatrix().Data)
	}
	return os.WriteFile(path, raw, 0o600)
}

func appendFloats(raw []byte, x []float64) []byte {
	for _, v := range x {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(v)))
	}
	return raw
}

// readFloats reads little-endian float64.
func readFloats(path string) ([]float64, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(raw)/8)
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
	}
	return out, nil
}
