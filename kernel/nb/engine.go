package nb

import _ "github.com/gensci/gensci/backend" // registers the engine that library calls use
