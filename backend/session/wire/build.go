package wire

import (
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
)

// Build names the protocol and the versions of the modules that encode and decode computations: both sides must agree in it.
var Build = sync.OnceValue(func() string {
	s := []string{"protocol " + strconv.Itoa(Version)}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/gomlx/compute" {
				s = append(s, "compute "+m.Version)
			}
		}
	}
	return strings.Join(s, ", ")
})
