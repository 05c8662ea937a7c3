package book

import (
	"context"
	"fmt"
)

// Student is one row of the roster.
type Student struct {
	ID    string `json:"id"` // matriculation number or user name: see CheckID
	Name  string `json:"name"`
	Email string `json:"email"`
	Class string `json:"class"` // the tutorial group
	Tutor string `json:"tutor"` // who marks
}

// AddStudents adds students, and changes those whose id is there. Nobody is removed: see Forget.
func (b *Book) AddStudents(ctx context.Context, students []Student) error {
	for _, s := range students {
		if err := CheckID(s.ID); err != nil {
			return err
		}
	}
	return b.write(ctx, func(t tx) error {
		for _, s := range students {
			t.exec(`INSERT INTO students (id, name, email, class, tutor) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, class = excluded.class, tutor = excluded.tutor`,
				s.ID, clean(s.Name), clean(s.Email), clean(s.Class), clean(s.Tutor))
		}
		return nil
	})
}

// Students returns all students in the order of their ids.
func (b *Book) Students(ctx context.Context) (all []Student, err error) {
	err = b.read(ctx, func(t tx) error { all = t.students(); return nil })
	return all, err
}

func (t tx) students() (all []Student) {
	t.all("SELECT id, name, email, class, tutor FROM students ORDER BY id", nil, func(read func(...any) error) error {
		var s Student
		err := read(&s.ID, &s.Name, &s.Email, &s.Class, &s.Tutor)
		all = append(all, s)
		return err
	})
	return all
}

// known refuses a student who is not in the roster.
func (t tx) known(student string) error {
	var n int
	if !t.one("SELECT 1 FROM students WHERE id = $1", []any{student}, &n) {
		return fmt.Errorf("there is no student %q in the roster", student)
	}
	return nil
}
