package wire

import "fmt"

// Kind says what became of a call that returned nothing.
type Kind int

// What can become of a call.
const (
	Panicked Kind = iota // the function panicked
	Gone                 // its process has ended
	Confused             // what came back was no answer
)

// Failure is what a call panics with on the checker's side if it has no results. Text comes from the student's process unless Kind is Gone.
type Failure struct {
	Function string
	Kind     Kind
	Text     string
}

func (f *Failure) Error() string {
	switch f.Kind {
	case Panicked:
		return fmt.Sprintf("%s panicked: %s", f.Function, f.Text)
	case Gone:
		return f.Function + " did not return: its program has ended"
	}
	return fmt.Sprintf("%s gave no proper answer: %s", f.Function, f.Text)
}

// Brief is Error without what the student's process said: that could tell what a hidden test asked.
func (f *Failure) Brief() string {
	switch f.Kind {
	case Panicked:
		return f.Function + " panicked"
	case Gone:
		return f.Error()
	}
	return f.Function + " gave no proper answer"
}

// Panicked tells whether the function panicked and its process is still there.
func (f *Failure) Panicked() bool { return f.Kind == Panicked }
