package junit

import (
	"encoding/xml"
	"fmt"
	"time"

	"github.com/gensci/gensci/internal/replace"
)

// Suite is a notebook.
type Suite struct {
	Name    string // unique in the report
	File    string // path of the notebook
	Begin   time.Time
	Elapsed time.Duration
	Cases   []Case
}

// Case is a code cell. It has passed if it has neither Failure, nor Error, nor Skipped.
type Case struct {
	Name     string
	Elapsed  time.Duration
	Failure  *Failure // the cell is to blame
	Error    *Failure // something else is: the kernel did not start
	Skipped  string   // why it was not run
	Out, Err string   // what it wrote
}

// Failure is why a case did not pass.
type Failure struct {
	Message string // one line
	Type    string
	Text    string // the traceback
}

// Write writes the report to path, in one step.
func Write(path string, suites []Suite) error {
	text, err := Marshal(suites)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return replace.File(path, text)
}

// Marshal returns the report. Characters that XML cannot have, such as most control characters, become U+FFFD.
func Marshal(suites []Suite) ([]byte, error) {
	all := xmlSuites{Name: "gensci"}
	var sum time.Duration // they may have run at the same time
	for _, s := range suites {
		one := s.xml()
		all.Suites = append(all.Suites, one)
		all.counts.add(one.counts)
		sum += s.Elapsed
	}
	all.Time = seconds(sum)
	text, err := xml.MarshalIndent(all, "", " ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

func (s Suite) xml() xmlSuite {
	one := xmlSuite{Name: s.Name, File: s.File, Time: seconds(s.Elapsed)}
	if !s.Begin.IsZero() {
		one.Timestamp = s.Begin.UTC().Format("2006-01-02T15:04:05")
	}
	for _, c := range s.Cases {
		x := c.xml(s)
		one.Cases = append(one.Cases, x)
		one.counts.add(x.counts())
	}
	return one
}

func (c Case) xml(s Suite) xmlCase {
	x := xmlCase{Class: s.Name, Name: c.Name, File: s.File, Time: seconds(c.Elapsed), Out: textOrNone(c.Out), Err: textOrNone(c.Err)}
	x.Failure, x.Error = c.Failure.xml(), c.Error.xml()
	if c.Skipped != "" {
		x.Skipped = &xmlSkipped{c.Skipped}
	}
	return x
}

func (f *Failure) xml() *xmlFailure {
	if f == nil {
		return nil
	}
	return &xmlFailure{f.Message, f.Type, textOf(f.Text)}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
