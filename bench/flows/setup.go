package main

import "github.com/gensci/gensci/bench/venv"

// peers are the libraries that we compare with.
var peers = venv.Environment{
	Name:         "flows-venv",
	Requirements: []string{"torch==2.13.0", "zuko==1.4.0", "nflows==0.14", "torchdiffeq==0.2.5", "numpy==2.3.5"},
	Missing:      "make them with `go run ./bench/flows -setup-peers` (up to 6 GB), or leave them out with -sides gensci",
}
