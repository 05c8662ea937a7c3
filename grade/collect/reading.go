package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// handin makes a hand-in of an arrival and reads its answers, to whose remarks it adds its own.
func (r *run) handin(a arrival, c content, student string) (h handin.Handin, answers release.Answers, err error) {
	var remarks []string
	if c.handin != nil {
		h = *c.handin
	} else if h, remarks, err = r.loose(a, c, student); err != nil {
		return h, answers, err
	}
	nb, err := nbformat.Parse(h.Notebook())
	if err != nil {
		return h, answers, fmt.Errorf("its notebook cannot be read: %w", err)
	}
	if answers, err = release.ReadAnswers(r.Released, nb); err != nil {
		return h, answers, err
	}
	answers.Remarks = append(remarks, answers.Remarks...)
	return h, answers, r.checkGroup(&h)
}

// loose makes a hand-in of files that gensci submit did not pack.
func (r *run) loose(a arrival, c content, student string) (h handin.Handin, remarks []string, err error) {
	text, others, remark, err := pick(c.files, r.Sheet.Name)
	if err != nil {
		return h, nil, err
	}
	if remark != "" {
		remarks = append(remarks, remark)
	}
	at := r.Times.of(time.Time{}, a.at)
	if at.IsZero() {
		return h, nil, errors.New("nobody knows when it was handed in; say so with --time")
	}
	s := handin.Sheet{Name: r.Sheet.Name, Text: text}
	if nb, bad := nbformat.Parse(text); bad == nil {
		s.Release = handin.StampOf(nb).Release
	}
	h, err = handin.New(s, student, nil, at, others)
	return h, remarks, err
}

// checkGroup refuses groups that are too large.
func (r *run) checkGroup(h *handin.Handin) error {
	if n := len(h.Manifest.Members()); n > r.Course.GroupMax {
		return fmt.Errorf("%s hand in together (%s); groups have up to %d members", count(n, "student"), strings.Join(h.Manifest.Members(), ", "), r.Course.GroupMax)
	}
	return r.people.known(h.Manifest.Student)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// marked are the hashes of the answers that a person may mark. A mark may also take the place of a test's points; it was given for all that the test could have called.
func (r *run) marked(answers release.Answers) (map[string]string, error) {
	hashes := map[string]string{}
	for id, answer := range answers.ByID {
		if kind := r.Released.Cell(id).Kind; kind != release.Manual && kind != release.Task {
			continue
		}
		var err error
		if hashes[id], err = answer.Hash(); err != nil {
			return nil, err
		}
	}
	solutions := sha256.New()
	for _, c := range r.Released.Cells {
		if answer, ok := answers.ByID[c.ID]; ok && c.Kind == release.Solution {
			fmt.Fprintf(solutions, "%s %d %s", c.ID, len(answer.Source), answer.Source)
		}
	}
	for _, c := range r.Released.Cells {
		if c.Kind == release.Test {
			hashes[c.ID] = hex.EncodeToString(solutions.Sum(nil))
		}
	}
	return hashes, nil
}
