package shape

import (
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestShort(t *testing.T) {
	for want, typ := range map[string]reflect.Type{
		"[]float64":            reflect.TypeFor[[]float64](),
		"*rand.Rand":           reflect.TypeFor[*rand.Rand](),
		"map[string][]big.Int": reflect.TypeFor[map[string][]big.Int](),
	} {
		if got := Short(Key(typ)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := Short(`map["main".key]*"main".T`); got != "map[key]*T" {
		t.Error(got)
	}
}
