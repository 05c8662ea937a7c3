package mathml_test

import (
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/mathml"
)

// attributes are how things look; tests want what they are.
var attributes = regexp.MustCompile(`<(\w+) [^>]*?(/?)>`)

func bare(t *testing.T, tex string) string {
	t.Helper()
	text, err := mathml.Convert(tex, false)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, tex, text)
	text = attributes.ReplaceAllString(text, "<$1$2>")
	return strings.TrimSuffix(strings.TrimPrefix(text, "<math><mrow>"), "</mrow></math>")
}

func wellFormed(t *testing.T, tex, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v in %s", tex, err, text)
		}
	}
}

func TestConvert(t *testing.T) {
	for _, c := range []struct{ tex, want string }{
		{`x`, "<mi>x</mi>"},
		{`12.5x.`, "<mn>12.5</mn><mi>x</mi><mo>.</mo>"},
		{`.5`, "<mn>.5</mn>"},
		{`x_i^2`, "<msubsup><mi>x</mi><mrow><mi>i</mi></mrow><mrow><mn>2</mn></mrow></msubsup>"},
		{`x^12`, "<msup><mi>x</mi><mrow><mn>1</mn></mrow></msup><mn>2</mn>"},
		{`\tfrac12`, "<mfrac><mn>1</mn><mn>2</mn></mfrac>"},
		{`\tfrac{12}3`, "<mfrac><mrow><mn>12</mn></mrow><mn>3</mn></mfrac>"},
		{`\frac\pi2`, "<mfrac><mi>π</mi><mn>2</mn></mfrac>"},
		{`\sqrt n`, "<msqrt><mi>n</mi></msqrt>"},
		{`\sqrt[3]{n}`, "<mroot><mrow><mi>n</mi></mrow><mrow><mn>3</mn></mrow></mroot>"},
		{`f'(x)`, "<mrow><mi>f</mi><mo>′</mo></mrow><mo>(</mo><mi>x</mi><mo>)</mo>"},
		{`\sum_{i}^n`, "<munderover><mo>∑</mo><mrow><mrow><mi>i</mi></mrow></mrow><mrow><mi>n</mi></mrow></munderover>"},
		{`\int_0^1`, "<msubsup><mo>∫</mo><mrow><mn>0</mn></mrow><mrow><mn>1</mn></mrow></msubsup>"},
		{`\max_x`, "<munder><mo>max</mo><mrow><mi>x</mi></mrow></munder>"},
		{`\ln x`, "<mo>ln</mo><mi>x</mi>"},
		{`\mathbb E\mathcal L\mathbf{x1}\mathrm{erf}`, "<mi>𝔼</mi><mi>ℒ</mi><mi>𝐱𝟏</mi><mi>erf</mi>"},
		{`\hat p`, "<mover><mi>p</mi><mo>^</mo></mover>"},
		{`\underbrace{a}_{\text{a b}}`, "<munder><munder><mrow><mi>a</mi></mrow><mo>⏟</mo></munder><mrow><mrow><mtext>a\u00a0b</mtext></mrow></mrow></munder>"},
		{`\left(a\middle|b\right.`, "<mrow><mo>(</mo><mrow><mi>a</mi></mrow><mo>|</mo><mrow><mi>b</mi></mrow></mrow>"},
		{`\Bigl[a\Bigr]`, "<mo>[</mo><mi>a</mi><mo>]</mo>"},
		{`\begin{pmatrix} 1 & a \\ 0 & b \\ \end{pmatrix}`, "<mrow><mo>(</mo><mtable><mtr><mtd><mrow><mn>1</mn></mrow></mtd><mtd><mrow><mi>a</mi></mrow></mtd></mtr>" +
			"<mtr><mtd><mrow><mn>0</mn></mrow></mtd><mtd><mrow><mi>b</mi></mrow></mtd></mtr></mtable><mo>)</mo></mrow>"},
		{`x\,y % why`, "<mi>x</mi><mspace/><mi>y</mi>"},
		{`\not=`, "<mo>=\u0338</mo>"},
		{`{}^2`, "<msup><mrow></mrow><mrow><mn>2</mn></mrow></msup>"},
		{`^2`, "<msup><mrow></mrow><mrow><mn>2</mn></mrow></msup>"},
		{`a<b\&c`, "<mi>a</mi><mo>&lt;</mo><mi>b</mi><mi>&amp;</mi><mi>c</mi>"},
	} {
		if got := bare(t, c.tex); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.tex, got, c.want)
		}
	}
}

// TestSigns: a minus between two terms has space around it, a sign has none.
func TestSigns(t *testing.T) {
	for tex, signs := range map[string]int{"a - b": 0, "-a": 1, "a = -b": 1, "(-a) - b": 1, "a, -b": 1, "2^{-1}": 1, "a_1 - b": 0, `\frac12 - 1`: 0, `\ln -x`: 1} {
		text, err := mathml.Convert(tex, true)
		if got := strings.Count(text, `<mo form="prefix" lspace="0" rspace="0">−`); got != signs || err != nil {
			t.Errorf("%s: %d signs, %v, want %d", tex, got, err, signs)
		}
	}
}

// TestWhatIsNotKnownIsAnError, and never a panic or half a formula.
func TestWhatIsNotKnownIsAnError(t *testing.T) {
	for tex, want := range map[string]string{
		`\foo`: `\foo is not known`, `a & b`: "& stands where it means nothing", `{a`: "} is missing", `a}`: "} stands where", `\frac1`: "an argument is missing",
		`\left(a`: `\right is missing`, `\left x`: "x is no delimiter", `\begin{foo}\end{foo}`: "the environment foo is not known", `\begin{matrix} a`: `\end{matrix} is missing`,
		`\begin{matrix}a\end{cases}`: `\end{matrix} is missing`, `\mathbb{\frac12}`: `\frac cannot stand in letters`, `x^`: "an argument is missing", `\mathbf{x_1}`: "_ cannot stand in letters", `\sqrt[3`: "] is missing",
		strings.Repeat("{", 1000): "nested too deep", `\left`: "is no delimiter", `\mathbb`: "an argument is missing", `#`: "# stands", `\`: `\ is not known`,
	} {
		if got, err := mathml.Convert(tex, true); got != "" || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %q, %v, want %q", tex, got, err, want)
		}
	}
}

var (
	code    = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	formula = regexp.MustCompile(`(?s)\$\$(.+?)\$\$|\$([^$]+)\$`)
)

// TestFormulasOfTheLectures: all of them can be shown.
func TestFormulasOfTheLectures(t *testing.T) {
	files, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatal("no lectures")
	}
	for _, path := range files {
		n, err := nbformat.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range n.Cells {
			if c.Type != nbformat.Markdown {
				continue
			}
			for _, m := range formula.FindAllStringSubmatch(code.ReplaceAllString(c.Source, ""), -1) {
				text, err := mathml.Convert(m[1]+m[2], m[1] != "")
				if err != nil {
					t.Errorf("%s: %v", path, err)
				}
				wellFormed(t, m[0], text)
			}
		}
	}
}

func FuzzConvert(f *testing.F) {
	for _, seed := range []string{`\frac12`, `\begin{cases}a&b\\\end{cases}`, `x_1^{2'}`, `\left(\right.`, `\text{a}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, tex string) {
		if text, err := mathml.Convert(tex, true); err == nil {
			wellFormed(t, tex, strings.ToValidUTF8(text, ""))
		}
	})
}
