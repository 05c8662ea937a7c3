package review_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/review"
	"github.com/gensci/gensci/internal/nbformat"
)

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func cell(id, kind, source string) nbformat.Cell {
	return nbformat.Cell{Type: kind, ID: id, Source: source, Metadata: map[string]any{}}
}

func graded(m nbgrader.Meta, kind, source string) nbformat.Cell {
	c := cell("cell-"+m.ID, kind, source)
	m.Put(&c)
	return c
}

// master is a sheet with a part that tests grade, a plot, a text and a derivation.
func master() *nbformat.Notebook {
	return &nbformat.Notebook{
		Metadata: map[string]any{
			"kernelspec":    map[string]any{"display_name": "Go (gensci)", "language": "go", "name": "gensci"},
			"language_info": map[string]any{"name": "go", "file_extension": ".go", "mimetype": "text/x-go"},
		},
		Cells: []nbformat.Cell{
			cell("title", nbformat.Markdown, "# Gaussian mixtures"),
			cell("t1", nbformat.Markdown, "## 1. Density\n\nWrite the density of a normal distribution,\n$$p(x) = \\frac{1}{\\sqrt{2\\pi}\\,\\sigma}\\,\\exp\\left(-\\frac{(x-\\mu)^2}{2\\sigma^2}\\right).$$"),
			graded(nbgrader.Meta{ID: "density", Solution: true}, nbformat.Code, "// Density returns p(x).\nfunc Density(x, mu, sigma float64) float64 {\n\t// BEGIN SOLUTION\n\tz := (x - mu) / sigma\n\treturn math.Exp(-z*z/2) / (sigma * math.Sqrt(2*math.Pi))\n\t// END SOLUTION\n}"),
			graded(nbgrader.Meta{ID: "density-test", Grade: true, Locked: true, Points: points.Of(4)}, nbformat.Code, "nb.Check(func(t *sheet.T) {\n\tt.Equal(Density(0, 0, 1), 0.3989)\n\t// BEGIN HIDDEN TESTS\n\tt.Equal(Density(1, 0, 2), 0.176)\n\t// END HIDDEN TESTS\n})"),
			cell("t2", nbformat.Markdown, "## 2. A picture\n\nPlot the density of the mixture for $\\sigma = 0.5, 1, 2$ and compare."),
			graded(nbgrader.Meta{ID: "plot", Grade: true, Solution: true, Points: points.Of(3)}, nbformat.Code, "// BEGIN SOLUTION\nnb.Show(plots.Curve(Density))\n// END SOLUTION"),
			cell("t3", nbformat.Markdown, "## 3. Discuss\n\nWhy does the likelihood of a mixture have **no maximum**?\n\n| case | $\\sigma$ |\n|:--|--:|\n| wide | 2 |\n| narrow | 0.01 |"),
			graded(nbgrader.Meta{ID: "discuss", Grade: true, Solution: true, Points: points.Must("2.5")}, nbformat.Markdown, "One component sits on a data point and its $\\sigma \\to 0$: 1 point. The density there grows without bound: 1 point. Names a remedy: 0.5."),
			graded(nbgrader.Meta{ID: "derive", Task: true, Locked: true, Points: points.Of(4)}, nbformat.Markdown, "## 4. Derive\n\nDerive the update of $\\mu_k$ in the EM algorithm on paper and hand in a scan.\n\n<!-- BEGIN MARK SCHEME -->\n- 1 point: lower bound written down\n- 2 points: derivative with respect to $\\mu_k$ set to zero\n- 1 point: the result $\\mu_k = \\sum_i r_{ik} x_i / \\sum_i r_{ik}$\n<!-- END MARK SCHEME -->"),
		},
	}
}

// students are twelve, one with a hostile name.
var students = []book.Student{
	{ID: "s01", Name: "Ada Lovelace", Email: "ada@example.org", Class: "A", Tutor: "eve"},
	{ID: "s02", Name: "Blaise Pascal", Class: "A", Tutor: "eve"},
	{ID: "s03", Name: "Carl Gauß", Class: "A", Tutor: "eve"},
	{ID: "s04", Name: "Daniel Bernoulli", Class: "A", Tutor: "eve"},
	{ID: "s05", Name: "Emmy Noether", Class: "B", Tutor: "max"},
	{ID: "s06", Name: "Felix Klein", Class: "B", Tutor: "max"},
	{ID: "s07", Name: `<script>alert("name")</script>`, Class: "B", Tutor: "max"},
	{ID: "s08", Name: "=HYPERLINK(\"x\")\x1b[31m", Class: "B", Tutor: "max"},
	{ID: "s09", Name: "Irene Curie", Class: "C", Tutor: "eve"},
	{ID: "s10", Name: "Jakob Steiner", Class: "C", Tutor: "max"},
	{ID: "s11", Name: "Karl Pearson", Class: "C", Tutor: "eve"},
	{ID: "s12", Name: "Leonhard Euler", Class: "C", Tutor: "max"},
}

const curve = `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="220" viewBox="0 0 420 220"><script>window.top.hacked = 1</script><rect width="420" height="220" fill="white"/><path d="M10 200 C 120 200, 140 20, 210 20 S 300 200, 410 200" fill="none" stroke="#1f5fa8" stroke-width="3"/><text x="20" y="30">A density</text></svg>`

var pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// handedIn is what a student made of the sheet.
func handedIn(sheet *release.Sheet, s book.Student) *nbformat.Notebook {
	nb := sheet.Notebook()
	for i, c := range nb.Cells {
		switch id := sheet.Cells[i].ID; id {
		case "density":
			nb.Cells[i].Source = "// Density returns p(x).\nfunc Density(x, mu, sigma float64) float64 {\n\t// by " + s.Name + "\n\treturn math.Exp(-(x-mu)*(x-mu)/(2*sigma*sigma)) / (sigma * 2.5066)\n}"
		case "plot":
			nb.Cells[i].Source = c.Source + "\nnb.Show(curve) // " + s.ID
			nb.Cells[i].Outputs = []nbformat.Output{
				{Type: nbformat.DisplayData, Data: map[string]any{"image/svg+xml": curve, "text/plain": "a curve"}},
				{Type: nbformat.Stream, Name: "stdout", Text: "\x1b[31mred\x1b[0m for " + s.Name + "\n<b>bold</b>\n"},
				{Type: nbformat.DisplayData, Data: map[string]any{"text/html": "<h3>a table of " + s.Name + "</h3><script>window.top.hacked = 2; document.title = 'hacked'</script><img src=x onerror='window.top.hacked = 3'>"}},
				{Type: nbformat.Error, ErrorName: "panic", ErrorValue: "</pre><script>alert(1)</script>"},
			}
		case "discuss":
			nb.Cells[i].Source = "I am " + s.Name + " (" + s.ID + ").\n\nIf $\\sigma_1 \\to 0$ at $x_1$ then $p(x_1) \\to \\infty$:\n\\begin{align}\na &= b\n\\end{align}\n\n$$\\begin{aligned} \\log p &= -\\log\\sigma + c \\\\ &\\to \\infty \\end{aligned}$$\n\n<script>alert('answer')</script> <img src=x onerror=alert(1)>\n\n[a link](javascript:alert(1)) ![p](attachment:scan.png)"
			nb.Cells[i].Attachments = map[string]any{"scan.png": map[string]any{"image/png": pixel}}
		}
	}
	own := cell("own-"+s.ID, nbformat.Markdown, "My derivation: $\\mu_k = \\frac{\\sum_i r_{ik} x_i}{\\sum_i r_{ik}}$.")
	nb.Cells = append(nb.Cells, own)
	return nb
}

// course is a gradebook and hand-ins of all but the last two: s03 and s04 together.
type course struct {
	book   *book.Book
	sheet  *release.Sheet
	folder string
	config review.Config
}

var due = time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC)

const sheetName = "22-mixtures"

func newCourse(t testing.TB) *course {
	t.Helper()
	folder := t.TempDir()
	c := &course{folder: filepath.Join(folder, "submissions"), sheet: must(release.Read(master(), sheetName))(t), book: must(book.Open(t.Context(), filepath.Join(folder, "gradebook.db")))(t)}
	t.Cleanup(func() { c.book.Close() })
	check(t, c.book.AddStudents(t.Context(), students))
	sheet := book.Sheet{Name: sheetName, Release: "r1"}
	for _, one := range c.sheet.Cells {
		if one.Scored() {
			sheet.Cells = append(sheet.Cells, book.Cell{ID: one.ID, Kind: book.Kind(one.Kind.String()), Title: one.Title, Points: one.Points})
		}
	}
	check(t, c.book.PutSheet(t.Context(), sheet, "test"))
	for i, s := range students[:10] {
		if s.ID != "s04" {
			c.handIn(t, s, 1, due.Add(time.Duration(i-60)*time.Minute))
		}
	}
	c.config = review.Config{
		Book: c.book, Rule: book.Rule{Sheet: sheetName, Due: due}, Sheet: c.sheet, Folder: c.folder, Tutors: []string{"eve", "max"}, Key: []byte("secret"),
	}
	return c
}

// handIn puts a hand-in into the folder and the gradebook.
func (c *course) handIn(t testing.TB, s book.Student, version int, at time.Time) book.Submission {
	t.Helper()
	file := filepath.Join("22", s.ID, fmt.Sprint(version))
	folder := filepath.Join(c.folder, file)
	check(t, os.MkdirAll(folder, 0o755))
	check(t, handedIn(c.sheet, s).Write(filepath.Join(folder, sheetName+".ipynb")))
	write := func(name, content string) {
		check(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
	}
	write("manifest.json", "{}")
	if s.ID == "s01" {
		write("scan of Ada Lovelace.png", string(must(base64.StdEncoding.DecodeString(pixel))(t)))
		write("page.html", "<script>window.top.hacked = 4</script>by hand")
		write("drawing.svg", curve)
		write("program.exe", "MZ")
		write("scan.pdf", scan)
		check(t, os.Symlink("/etc/passwd", filepath.Join(folder, "link.png")))
	}
	sub := book.Submission{Sheet: sheetName, Owner: s.ID, Round: 1, At: at, Hash: fmt.Sprint(s.ID, version), Release: "r1", File: filepath.ToSlash(file), Answers: map[string]string{}}
	for _, id := range []string{"plot", "discuss", "derive"} {
		sub.Answers[id] = fmt.Sprint(s.ID, "-", id, "-", version)
	}
	if s.ID == "s03" {
		sub.Members = []book.Member{{Student: "s04", Confirmed: at}}
	}
	sub = must(c.book.RecordSubmission(t.Context(), sub))(t)
	_, err := c.book.RecordAutomatic(t.Context(), book.Graded{Submission: sub.ID, Cells: []book.CellGrade{
		{Cell: "density-test", Points: points.Of(4), Status: book.Partial, Message: "hint: <b>check</b> the factor\x1b[31m"},
	}})
	check(t, err)
	return sub
}

// scan is a small PDF with a line and a word.
var scan = func() string {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
	}
	stream := "BT /F 28 Tf 60 180 Td (mu = sum r x / sum r) Tj ET 2 w 40 160 m 360 160 l S"
	objects = append(objects, fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream))
	text, offsets := "%PDF-1.4\n", ""
	for i, o := range objects {
		offsets += fmt.Sprintf("%010d 00000 n \n", len(text))
		text += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return text + fmt.Sprintf("xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", offsets, len(text))
}()

// site is a server that runs, and who uses it.
type site struct {
	base  string
	links map[string]string
	http.Client
	cookie, csrf string
}

// serve starts a server; it ends with the test.
func serve(t testing.TB, c review.Config) *site {
	t.Helper()
	s := must(review.New(c))(t)
	l := must(s.Listen("127.0.0.1:0", "", ""))(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	at := &site{base: "http://" + l.Addr().String(), links: map[string]string{}}
	at.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, link := range s.Links() {
		at.links[link.Tutor] = link.URL
	}
	return at
}

// as is the site as a tutor who has come in sees it.
func (s *site) as(t testing.TB, tutor string) *site {
	t.Helper()
	_, token, _ := strings.Cut(s.links[tutor], "#")
	r := s.post(t, "/login", url.Values{"token": {token}})
	if r.status != http.StatusSeeOther || len(r.header["Set-Cookie"]) != 1 {
		t.Fatalf("login: %d %s", r.status, r.body)
	}
	in := &site{base: s.base, links: s.links, Client: s.Client, cookie: strings.Split(r.header.Get("Set-Cookie"), ";")[0]}
	in.csrf = regexp.MustCompile(`data-csrf="([^"]+)"`).FindStringSubmatch(in.get(t, "/").body)[1]
	return in
}

// reply is an answer that was read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

// do sends a request; change may alter it.
func (s *site) do(t testing.TB, method, path string, form url.Values, change func(*http.Request)) reply {
	t.Helper()
	r := must(http.NewRequestWithContext(t.Context(), method, s.base+path, strings.NewReader(form.Encode())))(t)
	if s.cookie != "" {
		r.Header.Set("Cookie", s.cookie)
	}
	if method == http.MethodPost {
		r.Header.Set("Origin", s.base)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if change != nil {
		change(r)
	}
	answer := must(s.Client.Do(r))(t)
	defer answer.Body.Close()
	return reply{answer.StatusCode, answer.Header, string(must(io.ReadAll(answer.Body))(t))}
}

func (s *site) get(t testing.TB, path string) reply {
	t.Helper()
	return s.do(t, http.MethodGet, path, nil, nil)
}

// post sends a form with the session's token.
func (s *site) post(t testing.TB, path string, form url.Values) reply {
	t.Helper()
	if s.csrf != "" {
		form.Set("csrf", s.csrf)
	}
	return s.do(t, http.MethodPost, path, form, nil)
}
