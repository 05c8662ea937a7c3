package cell

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"slices"
	"strings"
	"testing"
)

func liveMemory(t *testing.T) (*Memory, *checker) {
	check := newChecker(t)
	m := &Memory{Packages: Packages{Module: check.table(), Describe: check.describe}}
	m.Importer = func(context.Context, []string) (types.Importer, error) { return check.types, nil }
	return m, check
}

func TestLiveClassic(t *testing.T) {
	for name, s := range stories {
		t.Run(name, func(t *testing.T) {
			m, check := liveMemory(t)
			var got []string
			var p *Program
			for i, source := range s.cells {
				var err error
				got = nil
				if p, err = m.Prepare(t.Context(), source, i+1); err != nil {
					var errs Errors
					if !errors.As(err, &errs) {
						t.Fatal(err)
					}
					for _, e := range errs {
						got = append(got, fmt.Sprintf("cell[%d]:%d:%d: %s", e.Cell, e.Line, e.Column, strings.Join(strings.Fields(e.Message), " ")))
					}
					continue
				}
				if p.Source != "" {
					got = check.errors(p.Source)
				}
				if got == nil {
					p.Commit()
					p.Settle(func(string) (bool, string) { return true, "" })
				}
			}
			want := s.errs
			if name == "place after magic" { // what follows %% is looked at when the rest is right
				want = want[:1]
			}
			if !slices.Equal(got, want) {
				t.Errorf("errors %q, want %q\n%v", got, want, p)
			}
		})
	}
}
