package collect

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// handin makes a hand-in of an arrival and reads its answers.
func (r *run) handin(a arrival, c content, student string) (h handin.Handin, remarks []string, err error) {
	if c.handin != nil {
		h = *c.handin
	} else {
		text, others, remark, err := pick(c.files, r.Sheet.Name)
		if err != nil {
			return h, nil, err
		}
		if remark != "" {
			remarks = append(remarks, remark)
		}
		s := handin.Sheet{Name: r.Sheet.Name, Text: text}
		if nb, err := nbformat.Parse(text); err == nil {
			s.Release = handin.StampOf(nb).Release
		}
		at := a.at
		if at.IsZero() {
			return h, nil, errors.New("nobody knows when it was handed in; say so with --time")
		}
		if h, err = handin.New(s, student, nil, at, others); err != nil {
			return h, nil, err
		}
	}
	nb, err := nbformat.Parse(h.Notebook())
	if err != nil {
		return h, nil, fmt.Errorf("its notebook cannot be read: %w", err)
	}
	answers, err := release.ReadAnswers(r.Released, nb)
	if err != nil {
		return h, nil, err
	}
	return h, append(remarks, answers.Remarks...), r.checkGroup(&h)
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
