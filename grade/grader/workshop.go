package grader

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/program"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/source"
)

// Options say how to grade.
type Options struct {
	Checkout string // folder of this module, which programs are built with
	Cache    string // folder for compilers and checkers, which are made again if they are missing
	Seed     []byte // secret of the course and release, of which the seeds of tests are made
	Bare     bool   // without a sandbox: for one's own code alone
	Own      bool   // the sheet is a student's, without references and hidden tests
	Limits   Limits
}

// Limits are for the student's program in one test cell.
type Limits struct {
	CPU    time.Duration            // 0: 10 s
	Wall   time.Duration            // on the clock; 0: 10 s and three times the CPU
	Build  time.Duration            // CPU of the compiler and of the linker; 0: 40 s
	Memory int64                    // bytes; 0: 512 MB
	Tests  map[string]time.Duration // CPU of single tests, where it is more than CPU
}

// Workshop has what is needed to grade hand-ins of one release. Its methods may be called from several goroutines.
type Workshop struct {
	options Options
	plan    *program.Plan
	tools   *program.Tools
	checker string // path of the program
	maximum map[string]points.Points
	work    *workplace // for programs

	alone  sync.RWMutex // is locked for a run that nothing may disturb
	mu     sync.Mutex
	graded map[string]Result // by the program and the test: equal programs are not run twice
}

// Open prepares a sheet for grading. Errors that are the author's name the cell.
func Open(ctx context.Context, sheet *release.Sheet, o Options) (*Workshop, error) {
	if !o.Bare {
		if err := box.Check(ctx); err != nil {
			return nil, err
		}
	}
	plan, err := planFor(sheet, o)
	if err != nil {
		return nil, err
	}
	w := &Workshop{options: o, plan: plan, maximum: map[string]points.Points{}, graded: map[string]Result{}}
	for _, c := range sheet.Cells {
		if c.Kind == release.Test {
			w.maximum[c.ID] = c.Points
		}
	}
	if len(w.maximum) == 0 {
		return w, nil // a sheet that people mark
	}
	if w.work, err = newWorkplace(o.Cache); err != nil {
		return nil, err
	}
	if err := w.prepare(ctx); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// private sees that nobody else can put compilers and checkers where ours are looked for.
func private(cache string) error {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	info, err := os.Stat(cache)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o002 != 0 || !ours(info) {
		return fmt.Errorf("others can write to %s, where compilers and checkers are kept; use a folder of your own", cache)
	}
	return nil
}

func planFor(sheet *release.Sheet, o Options) (*program.Plan, error) {
	if o.Own {
		return program.NewOwn(sheet)
	}
	return program.New(sheet)
}

// Close removes what was made for this run.
func (w *Workshop) Close() error {
	if w.work == nil {
		return nil
	}
	return w.work.remove()
}

// prepare makes the tools and the checker.
func (w *Workshop) prepare(ctx context.Context) error {
	src, err := w.plan.Checker()
	if err != nil {
		return err
	}
	if err = private(w.options.Cache); err != nil {
		return err
	}
	w.tools, err = program.Prepare(ctx, w.options.Checkout, w.options.Cache, w.plan.Packages(src))
	if err != nil {
		return fmt.Errorf("the packages that the sheet imports cannot be compiled: %w", err)
	}
	folder := filepath.Join(w.options.Cache, "checker-"+hash(src.Text(), w.tools.Folder))
	w.checker = filepath.Join(folder, program.Binary)
	if _, err := os.Stat(w.checker); err == nil {
		return nil
	}
	return w.buildChecker(ctx, src, folder)
}

// buildChecker builds the checker into a folder, in one step, and has it look at the signatures.
func (w *Workshop) buildChecker(ctx context.Context, src program.Source, folder string) error {
	making, err := os.MkdirTemp(w.work.folder, "checker-")
	if err != nil {
		return err
	}
	problems, err := w.tools.Build(ctx, w.builder(), src, making)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return fmt.Errorf("the tests do not compile: %w", problems[0])
	}
	report, err := w.boxed(box.Box{
		Command: []string{"/checker", "-list"}, ReadOnly: []box.Mount{{Host: filepath.Join(making, program.Binary), Box: "/checker"}},
		Limits: box.Limits{Memory: w.memory()},
	}).Run(ctx)
	if err != nil {
		return err
	}
	if !report.OK() {
		return fmt.Errorf("the sheet cannot be graded: %s", strings.TrimSpace(report.Stderr.String()))
	}
	binary, err := os.ReadFile(filepath.Join(making, program.Binary))
	if err != nil {
		return err
	}
	return install(folder, binary)
}

// install makes a folder with the program in one step.
func install(folder string, binary []byte) error {
	making, err := os.MkdirTemp(filepath.Dir(folder), "making-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(making)
	if err = errors.Join(os.WriteFile(filepath.Join(making, program.Binary), binary, 0o755), os.Chmod(making, 0o755)); err != nil {
		return err
	}
	err = os.Rename(making, folder)
	if _, there := os.Stat(filepath.Join(folder, program.Binary)); err != nil && there == nil { // somebody else has made it
		return nil
	}
	return err
}

// Tests are the ids of the test cells.
func (w *Workshop) Tests() []string { return w.plan.Tests() }

// Cells are the ids of the solution cells whose functions a test calls.
func (w *Workshop) Cells(test string) []string { return w.plan.Cells(test) }

// Seed is the seed of a test, as text: the same for all students, another one for each course, release and test.
func (w *Workshop) Seed(test string) string {
	mac := hmac.New(sha256.New, w.options.Seed)
	mac.Write([]byte(test))
	return hex.EncodeToString(mac.Sum(nil))
}

// Versions say what results depend on beside the answers: the tools, with their packages, and the tests.
func (w *Workshop) Versions() string {
	if w.checker == "" {
		return ""
	}
	return fmt.Sprintf("%s %s %s", w.tools.Version, filepath.Base(w.tools.Folder), filepath.Base(filepath.Dir(w.checker)))
}

func hash(texts ...string) string {
	sum := sha256.New()
	for _, t := range texts {
		fmt.Fprintf(sum, "%d:%s", len(t), t)
	}
	return hex.EncodeToString(sum.Sum(nil))[:32]
}

func (w *Workshop) memory() int64 {
	if w.options.Limits.Memory > 0 {
		return w.options.Limits.Memory
	}
	return 512 << 20
}

// cpu is what the student's program may compute in a test.
func (w *Workshop) cpu(test string) time.Duration {
	limit := w.options.Limits.CPU
	if limit == 0 {
		limit = 10 * time.Second
	}
	return max(limit, w.options.Limits.Tests[test])
}

// wall is what the clock may show for it.
func (w *Workshop) wall(test string) time.Duration {
	if w.options.Limits.Wall > 0 {
		return w.options.Limits.Wall
	}
	return 3*w.cpu(test) + 10*time.Second
}

// sentences are a student's problems as notes of a result.
func sentences(problems []source.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.Error())
	}
	return out
}
