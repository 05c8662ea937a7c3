package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// answerHashes are the hashes of the answers that a person may mark. How often a cell was executed is no part of an answer.
func (r *run) answerHashes(h handin.Handin) map[string]string {
	nb, err := nbformat.Parse(h.Notebook())
	if err != nil {
		return nil
	}
	answers, err := release.ReadAnswers(r.Released, nb)
	if err != nil {
		return nil
	}
	hashes := map[string]string{}
	for id, answer := range answers.ByID {
		if kind := r.Released.Cell(id).Kind; kind == release.Manual || kind == release.Task {
			hashes[id] = answerHash(answer)
		}
	}
	return hashes
}

func answerHash(a release.Answer) string {
	uncounted := func(outputs []nbformat.Output) []nbformat.Output {
		outputs = slices.Clone(outputs)
		for i := range outputs {
			outputs[i].ExecutionCount = 0
		}
		return outputs
	}
	a.Outputs, a.Below = uncounted(a.Outputs), slices.Clone(a.Below)
	for i, c := range a.Below {
		c.ExecutionCount, c.Outputs = 0, uncounted(c.Outputs)
		a.Below[i] = c
	}
	text, err := json.Marshal(a)
	if err != nil {
		text = fmt.Append(nil, a) // nothing in it that cannot be written was read
	}
	s := sha256.Sum256(text)
	return hex.EncodeToString(s[:])
}
