package cell

import (
	"os/exec"
	"testing"
)

// A session's last program runs: variables in the order of the cells, init, init_x by name, flags, main.
func TestRun(t *testing.T) {
	p := session(
		t,
		"func init_b() { fmt.Println(\"init_b\", v) }\nfunc init() { fmt.Println(\"init\") }",
		"var v = say(1)\nvar (\n\tw = say(2)\n\tunused = say(3)\n)\nfunc say(n int) int {\n\tfmt.Println(\"say\", n)\n\treturn n\n}",
		"func init_a() { fmt.Println(\"init_a\") }\nvar n = flag.Int(\"n\", 0, \"\")",
		"%% -n 7 \"a b\"\nfmt.Println(*n, v+w, flag.Args())",
	)
	file, output := build(t, p)
	if output != "" {
		t.Fatal(output)
	}
	out, err := exec.Command(file, p.Args...).Output()
	want := "say 1\nsay 2\ninit\ninit_a\ninit_b 1\n7 3 [a b]\n"
	if err != nil || string(out) != want {
		t.Errorf("%v: got\n%swant\n%s", err, out, want)
	}
}
