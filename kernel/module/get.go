package module

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Get is the magic %get. Without arguments it lists what the notebook's module requires; "all" fetches that; anything else is go get's, in the user's
// module and with the user's environment. Where there is no module it makes one of the notebook's folder. What is done is told to say, a line at a time.
// After an error the module is as it was before.
func (s *Space) Get(ctx context.Context, args []string, say func(line string)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh(ctx)
	if s.broken != nil {
		return s.broken
	}
	if len(args) == 0 {
		return s.list(ctx, say)
	}
	undo, err := s.ensure(ctx, say)
	if err != nil {
		return err
	}
	if err = s.get(ctx, args, say); err != nil {
		undo()
		s.refresh(context.WithoutCancel(ctx))
	}
	return err
}

func (s *Space) get(ctx context.Context, args []string, say func(string)) error {
	proxy, err := s.fetch(ctx, args, say)
	if err != nil {
		return err
	}
	if err = s.want(ctx, args); err != nil {
		return err
	}
	s.refresh(ctx)
	if s.own == nil {
		return s.broken
	}
	return s.settle(ctx, paths(args), proxy, say)
}

// fetch runs go get, and once more without network if there is none. It returns the GOPROXY that served.
func (s *Space) fetch(ctx context.Context, args []string, say func(string)) (proxy string, err error) {
	command := append([]string{"get"}, args...)
	if slices.Equal(args, []string{"all"}) {
		command = []string{"mod", "download"}
	}
	tell := func(line string) {
		if rest, ok := strings.CutPrefix(line, "go: "); ok && !strings.Contains(rest, "error") {
			if verb, _, _ := strings.Cut(rest, " "); slices.Contains([]string{"downloading", "added", "upgraded", "downgraded", "removed"}, verb) {
				say(rest)
			}
		}
	}
	out, err := s.command(ctx, s.o.Dir, nil, "env", "GOPROXY")
	if err != nil {
		return "", err
	}
	proxy = strings.TrimSpace(out)
	err = s.follow(ctx, s.o.Dir, nil, tell, command...)
	if err != nil && ctx.Err() == nil && offline.MatchString(err.Error()) {
		proxy = strings.TrimPrefix(s.o.Proxy+",off", ",")
		if s.follow(ctx, s.o.Dir, []string{"GOPROXY=" + proxy, "GOSUMDB=off"}, tell, command...) == nil {
			say("without network, from what is in the module cache")
			return proxy, nil
		}
	}
	if err != nil && ctx.Err() == nil {
		err = errors.New("%get: " + sentence(err.Error(), strings.Join(paths(args), " ")))
	}
	return proxy, err
}

// paths are the arguments without versions and flags.
func paths(args []string) (list []string) {
	for _, a := range args {
		if path, _, _ := strings.Cut(a, "@"); !strings.HasPrefix(a, "-") && path != "" {
			list = append(list, path)
		}
	}
	return list
}

// want takes away go get's remark that nobody imports what it got: notebooks do, which it does not read.
func (s *Space) want(ctx context.Context, args []string) error {
	root := find(s.o.Dir)
	m, err := s.read(ctx, root)
	if err != nil {
		return err
	}
	for _, path := range paths(args) {
		best := ""
		for _, r := range m.Require {
			if r.Indirect && within(path, r.Path) && len(r.Path) > len(best) {
				best = r.Path
			}
		}
		if best == "" {
			continue
		}
		if _, err = s.command(ctx, root, alone, "mod", "edit", "-droprequire="+best, "-require="+best+"@"+m.version(best)); err != nil {
			return err
		}
	}
	return nil
}

// ensure makes a module of the notebook's folder if it lies in none. undo puts back what was there before.
func (s *Space) ensure(ctx context.Context, say func(string)) (undo func(), err error) {
	root := find(s.o.Dir)
	if root != "" && s.own == nil {
		return nil, errors.New("%get: this notebook lies in gensci itself, whose go.mod stays as it is: copy the notebook to a folder of your own")
	}
	if root == "" {
		root = s.o.Dir
		if home, _ := os.UserHomeDir(); root == home || root == string(filepath.Separator) {
			return nil, fmt.Errorf("%%get: a go.mod in %s would make one module of all that is below it: move the notebook to a folder of its own", root)
		}
	}
	undo = keep(filepath.Join(root, "go.mod"), filepath.Join(root, "go.sum"))
	if s.own != nil {
		return undo, nil
	}
	name, err := s.name(ctx)
	if err != nil {
		return nil, err
	}
	if _, err = s.command(ctx, root, []string{"GOWORK=off"}, "mod", "init", name); err != nil {
		undo()
		return nil, fmt.Errorf("%%get: %s", sentence(err.Error(), root))
	}
	say(fmt.Sprintf("made %s: this folder is the module %s now", filepath.Join(root, "go.mod"), name))
	s.refresh(ctx)
	return undo, s.broken
}

// keep remembers files; undo writes those that are different by then, and removes those that were not there.
func keep(files ...string) (undo func()) {
	before := make([][]byte, len(files))
	for i, f := range files {
		before[i], _ = os.ReadFile(f) // nil if it is not there
	}
	return func() {
		for i, f := range files {
			if before[i] == nil {
				_ = os.Remove(f)
			} else if now, err := os.ReadFile(f); err != nil || string(now) != string(before[i]) {
				_ = os.WriteFile(f, before[i], 0o644)
			}
		}
	}
}

// name is the notebook's folder as the path of a module. One that the standard library has would hide it.
func (s *Space) name(ctx context.Context) (string, error) {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r)) {
			return r
		}
		return '-'
	}, filepath.Base(s.o.Dir)), "-._")
	root, err := s.command(ctx, s.o.Dir, nil, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	if _, err = os.Stat(filepath.Join(strings.TrimSpace(root), "src", name)); err == nil || name == "" {
		name = strings.TrimPrefix(name+"-notebooks", "-")
	}
	return name, nil
}
