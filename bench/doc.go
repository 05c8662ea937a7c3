// Command bench runs the same training steps here and in the peers, PyTorch and JAX, and prints ratios of the times.
//
//	go run ./bench -setup-peers          # once: a virtual environment with pinned versions in the user's cache folder
//	go run ./bench                       # all rows against both peers
//	go run ./bench -rows pinn,mlp -rounds 25 -o result.json
//
// A row is a model, a batch and an optimizer ([row]). All sides start from the same weights and see the same data, made from a
// hash ([uniform]); before anything is timed, five steps on one batch must give the same losses on all sides. Each side
// is a resident process that answers lines of JSON ([ask], [answer]); the driver asks them in turn, round after round, so that
// what else the machine does meets all of them, and compares within a round. Each side runs with the number of threads given by
// -threads, and in the form and with the allocator setting that a short heat found fastest for it.
//
// README.md says what a real run gave, and where the rest of the time goes.
package main
