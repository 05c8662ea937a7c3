package build

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
)

// goBuild has the go command do everything. Embedded files are looked for beside the source, which is not where a cell's author has
// them: such cells don't compile.
func (b *Builder) goBuild(ctx context.Context, dir string) error {
	stand, err := b.standFor(filepath.Join(dir, sourceName))
	if err == nil {
		_, err = b.goCommand(ctx, dir, append([]string{"build", "-o", filepath.Join(dir, programName)}, stand...)...)
	}
	var said *commandError
	if ctx.Err() == nil && errors.As(err, &said) {
		if uprooted.MatchString(said.stderr) {
			return errUprooted
		}
		if blames.MatchString(said.stderr) {
			return &CompileError{Output: b.plain(said.stderr, dir)}
		}
	}
	return err
}

// blames matches what go build says about sources, whether it comes from the compiler, the linker or from looking for packages.
var blames = regexp.MustCompile(`(?m)^(# |[^\s:][^:\n]*:\d+(:\d+)?: |package )`)

// uprooted matches what go build says of packages of the checkout if the modules that these import are not there.
var uprooted = regexp.MustCompile(`(?m)^[^\s:]+/[^\s:]+\.go:\d+:\d+: module lookup disabled by GOPROXY=off`)

var errUprooted = errors.New("the modules that cells are built from are not in this user's module cache (any more): run gensci setup, with a network")

// heading names the program's package, above what is wrong with it.
var heading = regexp.MustCompile(`^(# command-line-arguments\n|package command-line-arguments\n\t)`)

// plain takes the build's folder, which go build writes as it sees fit, out of its messages, and the heading.
func (b *Builder) plain(out, dir string) string {
	folders := []string{dir}
	if b.As != "" {
		folders = append(folders, filepath.Dir(b.As))
		out = strings.ReplaceAll(out, filepath.Base(b.As), sourceName)
	}
	for _, folder := range folders {
		if seen, err := filepath.Rel(b.Checkout, folder); err == nil {
			out = strings.ReplaceAll(out, seen+string(filepath.Separator), "")
		}
		out = strings.ReplaceAll(out, folder+string(filepath.Separator), "")
	}
	return heading.ReplaceAllString(out, "")
}
