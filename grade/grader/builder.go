package grader

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gensci/gensci/grade/box"
)

// boxed is a box, or none if the options say so.
func (w *Workshop) boxed(b box.Box) box.Box {
	b.Bare = w.options.Bare
	if b.Bare { // paths are the machine's
		for _, m := range b.ReadOnly {
			if b.Command[0] == m.Box {
				b.Command[0] = m.Host
			}
		}
		if b.Dir == "" {
			b.Dir = w.work.folder
		}
	}
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

// Seen is where the tools and the folder are in their boxes.
func (b builder) Seen(tools, folder string) (string, string) {
	if b.options.Bare {
		return tools, folder
	}
	return "/tools", "/work"
}

// Tool runs one tool in a folder.
func (b builder) Tool(ctx context.Context, folder, tool string, args ...string) (output string, ok bool, why string, err error) {
	tools, work := b.Seen(b.tools.Folder, folder)
	report, err := b.boxed(box.Box{
		Command: append([]string{filepath.Join(tools, tool)}, args...), Dir: work,
		ReadOnly: []box.Mount{{Host: b.tools.Folder, Box: tools}},
		Writable: []box.Mount{{Host: folder, Box: work}},
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
