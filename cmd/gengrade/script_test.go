package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gensci/gensci/internal/postgres"
	"github.com/gensci/gensci/kernel"
)

func TestMain(m *testing.M) {
	testscript.Main(postgres.Main{M: m}, map[string]func(){"gengrade": main})
}

// TestScripts runs the transcripts, once with the gradebook in SQLite and once in PostgreSQL.
func TestScripts(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { scripts(t, func() string { return "" }) })
	t.Run("PostgreSQL", func(t *testing.T) {
		postgres.Database(t) // skips if there is none
		scripts(t, func() string { return "database = \"" + postgres.Database(t) + "\"\n" })
	})
}

func scripts(t *testing.T, database func() string) {
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"configure": configure, "replace": replaceText},
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATABASE", database())
			env.Setenv("HOME", env.WorkDir)
			return buildable(env)
		},
	})
}

// buildable lets commands build programs: they find the sources, and what was compiled and fetched is not done again in each script.
func buildable(env *testscript.Env) error {
	checkout, err := filepath.Abs("../..")
	if err != nil {
		return err
	}
	env.Setenv(kernel.CheckoutVariable, checkout)
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		return err
	}
	places := strings.Split(string(out), "\n")
	env.Setenv("GOCACHE", places[0])
	env.Setenv("GOMODCACHE", places[1])
	env.Setenv("GOPROXY", places[2])
	return nil
}

// configure FILE COURSE makes the file the course.toml of a course, with the database of this run.
func configure(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.Getenv("DATABASE") + ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]+"/course.toml"), []byte(text), 0o600))
}

// replaceText FILE OLD NEW replaces a text in a file, where it stands first.
func replaceText(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o600))
}
