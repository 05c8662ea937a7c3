package dist

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// LogProber has a normalized log-density.
type LogProber interface {
	// LogProb must return the log-density in nats of every row: x [batch, dim] → [batch].
	LogProb(x *Node) *Node
}

// Sampler draws independent events.
type Sampler interface {
	// Sample must return n events, [n, dim], and advance r.
	Sample(r *Rng, n int) *Node
}

// Distribution is a law that can be evaluated and sampled.
type Distribution interface {
	LogProber
	Sampler
}
