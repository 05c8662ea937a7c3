//go:build !unix

package install

import "os/exec"

// killTogether is not needed: pip is run on Linux only.
func killTogether(*exec.Cmd) {}
