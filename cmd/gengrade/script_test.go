package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gensci/gensci/internal/postgres"
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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"configure": configure},
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATABASE", database())
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
	})
}

// configure FILE COURSE makes the file the course.toml of a course, with the database of this run.
func configure(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.Getenv("DATABASE") + ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]+"/course.toml"), []byte(text), 0o600))
}
