package main

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/gen/doctor"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/internal/replace"
)

// healthy is the cause of runs that nothing was done to.
const healthy doctor.Cause = -1

// patient is a small run that is healthy or was made sick on purpose. Seeds change data, points, initial weights and batches.
type patient struct {
	name string
	sick doctor.Cause // what was done to it, or healthy
	pure bool         // on the pure Go engine, where small networks are trained before XLA has compiled them
	run  func(b compute.Backend, seed uint64) (record, error)
}

// record is what the doctor can read of a run.
type record struct {
	History fit.History
	Clues   []doctor.Clue
}

func (r record) findings() doctor.Findings { return doctor.Read(r.History, r.Clues...) }

// patients are all of them.
func patients() []patient {
	return append(regressions(), equations()...)
}

// train runs a patient on its engine, unless the folder has its record; "" is no folder.
func (p patient) train(seed uint64, folder string) (r record, err error) {
	path := filepath.Join(folder, fmt.Sprintf("%s %d.gob", strings.ReplaceAll(p.name, "/", " "), seed))
	if folder != "" {
		if text, missing := os.ReadFile(path); missing == nil {
			err = gob.NewDecoder(bytes.NewReader(text)).Decode(&r)
			return r, err
		}
	}
	engine := backend.Default
	if p.pure {
		engine = backend.Go
	}
	b, err := engine()
	if err != nil {
		return r, err
	}
	if r, err = p.run(b, seed); err != nil {
		return r, fmt.Errorf("%s, seed %d: %w", p.name, seed, err)
	}
	if folder == "" {
		return r, nil
	}
	var text bytes.Buffer
	if err = gob.NewEncoder(&text).Encode(r); err != nil {
		return r, fmt.Errorf("keep %s: %w", path, err)
	}
	return r, replace.File(path, text.Bytes())
}

func init() {
	gob.Register(doctor.Held{})
	gob.Register(doctor.Terms{})
	gob.Register(doctor.Units{})
}
