// Package buildinfo says which gensci a program was built from.
package buildinfo

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// Version returns one line such as "(devel) 1c4890d2f3a4, go1.26.8 linux/amd64": the module's version, the commit if the build recorded
// one ("+" if files were changed since), and what compiled it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return describe(info)
}

func describe(info *debug.BuildInfo) string {
	version := info.Main.Version
	if version == "" {
		version = "(devel)"
	}
	var commit, changed string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			commit = " " + s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	if commit == "" {
		changed = ""
	}
	return fmt.Sprintf("%s%s%s, %s %s/%s", version, commit, changed, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
