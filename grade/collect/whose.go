package collect

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/internal/nbformat"
)

// whose finds out who hands in.
func (r *run) whose(a arrival, c content) (string, error) {
	said, others := "", []string(nil)
	switch {
	case c.handin != nil:
		said, others = c.handin.Manifest.Student, c.handin.Manifest.Group
	case len(c.confirmations) == 1 && len(c.files) == 0:
		said = c.confirmations[0].Student
	default:
		said = saidBy(c.files)
	}
	if a.label == "" {
		if id, decided := r.people.is[said]; decided { // an id that was mistyped
			return id, r.people.known(id)
		}
		return said, r.believe(a, said)
	}
	student, err := r.people.find(a.label, said)
	if err != nil && a.loose && said != "" {
		return said, r.believe(a, said)
	}
	if err == nil && c.handin != nil && said != student && !slices.Contains(others, student) {
		err = fmt.Errorf("it was made by %q, and %s is not in that group", said, student)
	}
	return student, err
}

// believe sees that what a hand-in says of itself may be true.
func (r *run) believe(a arrival, said string) error {
	if said == "" {
		return errors.New("nothing says whose it is; name the file by the student's id")
	}
	if err := handin.CheckID(said); err != nil {
		return err
	}
	if _, student := r.people.byID[a.owner]; student && a.owner != said {
		return fmt.Errorf("it says that it is from %s, but the file belongs to the user %s", said, a.owner)
	}
	return r.people.known(said)
}

// saidBy is whose loose files say that they are.
func saidBy(files []handin.Content) string {
	for _, f := range files {
		if !hasEnd(f.Name, ".ipynb") {
			continue
		}
		if nb, err := nbformat.Parse(f.Data); err == nil {
			if s := handin.StampOf(nb).Student; s != "" {
				return s
			}
		}
	}
	return ""
}
