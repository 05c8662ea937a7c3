package main

import (
	"errors"
	"io"
	"os/exec"
	"runtime"
	"testing"
)

// A form whose worker dies is noted, and the other forms of that worker go on in a new one.
func TestWorkerThatEndsIsStartedAgain(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("wants sh")
	}
	starts := 0
	p := &process{side: "torch", start: func() *exec.Cmd {
		starts++
		return exec.Command("sh", "-c", `echo '{"forms": {"mlp": ["compile"]}}'; read line; kill -SEGV $$`)
	}}
	if err := p.run(); err != nil {
		t.Fatal(err)
	}
	var res result
	d, c := &driver{log: io.Discard}, contender{p, "compile"}
	for want := 2; want < 4; want++ {
		_, failure := d.warm(c, "mlp")
		if !errors.Is(failure, errEnded) {
			t.Fatalf("got %v, want %v", failure, errEnded)
		}
		if err := d.drop(failure, c, nil, &res); err != nil || starts != want {
			t.Fatalf("%v, started %d times, want %d", err, starts, want)
		}
	}
	if len(res.Notes) != 2 {
		t.Errorf("notes: %q", res.Notes)
	}
	_ = p.close() // it dies at the end of its input as well
}
