package tables

import (
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/gensci/gensci/grade/book"
)

var rosterForm = form{needed: []string{"id", "name", "email", "group", "tutor"}}

var email = regexp.MustCompile(`^[^@\s,;<>]+@[^@\s,;<>]+$`)

// ReadRoster reads a table with the columns id, name, email, group and tutor; the last three may be empty.
func ReadRoster(name string, r io.Reader) ([]book.Student, error) {
	rows, err := read(name, r, rosterForm)
	if err != nil {
		return nil, err
	}
	var students []book.Student
	var bad complaints
	first := map[string]string{}
	for _, row := range rows {
		s := book.Student{ID: row.cells["id"], Name: row.cells["name"], Email: row.cells["email"], Class: row.cells["group"], Tutor: row.cells["tutor"]}
		if err := checkStudent(s); err != nil {
			bad.add(row.place, err)
		}
		if other, twice := first[s.ID]; twice {
			bad.add(row.place, fmt.Errorf("the id %q is there twice, first at %s", s.ID, other))
		} else {
			first[s.ID] = row.place
		}
		students = append(students, s)
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	return students, nil
}

func checkStudent(s book.Student) error {
	switch err := book.CheckID(s.ID); {
	case err != nil:
		return err
	case s.Name == "":
		return errors.New("the name is missing")
	case s.Email != "" && !email.MatchString(s.Email):
		return fmt.Errorf("%q is no e-mail address", s.Email)
	}
	return nil
}

// WriteRoster writes what ReadRoster reads.
func WriteRoster(w io.Writer, students []book.Student) error {
	out := newWriter(w, rosterForm.needed...)
	for _, s := range students {
		out.line(s.ID, s.Name, s.Email, s.Class, s.Tutor)
	}
	return out.end()
}
