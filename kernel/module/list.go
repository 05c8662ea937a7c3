package module

import (
	"context"
	"fmt"
	"strings"
)

// list tells what cells may import beside the standard library.
func (s *Space) list(ctx context.Context, say func(string)) error {
	if s.own == nil {
		say("this notebook lies in no module of yours: %get PATH@VERSION makes one of its folder")
	} else if err := s.listOwn(ctx, say); err != nil {
		return err
	}
	ours, err := s.read(ctx, s.o.Checkout)
	if err != nil {
		return err
	}
	var all []string
	for _, r := range ours.Require {
		if !r.Indirect {
			all = append(all, r.Path+" "+r.Version)
		}
	}
	say("gensci has " + strings.Join(all, ", "))
	return nil
}

func (s *Space) listOwn(ctx context.Context, say func(string)) error {
	say(fmt.Sprintf("module %s in %s", s.own.Module.Path, s.own.root))
	args := []string{"list", "-e", "-m", "-f", "{{.Path}}\t{{.Dir}}"}
	for _, r := range s.own.Require {
		args = append(args, r.Path)
	}
	there := map[string]bool{Gensci: true}
	if len(s.own.Require) > 0 {
		out, err := s.command(ctx, s.own.root, alone, args...)
		if err != nil {
			return fmt.Errorf("%%get: %s", sentence(err.Error(), s.own.Module.Path))
		}
		for line := range strings.Lines(out) {
			path, dir, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
			there[path] = there[path] || dir != ""
		}
	}
	for _, r := range s.own.Require {
		line := "  " + r.Path + " " + r.Version
		if r.Indirect {
			line += ", for others"
		}
		if !there[r.Path] {
			line += ", not in the module cache (%get all fetches it)"
		}
		say(line)
	}
	return nil
}
