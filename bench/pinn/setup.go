package main

import "github.com/gensci/gensci/bench/venv"

// peers are the libraries that we compare with.
var peers = venv.Environment{
	Name: "pinn-venv",
	Requirements: []string{
		"torch==2.13.0", "deepxde==1.15.0", "jax==0.10.2", "jaxlib==0.10.2", "optax==0.2.8", "scipy==1.17.1", "numpy==2.3.5",
	},
	Missing: "make them with `go run ./bench/pinn -setup-peers` (up to 7 GB), or leave them out with -sides gensci",
}
