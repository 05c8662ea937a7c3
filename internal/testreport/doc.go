// Command testreport reads the output of `go test -json`, prints what a person wants to see of it, and is stricter than go test:
// a skipped test is a failure, since a skip hides a tool that is missing.
//
//	go test -json ./... | go run ./internal/testreport            # exit status 1 if a test failed or was skipped
//	go test -json ./... | go run ./internal/testreport -skips     # skips are printed, but allowed
//	go test -json ./... | go run ./internal/testreport -foreign R # those of tests that R matches (package.Test/…) are counted apart
//
// It is what .ci/run looks through. For every package it prints a line with its time; for every test that failed or was
// skipped, its whole output; at the end one line of sums.
package main
