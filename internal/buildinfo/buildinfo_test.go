package buildinfo

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestDescribe(t *testing.T) {
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef"}
	modified := debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	for want, info := range map[string]*debug.BuildInfo{
		"(devel), go":              {},
		"(devel) 0123456789ab, go": {Settings: []debug.BuildSetting{revision}},
		"v1.2.3 0123456789ab+, go": {Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{revision, modified}},
		"v1.2.3, go":               {Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{modified}},
	} {
		if got := describe(info); !strings.HasPrefix(got, want) {
			t.Errorf("describe = %q, want it to begin with %q", got, want)
		}
	}
	if got := Version(); !strings.Contains(got, ", go") || strings.Contains(got, "\n") {
		t.Errorf("Version() = %q", got)
	}
}
