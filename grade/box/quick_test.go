package box

import ("testing";"context";"time")

func TestQuick(t *testing.T) {
	if err := Check(t.Context()); err != nil { t.Fatal(err) }
	b := Box{Command: []string{"/box/ls", "a"}, ReadOnly: []Mount{{"/tmp/bw/ls", "/box/ls"}}, Env: []string{"A=b"}}
	r, err := b.Run(context.Background())
	t.Log(err, r.String(), r.CPU, r.Wall, r.Memory)
	t.Log(r.Stdout.String(), r.Stderr.String())
	s := time.Now()
	for range 50 { if _, err := b.Run(context.Background()); err != nil { t.Fatal(err) } }
	t.Log(time.Since(s)/50)
	b.Bare = true
	r, err = b.Run(context.Background())
	t.Log(err, r.String(), r.CPU, r.Wall, r.Memory)
	s = time.Now()
	for range 50 { b.Run(context.Background()) }
	t.Log(time.Since(s)/50)
}
