package run

// tailLength is how many bytes of standard error are kept: a Go crash with the stacks of some dozen goroutines.
const tailLength = 64 << 10

// tail keeps the end of what is added.
type tail struct{ text []byte }

func (t *tail) add(b []byte) {
	t.text = append(t.text, b...)
	if over := len(t.text) - tailLength; over > tailLength { // moving rarely makes it cheap
		t.text = append(t.text[:0], t.text[over:]...)
	}
}

func (t *tail) String() string { return string(t.text[max(0, len(t.text)-tailLength):]) }
