package cell

import (
	"go/token"
	"testing"
)

func TestOutermost(t *testing.T) {
	code := "import \"fmt\"\n// F is one.\nfunc F() {\n\tx := 1\n\t_ = x\n}\nfunc (T) M() {}\nx := F(); var y = 2\nfunc() {}()\nfunc ("
	want := []struct {
		kind        token.Token
		declaration bool
		text        string
	}{
		{token.IMPORT, true, "import \"fmt\""},
		{token.FUNC, true, "// F is one.\nfunc F() {\n\tx := 1\n\t_ = x\n}"},
		{token.FUNC, true, "func (T) M() {}"},
		{token.IDENT, false, "x := F()"},
		{token.VAR, true, "var y = 2"},
		{token.FUNC, false, "func() {}()"},
		{token.FUNC, false, "func ("},
	}
	pieces := Outermost(code)
	if len(pieces) != len(want) {
		t.Fatalf("got %d pieces, want %d: %v", len(pieces), len(want), pieces)
	}
	for i, p := range pieces {
		if w := want[i]; p.Kind != w.kind || p.Declaration != w.declaration || code[p.Start:p.End] != w.text {
			t.Errorf("piece %d: got %v %v %q, want %v", i, p.Kind, p.Declaration, code[p.Start:p.End], w)
		}
	}
}
