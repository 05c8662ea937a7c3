package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

//go:embed worker.py
var worker []byte

// trainPeer trains a peer in a Python process of its own, in a folder that has what it reads.
func trainPeer(ctx context.Context, side, folder string, threads int) (*training, error) {
	python, err := peers.Python()
	if err != nil {
		return nil, err
	}
	if err = os.WriteFile(filepath.Join(folder, "worker.py"), worker, 0o600); err != nil {
		return nil, err
	}
	var out, log bytes.Buffer
	cmd := exec.CommandContext(ctx, python, "worker.py", side)
	cmd.Dir, cmd.Stdout, cmd.Stderr = folder, &out, &log
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS="+strconv.Itoa(threads), "MKL_NUM_THREADS="+strconv.Itoa(threads), "JAX_PLATFORMS=cpu")
	if err = whole(ctx, cmd.Run()); err != nil {
		return nil, fmt.Errorf("the worker of %s: %w\n%s", side, err, bytes.TrimSpace(log.Bytes()))
	}
	t := &training{}
	if err = json.Unmarshal(out.Bytes(), t); err != nil {
		return nil, fmt.Errorf("the worker of %s answered %q: %w", side, out.String(), err)
	}
	return t, nil
}
