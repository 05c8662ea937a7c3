//go:build !linux && !darwin

package dirs

import (
	"fmt"
	"runtime"
)

// Free is not known on this system.
func Free(string) (int64, error) {
	return 0, fmt.Errorf("free disk space is not known on %s", runtime.GOOS)
}
