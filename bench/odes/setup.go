package main

import "github.com/gensci/gensci/bench/venv"

// peers are the libraries that we compare with.
var peers = venv.Environment{
	Name: "odes-venv",
	Requirements: []string{
		"scipy==1.17.1", "torch==2.13.0", "torchdiffeq==0.2.5", "jax==0.10.2", "jaxlib==0.10.2", "diffrax==0.7.2", "equinox==0.13.8", "lineax==0.1.1",
		"optimistix==0.1.0", "numpy==2.3.5",
	},
	Missing: "make them with `go run ./bench/odes -setup-peers` (up to 6 GB), or leave them out with -sides \"gensci host,gensci graph\"",
}
