package diffop

import (
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

func wantRank2(fn, name string, x *graph.Node) {
	if x.Rank() != 2 {
		exceptions.Panicf("diffop.%s: want %s [batch, dim], got %s", fn, name, x.Shape())
	}
}

func wantScalarField(fn, name string, u *graph.Node) {
	if u.Rank() == 1 || u.Rank() == 2 && u.Shape().Dimensions[1] == 1 {
		return
	}
	exceptions.Panicf("diffop.%s: want %s [batch] or [batch, 1], got %s", fn, name, u.Shape())
}

func wantSameShape(fn, aName string, a *graph.Node, bName string, b *graph.Node) {
	if !a.Shape().Equal(b.Shape()) {
		exceptions.Panicf("diffop.%s: want %s of the shape of %s %s, got %s", fn, aName, bName, b.Shape(), a.Shape())
	}
}

func wantSameBatch(fn string, a, b *graph.Node) {
	if a.Rank() == 0 || b.Rank() == 0 || a.Shape().Dimensions[0] != b.Shape().Dimensions[0] {
		exceptions.Panicf("diffop.%s: want one batch size in axis 0, got %s and %s", fn, a.Shape(), b.Shape())
	}
}
