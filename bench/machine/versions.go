package machine

import (
	"runtime/debug"
	"strings"
)

// Libraries are the versions of Go and of the modules that decide the speed, as this program was built with them.
func Libraries() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "of unknown versions"
	}
	text := info.GoVersion
	for _, d := range info.Deps {
		if d.Path == "github.com/gomlx/gomlx" || d.Path == "github.com/gomlx/go-xla" {
			text += " " + strings.TrimPrefix(d.Path, "github.com/gomlx/") + " " + d.Version
		}
	}
	return text
}
