package run

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// Job says what to grade.
type Job struct {
	Book        *book.Book
	Rule        book.Rule
	Sheet       *release.Sheet
	Release     string // its version
	Workshop    *grader.Workshop
	Submissions string // folder of what was collected
	Records     string // folder for what was found, NN-topic/STUDENT/ROUND-VERSION.json
	By          string // for the history

	Students   []string // these alone; none: all
	Tests      []string // these alone; none: all
	Again      bool     // also what was graded already
	NeverLower bool     // nobody loses points
	Jobs       int      // hand-ins at once; 0: one for each processor
	Progress   func(Step)
}

// Step is one hand-in that was graded.
type Step struct {
	Done, All  int
	Submission book.Submission
	Results    []grader.Result
	Took       time.Duration
	Err        error // why it could not be graded; it stays ungraded
}

// Earned are the points of a step's results.
func (s Step) Earned() points.Points {
	var sum points.Points
	for _, r := range s.Results {
		sum = sum.Plus(r.Points)
	}
	return sum
}

// Summary is what a run has done.
type Summary struct {
	Graded   int
	Ungraded []Step        // with at least one test that could not be run
	Changes  []book.Change // of points that were given before
	CPU      time.Duration // of students' programs
}

// Fingerprint is of all that results depend on beside the hand-in.
func (j Job) Fingerprint() string {
	text := fmt.Sprintf("%s %s %s", j.Sheet.Name, j.Release, j.Workshop.Versions())
	for _, test := range j.Workshop.Tests() {
		text += " " + j.Workshop.Seed(test)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// Run grades. If ctx ends, what is graded is recorded, and ctx's error is returned with what was done.
func (j Job) Run(ctx context.Context) (Summary, error) {
	pending, err := j.pending(ctx)
	if err != nil {
		return Summary{}, err
	}
	c := &collector{job: j, all: len(pending)}
	todo := make(chan book.Submission)
	var wait sync.WaitGroup
	jobs := j.Jobs
	if jobs <= 0 {
		jobs = runtime.NumCPU()
	}
	for range min(jobs, max(1, len(pending))) {
		wait.Go(func() {
			for s := range todo {
				c.one(ctx, s)
			}
		})
	}
	for _, s := range pending {
		if ctx.Err() != nil {
			break
		}
		todo <- s
	}
	close(todo)
	wait.Wait()
	return c.summary, errors.Join(c.err, ctx.Err())
}

// pending is what is to be graded, in the order of the owners.
func (j Job) pending(ctx context.Context) ([]book.Submission, error) {
	fingerprint := j.Fingerprint()
	if j.Again || len(j.Tests) > 0 {
		fingerprint = "all" // nothing was graded with this one
	}
	pending, err := j.Book.Pending(ctx, j.Rule, fingerprint)
	if err != nil {
		return nil, err
	}
	if len(j.Students) > 0 {
		pending = slices.DeleteFunc(pending, func(s book.Submission) bool {
			return !slices.ContainsFunc(s.Members, func(m book.Member) bool { return slices.Contains(j.Students, m.Student) }) && !slices.Contains(j.Students, s.Owner)
		})
	}
	slices.SortFunc(pending, func(a, b book.Submission) int {
		return cmp.Or(strings.Compare(a.Owner, b.Owner), cmp.Compare(a.Round, b.Round))
	})
	return pending, nil
}

// collector gathers what the workers find.
type collector struct {
	job     Job
	all     int
	mu      sync.Mutex
	done    int
	summary Summary
	err     error // of the gradebook or the disk: nothing goes on after it
}

func (c *collector) one(ctx context.Context, s book.Submission) {
	c.mu.Lock()
	stop := c.err != nil
	c.mu.Unlock()
	if stop || ctx.Err() != nil {
		return
	}
	start := time.Now()
	results, err := c.job.grade(ctx, s)
	if ctx.Err() != nil {
		return // half a hand-in is not recorded
	}
	step := Step{Submission: s, Results: results, Took: time.Since(start), Err: err}
	changes, err := c.job.record(context.WithoutCancel(ctx), step)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = errors.Join(c.err, err)
	if err != nil {
		return
	}
	c.done++
	step.Done, step.All = c.done, c.all
	c.summary.add(step, changes)
	if c.job.Progress != nil {
		c.job.Progress(step)
	}
}

func (s *Summary) add(step Step, changes []book.Change) {
	s.Graded++
	s.Changes = append(s.Changes, changes...)
	if step.Err != nil || slices.ContainsFunc(step.Results, func(r grader.Result) bool { return r.Status == grader.Ungraded }) {
		s.Ungraded = append(s.Ungraded, step)
	}
	for _, r := range step.Results {
		s.CPU += r.CPU
	}
}

// tests are those to be run.
func (j Job) tests() []string {
	if len(j.Tests) > 0 {
		return j.Tests
	}
	return j.Workshop.Tests()
}

// grade grades one hand-in. Where its notebook cannot be read, all tests are ungraded: a person has to look.
func (j Job) grade(ctx context.Context, s book.Submission) ([]grader.Result, error) {
	nb, err := nbformat.Read(Notebook(j.Submissions, s))
	var answers release.Answers
	if err == nil {
		answers, err = release.ReadAnswers(j.Sheet, nb)
	}
	if err != nil {
		return j.Workshop.Ungraded(j.tests(), "the notebook cannot be read: "+err.Error()), err
	}
	texts := map[string]string{}
	for id, a := range answers.ByID {
		texts[id] = a.Source
	}
	return j.Workshop.Grade(ctx, texts, j.tests())
}

// Notebook is where the notebook of a hand-in lies: the folder of a version has it under the sheet's name.
func Notebook(submissions string, s book.Submission) string {
	path := filepath.Join(submissions, filepath.FromSlash(s.File))
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, s.Sheet+".ipynb")
	}
	return path
}
