package solution

import (
	"fmt"
	"strings"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/show"
	"github.com/gensci/gensci/kernel/training"
)

func init() {
	show.Register(bundle)
	keep.TransientFields[pinn.Solution]("problem", "hard") // code, which cannot be kept; what pinn.Load returns has none either: see Attach
}

// bundle is a solution: of which fields, where, by which network; how it was trained, and its parameters.
func bundle(s *pinn.Solution) map[string]any {
	if s.Store == nil {
		return map[string]any{show.Text: "a solution that is not trained"}
	}
	lo, hi := s.Box()
	vars := s.Vars()
	where := make([]string, len(vars))
	for i, name := range vars {
		where[i] = fmt.Sprintf("%s from %.4g to %.4g", name, lo[i], hi[i])
	}
	net, _ := show.Bundle(s.Net())[show.Text].(string)
	title := fmt.Sprintf("solution %s(%s), %s: %s", strings.Join(s.Fields(), ", "), strings.Join(vars, ", "), strings.Join(where, ", "), net)
	return training.Trained(title, s.Store, &s.History)
}
