//go:build cgo && !noxla && ((linux && (amd64 || arm64)) || (darwin && arm64))

package backend

import (
	"os"
	"strings"
)

// XLA reads its flags from this variable when the first client is made, once per process.
const xlaFlags = "XLA_FLAGS"

// noPackedProducts turns off XLA's use of XNNPACK, which packs the weights anew at every product: the autoencoder of bench takes 2.4 ms a step
// instead of 2.7 without it, the other rows the same.
const noPackedProducts = "--xla_cpu_use_xnnpack=false"

// tunedSize is the size in bytes of the one library that is known to know that flag, xla-cpu-pjrt 0.0.1's. An unknown flag ends the process.
const tunedSize = 259_284_552

// tuned runs f, which loads the plugin, with our choice of XLA's flags, unless the user has chosen any. Programs that this one starts later
// don't see them: their XLA may be another one.
func tuned(plugin string, f func() error) error {
	info, err := os.Stat(plugin)
	old, set := os.LookupEnv(xlaFlags)
	if err != nil || info.Size() != tunedSize || strings.TrimSpace(old) != "" {
		return f()
	}
	defer func() {
		if os.Unsetenv(xlaFlags); set {
			os.Setenv(xlaFlags, old)
		}
	}()
	os.Setenv(xlaFlags, noPackedProducts)
	return f()
}
