package flow_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/internal/engines"
)

// claim is a model so small that XLA compiles it in a few seconds, and the suite for what its law offers.
type claim struct {
	m   gen.Density
	try func(t *testing.T, b compute.Backend, how gentest.Trial)
}

// context is that of a law of rows in the precision of a trial.
func context(s *model.Scope, g *Graph, dim int, how gentest.Trial) gen.Ctx {
	c := gen.Ctx{Scope: s, Graph: g, Event: shapes.Make(dtypes.Float64, dim)}
	if how.Float32 {
		c.Event.DType = dtypes.Float32
	}
	return c
}

// asMap tries the map from the base to the data.
func asMap(m gen.Density, dim int) claim {
	return claim{m, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		gentest.Bijector(t, b, dim, func(s *model.Scope, g *Graph) bijector.Bijector {
			return m.Build(context(s, g, dim, how)).(bijector.Transformed).T
		}, how)
	}}
}

// asInverse tries the map from the data to the base: the closed direction of families whose other one is a search, so that XLA need not
// compile the derivatives of that.
func asInverse(m gen.Density, dim int) claim {
	return claim{m, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		gentest.Bijector(t, b, dim, func(s *model.Scope, g *Graph) bijector.Bijector {
			return bijector.Inverted{Of: m.Build(context(s, g, dim, how)).(bijector.Transformed).T}
		}, how)
	}}
}

// asSteps tries the map that training makes of a field, whose two directions agree up to the error of its steps.
func asSteps(m gen.Density) claim {
	const tol = 1e-4
	return claim{m, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		how.Tol = tol
		gentest.Bijector(t, b, 2, func(s *model.Scope, g *Graph) bijector.Bijector {
			c := context(s, g, 2, how)
			c.Training = true
			return m.Build(c).(flow.Continuous)
		}, how)
	}}
}

// asSurface tries the map of the latent coordinates into the space of the data.
func asSurface(m gen.Density, latent, dim int) claim {
	return claim{m, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		gentest.Injection(t, b, latent, dim, func(s *model.Scope, g *Graph) bijector.Injection {
			return m.Build(context(s, g, dim, how)).(bijector.Embedded).Of
		}, how)
	}}
}

// asEstimate tries the estimated log-volume of such a map.
func asEstimate(m gen.Density, latent, dim int) claim {
	return claim{m, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		gentest.StochasticInjection(t, b, latent, dim, func(s *model.Scope, g *Graph) bijector.StochasticInjection {
			return m.Build(context(s, g, dim, how)).(bijector.Embedded).Of.(bijector.StochasticInjection)
		}, how)
	}}
}

// asLaw tries a law that is made by no invertible map: that of the encoder's determinant must integrate to 1 and be the law of what the
// decoder samples.
func asLaw(m gen.Density, half float64) claim {
	return claim{m, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		gentest.Distribution(t, b, half, func(s *model.Scope, g *Graph) dist.Distribution {
			return m.Build(context(s, g, 2, how))
		}, how)
	}}
}

// angular tries angles.
func (c claim) angular() claim {
	return claim{c.m, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		how.Angles = true
		c.try(t, b, how)
	}}
}

var (
	four = []int{4}
	tiny = flow.RealNVP{Couplings: 2, Hidden: four}
)

// claims are all families of the package, under their names and, behind a comma, what is special; TestNoFamilyIsForgotten holds that.
var claims = map[string]claim{
	"Bernstein":              asInverse(flow.Bernstein{Transforms: 1, Degree: 3, Hidden: four, Coupling: true}, 2),
	"CNF":                    asSteps(flow.CNF{Hidden: four, Activation: act.Tanh, Steps: 2}),
	"CircularNSF":            asMap(flow.CircularNSF{Transforms: 1, Hidden: four, Bins: 4}, 2).angular(),
	"FFJORD":                 asSteps(flow.FFJORD{Hidden: four, Activation: act.Tanh, Steps: 2}),
	"FreeForm":               asLaw(flow.FreeForm{Encoder: bent{}, Decoder: bent{Back: true}}, 30),
	"FreeForm, bottleneck":   asSurface(flow.FreeForm{Latent: 1, Encoder: first(1), Decoder: graphOf{nets.MLP{Hidden: four, Out: 1}}}, 1, 2),
	"GIN":                    asMap(flow.GIN{Couplings: 2, Hidden: four}, 2),
	"Gaussianization":        asInverse(flow.Gaussianization{Layers: 1, Components: 2}, 2),
	"Glow":                   asMap(flow.Glow{Steps: 1, Hidden: four}, 2),
	"IAF":                    asMap(flow.IAF{Transforms: 2, Hidden: four}, 2),
	"Injective":              asSurface(flow.Injective{Latent: 2, Outer: tiny, Inner: tiny}, 2, 3),
	"MAF":                    asMap(flow.MAF{Transforms: 2, Hidden: four}, 2),
	"Mixture":                asMap(flow.Mixture{Of: tiny, Components: 2}, 2),
	"NICE":                   asMap(flow.NICE{Couplings: 2, Hidden: four}, 2),
	"NSF":                    asMap(flow.NSF{Transforms: 1, Hidden: four, Bins: 4}, 2),
	"Planar":                 asInverse(flow.Planar{Layers: 1, Norm: true}, 2),
	"Radial":                 asInverse(flow.Radial{Layers: 2}, 2),
	"RealNVP":                asMap(tiny, 2),
	"Rectangular":            asSurface(flow.Rectangular{Latent: 1, Angular: true, Outer: tiny}, 1, 2),
	"Rectangular, estimated": asEstimate(flow.Rectangular{Latent: 2, Outer: flow.RealNVP{Couplings: 1, Hidden: four}, Probes: 1, Steps: 2}, 2, 3),
	"Residual":               asInverse(flow.Residual{Blocks: 1, Hidden: four, Lipschitz: .1}, 2),
	"SumOfSquares":           asInverse(flow.SumOfSquares{Transforms: 1, Degree: 1, Squares: 1, Hidden: four, Coupling: true}, 2),
	"Sylvester":              asInverse(flow.Sylvester{Layers: 1, Rank: 1}, 2),
	"UMNN":                   asInverse(flow.UMNN{Transforms: 1, Embedding: 1, Integrand: four, Intervals: 8, Hidden: four, Coupling: true}, 2),
}

// TestFamiliesHoldTheirClaims runs the suite of each in both precisions on both engines.
func TestFamiliesHoldTheirClaims(t *testing.T) {
	for name, c := range claims {
		t.Run(name, func(t *testing.T) {
			engines.Each(t, func(t *testing.T, b compute.Backend) {
				t.Run("float64", func(t *testing.T) { c.try(t, b, gentest.Trial{}) })
				t.Run("float32", func(t *testing.T) { c.try(t, b, gentest.Trial{Float32: true, Tol: chain32}) })
			})
		})
	}
}

// TestNoFamilyIsForgotten: all exported types of the package that build a law are in the table, under their names.
func TestNoFamilyIsForgotten(t *testing.T) {
	listed := map[string]bool{}
	for name, c := range claims {
		family, _, _ := strings.Cut(name, ",")
		listed[family] = true
		if of := reflect.TypeOf(c.m).Name(); of != family {
			t.Errorf("the table has a flow.%s under %q", of, name)
		}
	}
	for _, name := range builders(t) {
		if !listed[name] {
			t.Errorf("no suite tries flow.%s: add it to the table of claims", name)
		}
	}
}

// builders reads the source of the package: exported types with a method Build that gives a law.
func builders(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Build" {
				continue
			}
			if of, ok := f.Recv.List[0].Type.(*ast.Ident); ok && ast.IsExported(of.Name) {
				names = append(names, of.Name)
			}
		}
	}
	if len(names) == 0 {
		t.Fatal("no families found in the source of the package")
	}
	return names
}
