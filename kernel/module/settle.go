package module

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// engine are the modules of which cells and the session server must have the same version.
var engine = []string{"github.com/gomlx/compute", "github.com/gomlx/gomlx"}

// settle has the workspace fetch what it needs beyond the module itself: versions may be others where gensci's requirements come in. It errs if
// notebooks cannot use what was got.
func (s *Space) settle(ctx context.Context, got []string, proxy string, say func(string)) error {
	if s.o.Proxy != "" && !strings.HasPrefix(proxy, s.o.Proxy) {
		proxy = s.o.Proxy + "," + proxy
	}
	env := append(s.cellEnvironment(), "GOPROXY="+proxy)
	wanted := slices.DeleteFunc(slices.Clone(got), func(p string) bool { return p == "all" || strings.Contains(p, "...") || strings.HasPrefix(p, ".") })
	all := append([]string{Gensci + "/gen/...", Gensci + "/plots/...", Gensci + "/kernel/nb", s.own.Module.Path + "/..."}, wanted...)
	if _, err := s.command(ctx, s.o.Checkout, env, append([]string{"list", "-e", "-deps", "-f", "{{.Name}}"}, all...)...); err != nil {
		return fmt.Errorf("%%get: together with gensci: %s", sentence(err.Error(), strings.Join(got, " ")))
	}
	for _, path := range wanted {
		if err := s.usable(ctx, path, env); err != nil {
			return err
		}
	}
	return s.agree(ctx, env, say)
}

// cellEnvironment is what the go command needs, beside the user's environment, to see packages as cells do. The caller holds mu.
func (s *Space) cellEnvironment() []string {
	env := []string{"CGO_ENABLED=0"}
	for _, v := range s.o.Env {
		if strings.HasPrefix(v, "GOFLAGS=") {
			env = append(env, v)
		}
	}
	return append(env, s.environment()...)
}

// usable errs if a package cannot be compiled for want of cgo. A path may be that of a module without a package.
func (s *Space) usable(ctx context.Context, path string, env []string) error {
	const errors = `{{with .Error}}{{.Err}}{{"\n"}}{{end}}`
	said, err := s.command(ctx, s.o.Checkout, env, "list", "-e", "-deps", "-f", errors, path)
	if err != nil || !onlyCgo.MatchString(said) {
		return nil
	}
	const cgo = `{{if and .CgoFiles (not .Standard)}}{{.ImportPath}}{{"\n"}}{{end}}`
	users, err := s.command(ctx, s.o.Checkout, append(slices.Clone(env), "CGO_ENABLED=1"), "list", "-e", "-deps", "-f", cgo, path)
	if err != nil || strings.TrimSpace(users) == "" {
		return nil // what it needs is another platform; the cell that imports it will hear so
	}
	first, _, _ := strings.Cut(users, "\n")
	return fmt.Errorf("%%get: %s needs cgo (in %s), and cells are built without it: look for a package in pure Go", path, first)
}

// agree compares what gensci requires with what it gets in the workspace.
func (s *Space) agree(ctx context.Context, env []string, say func(string)) error {
	ours, err := s.read(ctx, s.o.Checkout)
	if err != nil {
		return err
	}
	args := []string{"list", "-e", "-m", "-f", "{{.Path}} {{.Version}}"}
	for _, r := range ours.Require {
		args = append(args, r.Path)
	}
	out, err := s.command(ctx, s.o.Checkout, env, args...)
	if err != nil {
		return nil // cells will hear of it
	}
	for line := range strings.Lines(out) {
		path, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch want, mine := ours.version(path), s.own.version(path); {
		case version == "":
		case mine != "" && mine != version:
			say(fmt.Sprintf("cells use %s %s, as gensci requires, instead of %s", path, version, mine))
		case version == want:
		case slices.Contains(engine, path):
			return fmt.Errorf("%%get: %s %s would come in, and this gensci computes with %s: an older version of what you asked for may do", path, version, want)
		default:
			say(fmt.Sprintf("cells that import from this module use %s %s, gensci alone %s", path, version, want))
		}
	}
	return nil
}
