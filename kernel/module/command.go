package module

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"strings"

	"github.com/gensci/gensci/kernel/child"
)

// alone are variables with which the go command sees one module and nothing else, and asks nobody.
var alone = []string{"GOWORK=off", "GOFLAGS=-mod=readonly", "GOPROXY=off", "GOSUMDB=off"}

// command runs the go command in a folder with the user's environment and more, and returns what it printed. Its error is what it said.
func (s *Space) command(ctx context.Context, dir string, more []string, args ...string) (string, error) {
	var out bytes.Buffer
	err := s.run(ctx, dir, more, &out, nil, args)
	return out.String(), err
}

// follow runs the go command likewise, and has say tell each line of what it says meanwhile.
func (s *Space) follow(ctx context.Context, dir string, more []string, say func(line string), args ...string) error {
	return s.run(ctx, dir, more, nil, say, args)
}

func (s *Space) run(ctx context.Context, dir string, more []string, out io.Writer, say func(string), args []string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = dir, with(s.o.User, append([]string{"PWD=" + dir}, more...))
	said := &lines{say: say}
	cmd.Stdout, cmd.Stderr = out, said
	err := child.Run(ctx, cmd)
	switch text := strings.TrimSpace(said.all.String()); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case text != "":
		return errors.New(text)
	}
	return err
}

// lines keeps what is written to it, and tells each line.
type lines struct {
	say  func(string)
	all  bytes.Buffer
	told int
}

func (l *lines) Write(p []byte) (int, error) {
	l.all.Write(p)
	for l.say != nil {
		line, _, whole := bytes.Cut(l.all.Bytes()[l.told:], []byte("\n"))
		if !whole {
			break
		}
		l.told += len(line) + 1
		l.say(string(line))
	}
	return len(p), nil
}
