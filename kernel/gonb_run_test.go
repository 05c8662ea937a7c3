package kernel

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/nb/result"
)

// TestGonb runs one cell of each kind through the real GoNB: one that shows a result with package nb, one that panics.
func TestGonb(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles cells, which takes a while")
	}
	if _, err := FindGonb(); errors.Is(err, ErrNoGonb) {
		t.Skip(err)
	}
	path := notebook(t, `import "github.com/gensci/gensci/kernel/nb"

%%
fmt.Println("hello")
nb.Result("pi", 3.25, 3, .25)`, "%%\npanic(`boom`)")
	t.Setenv("TMPDIR", shortTemp(t))
	r, err := Run(t.Context(), path, Options{Out: t.TempDir(), Environment: Environment{Checkout: ".."}, CellTimeout: 4 * time.Minute})
	if err == nil || !strings.HasSuffix(err.Error(), "code cell 2: panic: boom") {
		t.Fatal(err)
	}
	rows := Results(r.Notebook)
	if len(rows) != 1 || rows[0].Seconds <= 0 {
		t.Fatalf("results %+v", rows)
	}
	rows[0].Seconds = 0
	if want := (result.Row{Name: "pi", Value: "3.25", Exact: "3", Excess: "0.25"}); rows[0] != want {
		t.Errorf("got %+v, want %+v", rows[0], want)
	}
	if o := r.Notebook.Cells[1].Outputs; o[0].Text != "hello\n" {
		t.Errorf("outputs %+v", o)
	}
}
