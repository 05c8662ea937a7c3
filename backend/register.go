package backend

import "github.com/gensci/gensci/gen"

func init() { gen.SetDefaultEngine(Default) }
