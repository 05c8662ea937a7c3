package build

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// toolchain is what the go command would call, and with which settings.
type toolchain struct {
	compile, link string   // paths of the tools
	env           []string // their environment
	cache         string   // folder of downloaded modules, whose files never change
	workspace     string   // go.work, or ""
	unfit         error    // why go build must build everything, or nil
}

// target are the settings that decide about the code that is made. They may come from the environment or from the file of go env -w, which
// compiler and linker don't read.
var target = []string{"GOROOT", "GOOS", "GOARCH", "GO386", "GOAMD64", "GOARM", "GOARM64", "GOMIPS", "GOMIPS64", "GOPPC64", "GORISCV64", "GOEXPERIMENT"}

// findToolchain asks the go command, since go.mod may choose another one than that on PATH.
func (b *Builder) findToolchain(ctx context.Context) (*toolchain, error) {
	out, err := b.goCommand(ctx, b.Work, append([]string{"env", "-json", "GOTOOLDIR", "GOMODCACHE", "GOWORK", "GOFLAGS"}, target...)...)
	if err != nil {
		return nil, err
	}
	var v map[string]string
	if err := json.Unmarshal(out, &v); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	t := &toolchain{
		compile: filepath.Join(v["GOTOOLDIR"], "compile"), link: filepath.Join(v["GOTOOLDIR"], "link"),
		env: slices.Clone(b.environment()), cache: v["GOMODCACHE"], unfit: Fit(v["GOFLAGS"]),
	}
	if v["GOWORK"] != "off" {
		t.workspace = v["GOWORK"]
	}
	for _, name := range target {
		t.env = append(t.env, name+"="+v[name])
	}
	for _, tool := range []string{t.compile, t.link} {
		if _, err := os.Stat(tool); err != nil {
			t.unfit = err // newer tool chains may build tools when they are asked for
		}
	}
	return t, nil
}

func (b *Builder) environment() []string {
	if b.Env == nil {
		return os.Environ()
	}
	return b.Env
}

// flag is one of GOFLAGS; those with blanks stand in quotes.
var flag = regexp.MustCompile(`'[^']*'|"[^"]*"|\S+`)

// harmless are flags that change the packages a cell imports or the go command's ways, but nothing that we do ourselves: a program is
// linked without symbols in any case.
var harmless = regexp.MustCompile(`^-(tags=.*|trimpath(=.*)?|buildvcs=.*|mod=.*|p=.*|[vx]|ldflags=(-[sw] ?)*|gcflags=all=-dwarf=false)$`)

// Fit errs if GOFLAGS has a flag that needs go build for every program.
func Fit(goflags string) error {
	for _, f := range flag.FindAllString(goflags, -1) {
		f = strings.Trim(f, `'"`)
		if f = "-" + strings.TrimLeft(f, "-"); !harmless.MatchString(f) {
			return errors.New("GOFLAGS holds " + f)
		}
	}
	return nil
}
