package lab

import (
	"os/exec"
	"testing"
	"time"
)

// TestKernelsThatStayAreKilled: they carry the number of the server, which has ended; others stay.
func TestKernelsThatStayAreKilled(t *testing.T) {
	start := func(parent string) *exec.Cmd {
		t.Helper()
		cmd := exec.Command("sleep", "1000")
		cmd.Env = []string{"A=1", "JPY_PARENT_PID=" + parent}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	kernel, other := start("123456789"), start("1234567890")
	ended := make(chan error, 2)
	go func() { ended <- kernel.Wait() }()
	endKernels(123456789, time.Millisecond)
	if err := <-ended; err == nil || err.Error() != "signal: killed" {
		t.Errorf("the kernel ended with %v", err)
	}
	go func() { ended <- other.Wait() }()
	select {
	case err := <-ended:
		t.Errorf("the kernel of another server ended: %v", err)
	default:
	}
	_ = other.Process.Kill()
	<-ended
}
