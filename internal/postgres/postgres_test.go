package postgres_test

import (
	"database/sql"
	"os"
	"testing"

	"github.com/gensci/gensci/internal/postgres"
)

func TestMain(m *testing.M) { os.Exit(postgres.Main{M: m}.Run()) }

// Two databases of one server know nothing of each other.
func TestDatabase(t *testing.T) {
	for range 2 {
		db, err := sql.Open("pgx", postgres.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec("CREATE TABLE one (n INTEGER)"); err != nil {
			t.Error(err)
		}
	}
}
