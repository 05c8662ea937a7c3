//go:build !cells

package backend

import "github.com/gensci/gensci/backend/pure"

var newGo = pure.New
