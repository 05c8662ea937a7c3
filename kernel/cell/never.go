package cell

import (
	"go/types"
	"strings"
)

// never are named types whose values cannot be kept, and what to call them.
var never = map[string]string{
	"os.File":                                "an open file",
	"net.Conn":                               "an open connection",
	"net.Listener":                           "an open socket",
	"time.Timer":                             "a running timer",
	"time.Ticker":                            "a running timer",
	"os/exec.Cmd":                            "a command",
	"reflect.Type":                           "a type, which belongs to one program",
	"reflect.Value":                          "a reflect.Value, which belongs to one program",
	"github.com/gomlx/gomlx/core/graph.Exec": "a compiled computation",
	"github.com/gomlx/gomlx/ml/model.Exec":   "a compiled computation",
	"github.com/gomlx/gomlx/ml/train.Trainer": "compiled computations",
	"github.com/gomlx/gomlx/ml/train.Loop":    "compiled computations",
}

// neverKept says why values of a type cannot be kept, as far as the type alone tells, "" if they may.
func neverKept(t types.Type) string {
	short := types.TypeString(t, func(p *types.Package) string { return p.Name() })
	of := types.Unalias(t)
	if p, ok := of.(*types.Pointer); ok {
		of = types.Unalias(p.Elem())
	}
	if n, ok := of.(*types.Named); ok && n.Obj().Pkg() != nil {
		if what := never[n.Obj().Pkg().Path()+"."+n.Obj().Name()]; what != "" {
			return "it holds " + what + " (" + strings.TrimPrefix(short, "main.") + ")"
		}
	}
	if _, ok := t.Underlying().(*types.Chan); ok {
		return "it holds a channel (" + short + ")"
	}
	return ""
}
