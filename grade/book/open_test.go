package book_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gensci/gensci/grade/book"
)

// Many that open a new gradebook at once make its tables once.
func TestOpenTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		var wait sync.WaitGroup
		for range 6 {
			wait.Go(func() {
				b, err := book.Open(t.Context(), where)
				if err != nil {
					t.Error(err)
					return
				}
				b.Close()
			})
		}
		wait.Wait()
		if students, err := open(t, where).Students(t.Context()); err != nil || len(students) != 0 {
			t.Errorf("%v, %v", students, err)
		}
	})
}

// A gradebook of a later version is not touched.
func TestNewer(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		open(t, where).Close()
		driver, source := "pgx", where
		if !book.IsPostgres(where) {
			driver, source = "sqlite", "file:"+strings.NewReplacer("#", "%23", "?", "%3F", " ", "%20").Replace(where)
		}
		db, err := sql.Open(driver, source)
		must(t, err)
		defer db.Close()
		_, err = db.Exec("UPDATE meta SET value = '1000'")
		must(t, err)
		if _, err := book.Open(t.Context(), where); err == nil || !strings.Contains(err.Error(), "newer gengrade") {
			t.Errorf("got %v", err)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "text")
	must(t, os.WriteFile(file, []byte(strings.Repeat("no database\n", 100)), 0o600))
	for _, where := range []string{file, "/dev/null/x.db", "postgres://gensci:secret@127.0.0.1:1/x?connect_timeout=1"} {
		_, err := book.Open(t.Context(), where)
		if err == nil || !strings.Contains(err.Error(), "open the gradebook") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", where, err)
		}
	}
}
