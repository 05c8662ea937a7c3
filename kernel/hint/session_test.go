package hint

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/backend/session/server"
)

// serveSession lets programs that the test starts compute in a session server on pure Go.
func serveSession(t *testing.T) {
	t.Helper()
	engine, err := backend.New("go:parallelism=-1")
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(engine, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "hint") // a socket's path is limited to 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	l, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() { stop(); <-ended })
	t.Setenv("GOMLX_BACKEND", "")
	t.Setenv(session.Variable, filepath.Join(dir, "s"))
}

// What the session server finds wrong leads to the line that built it; so does an error with a stack, however it is printed.
func TestRenderGraphs(t *testing.T) {
	serveSession(t)
	const message = "dimension of axis #0 doesn't match and cannot be broadcast for BinaryOp (Add), got shapes (Float32)[3] and (Float32)[2]"
	const advice = "hint: in Add(x, y) x is [3], y [2]: axis by axis the dimensions must be equal, or one of them 1\n"
	const add = "f := func(x, y *graph.Node) *graph.Node {\n\treturn graph.Add(x, y)\n}\n_, err := graph.ExecOnce(engine, f, []float32{1, 2, 3}, []float32{1, 2})\n"
	const stack = `
    cell N, line 2, in a function without a name
        return graph.Add(x, y)
    cell N, line 4
        _, err := graph.ExecOnce(engine, f, []float32{1, 2, 3}, []float32{1, 2})
    (L more frames in the runtime and libraries)
`
	cases := []struct{ name, statements, want string }{
		{
			"too large for the server", "graph.MustExecOnce(engine, func(x *graph.Node) *graph.Node {\n\treturn graph.BroadcastToDims(x, 1000000, 1000000, 1000000)\n}, float32(2))",
			`panic: session protocol: a tensor with dimensions [1000000 1000000 1000000] is too large
    cell N, line 2
        return graph.BroadcastToDims(x, 1000000, 1000000, 1000000)
    cell N, line 1
        graph.MustExecOnce(engine, func(x *graph.Node) *graph.Node {
    (L more frames in the runtime and libraries)
`,
		},
		{
			"wrong when it runs", "sorted := func(x *graph.Node) *graph.Node { return graph.Sort(x, 0, true) }\ny := graph.MustExecOnce(engine, sorted, []bool{true, false})\nfmt.Println(y.Value())",
			`panic: executing closure op Sort: Sort: comparator failed: executing LessThan: unsupported data type Bool for LessThan
    cell N, line 2
        y := graph.MustExecOnce(engine, sorted, []bool{true, false})
    cell N, line 3
        fmt.Println(y.Value())
    (L more frames in the runtime and libraries)
`,
		},
		{
			"no such operation", "graph.MustExecOnce(engine, func(x *graph.Node) *graph.Node { return graph.RealFFT(x, 3) }, []float32{1, 2, 3})",
			`panic: session: operation FFT: op not implemented
    cell N, line 1
        graph.MustExecOnce(engine, func(x *graph.Node) *graph.Node { return graph.RealFFT(x, 3) }, []float32{1, 2, 3})
    (L more frames in the runtime and libraries)
hint: the engine has no FFT: if it is pure Go, XLA may have it, and ` + "`gensci doctor` says how to get that; else build it from other operations\n",
		},
		{"panic(err)", add + "panic(err)", "panic: " + message + "\n    cell N, line 5\n        panic(err)\n" + advice},
		{"panic with the stack", add + "panic(fmt.Sprintf(\"%+v\", err))", "panic: " + message + stack + advice},
		{"log with the stack", add + "log.Fatalf(\"%+v\", err)", message + stack + advice},
		{"log", add + "log.Fatal(err)", message + "\n" + advice},
		{"nb", add + "nb.OK(err)", "error: " + message + "\n    cell N, line 2\n        return graph.Add(x, y)\n" + advice},
		{"nb, wrapped", add + "nb.OK(fmt.Errorf(\"adding: %w\", err))", "error: " + message + "\n    cell N, line 2\n        return graph.Add(x, y)\n" + advice},
	}
	var statements []string
	for _, c := range cases {
		statements = append(statements, c.statements)
	}
	r := buildRunner(t, engineOfCells, statements)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			stderr, ok := r.run(t, i)
			if ok {
				t.Fatal("it ends well")
			}
			trace, isPanic := ReadPanic(stderr)
			if !isPanic {
				trace = ReadError(stderr)
			}
			got := strings.ReplaceAll(trace.Render(source(c.statements)), fmt.Sprintf("cell %d,", firstCell+i), "cell N,")
			got = folded.ReplaceAllString(got, "(L more frame")
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s\nfrom\n%s", got, c.want, stderr)
			}
		})
	}
}
