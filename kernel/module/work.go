package module

import (
	"bytes"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
)

// workFile is the go.work of both modules. It is ours: the user's folders are not touched.
func (s *Space) workFile() string { return filepath.Join(s.o.Work, "go.work") }

// writeWork writes go.work, unless it says the same already.
func (s *Space) writeWork(checkout, own *goMod) error {
	text := workText(checkout, own, s.o.Replace)
	if old, err := os.ReadFile(s.workFile()); err == nil && bytes.Equal(old, text) {
		return nil
	}
	if err := os.MkdirAll(s.o.Work, 0o700); err != nil {
		return err
	}
	return os.WriteFile(s.workFile(), text, 0o600)
}

// workText asks for the higher of the two versions of Go. Replaced are modules that are unpacked elsewhere, lines of a replace block. A version of
// gensci that the user's module requires stands for the one of the workspace too, since the go command wants to read its go.mod.
func workText(checkout, own *goMod, replaced string) []byte {
	want := checkout.Go
	if version.Compare("go"+own.Go, "go"+want) > 0 {
		want = own.Go
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "go %s\n\nuse (\n\t%q\n\t%q\n)\n", want, checkout.root, own.root)
	if v := own.version(Gensci); v != "" {
		replaced += fmt.Sprintf("\t%s %s => %q\n", Gensci, v, checkout.root)
	}
	if replaced != "" {
		fmt.Fprintf(&b, "\nreplace (\n%s)\n", replaced)
	}
	return b.Bytes()
}
