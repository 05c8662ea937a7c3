package handin

import (
	"errors"
	"fmt"
	"time"
)

// Confirmation is by which a member of a group stands by its hand-in.
type Confirmation struct {
	Format  int       `json:"format"`
	Confirm string    `json:"confirm"` // the hand-in's hash
	Student string    `json:"student"`
	At      time.Time `json:"at"` // by the student's clock, in whole seconds, UTC
}

// Confirm makes a confirmation of a hand-in with a hash.
func Confirm(hash, student string, at time.Time) (Confirmation, error) {
	c := Confirmation{format, hash, student, at.UTC().Truncate(time.Second)}
	return c, c.check()
}

// ReadConfirmation reads a confirmation's file. An error is one sentence about "it", the file.
func ReadConfirmation(data []byte) (c Confirmation, err error) {
	if err := decode(data, &c); err != nil {
		return Confirmation{}, fmt.Errorf("it is no confirmation: %w", err)
	}
	return c, c.check()
}

func (c Confirmation) check() error {
	switch {
	case c.Format > format:
		return newer(c.Format)
	case c.Format != format || c.At.IsZero():
		return errors.New("it lacks the format or the time; make it with gensci submit --confirm")
	case !hashPattern.MatchString(c.Confirm):
		return fmt.Errorf("%.80q is no hash of a hand-in; give the 64 digits of the receipt, or the file", c.Confirm)
	}
	return CheckID(c.Student)
}
