package book

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite": no C compiler
)

// Book is an open gradebook. Several goroutines and processes may use one at once.
type Book struct {
	db       *sql.DB
	postgres bool
	now      func() time.Time
}

// Open opens a gradebook and brings its tables up to date: a file of SQLite, which is made if it is missing, or a URL postgres://….
func Open(ctx context.Context, where string) (*Book, error) {
	b := &Book{postgres: IsPostgres(where), now: time.Now}
	driver, source := "sqlite", sqliteSource(where)
	if b.postgres {
		driver, source = "pgx", where
	}
	db, err := sql.Open(driver, source)
	if err == nil && !b.postgres {
		err = private(where)
	}
	if err != nil {
		return nil, fmt.Errorf("open the gradebook %s: %w", redact(where), err)
	}
	b.db = db
	if err := b.migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open the gradebook %s: %w", redact(where), err)
	}
	return b, nil
}

// Close ends the use of the gradebook.
func (b *Book) Close() error { return b.db.Close() }

// IsPostgres says whether a gradebook's place is a URL of PostgreSQL.
func IsPostgres(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// sqliteSource is the driver's name of a file. Writers wait for each other, up to a minute; a commit is on the disk before it returns.
func sqliteSource(path string) string {
	settings := url.Values{
		"_pragma": {"busy_timeout(60000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)"},
		"_txlock": {"immediate"}, // a write locks when it begins: no two that read first and then wait for each other
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: settings.Encode()}).String()
}

// private makes the file, if it is missing, for its owner alone.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// redact leaves the password out of a URL.
func redact(where string) string {
	if u, err := url.Parse(where); err == nil && u.Host+u.Scheme != "" {
		return u.Redacted()
	}
	return where
}

// writers is the lock that PostgreSQL's writers take, so that they take turns as SQLite's do. It is a number of our own.
const writers = 0x67656e736369 // "gensci"

// write runs f in a transaction that no other writer runs beside, and commits it if f returns no error.
func (b *Book) write(ctx context.Context, f func(tx) error) error {
	return b.transact(ctx, nil, func(t tx) error {
		if b.postgres {
			t.exec("SELECT pg_advisory_xact_lock($1)", writers)
		}
		return f(t)
	})
}

// read runs f in a transaction that sees one state of the gradebook.
func (b *Book) read(ctx context.Context, f func(tx) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if b.postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return b.transact(ctx, opts, f)
}

func (b *Book) transact(ctx context.Context, opts *sql.TxOptions, f func(tx) error) (err error) {
	t, err := b.db.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("the gradebook cannot be used: %w", err)
	}
	defer t.Rollback() // nothing after a commit
	var failed error
	err = f(tx{ctx, t, &failed})
	if failed != nil {
		return fmt.Errorf("the gradebook cannot be used: %w", failed)
	}
	if err != nil {
		return err
	}
	return t.Commit()
}

// tx is a transaction that remembers its first failure: what comes after one does nothing, and transact returns it. So each caller reads
// as what it does; errors of its own it returns itself.
type tx struct {
	ctx    context.Context
	tx     *sql.Tx
	failed *error
}

// exec changes rows and returns how many.
func (t tx) exec(query string, args ...any) int64 {
	if *t.failed != nil {
		return 0
	}
	r, err := t.tx.ExecContext(t.ctx, query, args...)
	if err != nil {
		*t.failed = err
		return 0
	}
	n, err := r.RowsAffected()
	*t.failed = err
	return n
}

// one reads one row and says whether there is one.
func (t tx) one(query string, args []any, into ...any) bool {
	if *t.failed != nil {
		return false
	}
	err := t.tx.QueryRowContext(t.ctx, query, args...).Scan(into...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		*t.failed = err
	}
	return err == nil
}

// texts reads all rows of one column.
func (t tx) texts(query string, args ...any) (all []string) {
	t.all(query, args, func(read func(...any) error) error {
		var s string
		err := read(&s)
		all = append(all, s)
		return err
	})
	return all
}

// all reads all rows: scan is called for each with a function that reads its columns.
func (t tx) all(query string, args []any, scan func(read func(...any) error) error) {
	if *t.failed != nil {
		return
	}
	rows, err := t.tx.QueryContext(t.ctx, query, args...)
	if err != nil {
		*t.failed = err
		return
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows.Scan); err != nil {
			*t.failed = err
			return
		}
	}
	*t.failed = rows.Err()
}
