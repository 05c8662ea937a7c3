package grader

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gensci/gensci/grade/box"
)

// boxed is a box, or none if the options say so: then the box's paths stand for those of this machine.
func (w *Workshop) boxed(b box.Box) box.Box {
	b.Bare = w.options.Bare
	return b
}

// builder runs compiler and linker in boxes: source text can be hostile to them too.
func (w *Workshop) builder() builder { return builder{w} }

type builder struct{ *Workshop }

// Limits of compiling and linking. They are far above what the largest sheets need.
var buildLimits = box.Limits{CPU: 40 * time.Second, Wall: 2 * time.Minute, Memory: 2 << 30, Processes: 128, FileSize: 256 << 20, TmpSize: 256 << 20, OpenFiles: 512, Output: 1 << 20}

func (b builder) buildLimits() box.Limits {
	limits := buildLimits
	if b.options.Limits.Build > 0 {
		limits.CPU = b.options.Limits.Build
	}
	return limits
}

// Where the tools and the folder are in their boxes.
const (
	toolsInBox  = "/tools"
	folderInBox = "/work"
)

// Seen is what the tools read and write as the places of the tools and the folder.
func (b builder) Seen(tools, folder string) (string, string) {
	if b.options.Bare {
		return tools, folder
	}
	return toolsInBox, folderInBox
}

// Tool runs one tool in a folder.
func (b builder) Tool(ctx context.Context, folder, tool string, args ...string) (output string, ok bool, why string, err error) {
	report, err := b.boxed(box.Box{
		Command: append([]string{filepath.Join(toolsInBox, tool)}, args...), Dir: folderInBox,
		ReadOnly: []box.Mount{{Host: b.tools.Folder, Box: toolsInBox}},
		Writable: []box.Mount{{Host: folder, Box: folderInBox}},
		Env:      []string{"TMPDIR=/tmp", "GOMAXPROCS=1", "GOGC=400"},
		Limits:   b.buildLimits(),
	}).Run(ctx)
	if err == nil && report.Why == box.OverWall { // the processor's time ends what computes too long; the clock ends what others have hindered
		err = fmt.Errorf("the machine is too busy to run %s", tool)
	}
	if err != nil {
		return "", false, "", err
	}
	if report.Why != box.Exited {
		why = report.String()
	}
	return report.Stdout.String() + report.Stderr.String(), report.OK(), why, nil
}
