package wire

import (
	"fmt"
	"io"
	"reflect"
	"strconv"
)

// Caller is the checker's side: it calls functions of the student's process, and serves that process's calls of functions of ours, those that were passed to it and
// those that have names (Serve), while a call is under way. It is used from one goroutine, and so are the functions that it serves.
type Caller struct {
	pipe    *pipe
	named   map[string]reflect.Value
	passed  map[string]reflect.Value // functions that were passed and may still be called
	count   int                      // of functions that were passed
	calls   uint64
	open    map[uint64]bool  // calls without an answer, each but the first made by a function that was called during another one
	early   map[uint64]frame // answers to open calls that are not the innermost one
	failure *Failure         // after which there is nobody to call
}

// maxOpen bounds calls within calls, each of which takes some of the checker's stack.
const maxOpen = 100

// NewCaller returns a Caller that reads what the student's process writes and writes what it reads.
func NewCaller(in io.Reader, out io.Writer) *Caller {
	return &Caller{pipe: newPipe(in, out), named: map[string]reflect.Value{}, passed: map[string]reflect.Value{}, open: map[uint64]bool{}, early: map[uint64]frame{}}
}

// Serve lets the student's process call f by name: a reference for what an earlier part of the sheet asked for.
func (c *Caller) Serve(name string, f any) { c.named[name] = reflect.ValueOf(f) }

// Stub sets *f, a pointer to a function, to one that calls the function of that name in the student's process. It panics with a *Failure if there are no results.
func (c *Caller) Stub(name string, f any) {
	to := reflect.ValueOf(f).Elem()
	to.Set(c.stub(name, name, to.Type()))
}

// Failed returns what ended the conversation, or nil: a process that is gone or has sent nonsense is not asked again.
func (c *Caller) Failed() *Failure { return c.failure }

func (c *Caller) stub(target, name string, t reflect.Type) reflect.Value {
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		out, failure := c.call(target, name, t, args)
		if failure != nil {
			panic(failure)
		}
		return out
	})
}

func (c *Caller) call(target, name string, t reflect.Type, args []reflect.Value) ([]reflect.Value, *Failure) {
	if c.failure != nil {
		return nil, &Failure{name, c.failure.Kind, c.failure.Text}
	}
	before := c.count
	body, err := callBody(target, args, c)
	if err != nil { // the test's own arguments
		panic(fmt.Errorf("%s cannot be called: %w", name, err))
	}
	if len(c.open) == maxOpen {
		return nil, c.end(&Failure{name, Confused, fmt.Sprintf("functions of the test and yours call each other more than %d times within each other", maxOpen)})
	}
	c.calls++
	number := c.calls
	c.open[number] = true
	defer delete(c.open, number)
	if err = c.pipe.send(frame{kindCall, number, body}); err != nil {
		return nil, c.end(&Failure{name, Gone, ""})
	}
	answer, failure := c.wait(number, name)
	if failure != nil {
		return nil, failure
	}
	if answer.kind == kindPanic {
		c.forget(before)
		return nil, &Failure{name, Panicked, string(answer.body)}
	}
	out, err := results(t, answer.body, args, c)
	if err != nil {
		return nil, c.end(&Failure{name, Confused, err.Error()})
	}
	if !returnsFunctions(t) {
		c.forget(before)
	}
	return out, nil
}

func (c *Caller) end(f *Failure) *Failure {
	if c.failure == nil {
		c.failure = f
	}
	return f
}

// wait serves the process until the answer to a call is there.
func (c *Caller) wait(number uint64, name string) (frame, *Failure) {
	for {
		if f, ok := c.early[number]; ok {
			delete(c.early, number)
			return f, nil
		}
		f, err := c.pipe.receive()
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return frame{}, c.end(&Failure{name, Gone, ""})
		case err != nil:
			return frame{}, c.end(&Failure{name, Confused, err.Error()})
		case f.kind == kindCall:
			if failure := c.serve(f, name); failure != nil {
				return frame{}, failure
			}
		case !c.open[f.call]:
			return frame{}, c.end(&Failure{name, Confused, "it answered what was not asked"})
		default:
			if _, twice := c.early[f.call]; twice {
				return frame{}, c.end(&Failure{name, Confused, "it answered twice"})
			}
			c.early[f.call] = f
		}
	}
}

// serve makes one call of the student's process. A panic of the function that is called, such as one for arguments that make no sense, is the student's to see.
func (c *Caller) serve(f frame, name string) *Failure {
	d := &decoder{in: f.body, funcs: c}
	target, err := d.text()
	if err != nil {
		return c.end(&Failure{name, Confused, err.Error()})
	}
	answer := frame{kindResults, f.call, nil}
	function, ok := c.passed[target]
	if !ok {
		function, ok = c.named[target]
	}
	if !ok {
		answer.kind, answer.body = kindPanic, []byte("a function was called that is not there, or no longer: functions may be called until the call that was given them returns")
	} else if answer.body, err = c.protected(function, d); err != nil {
		answer.kind, answer.body = kindPanic, []byte(err.Error())
	}
	if err := c.pipe.send(answer); err != nil {
		return c.end(&Failure{name, Gone, ""})
	}
	return c.failure
}

// protected is invoke with panics as errors, but for failures of calls inside, which end the test.
func (c *Caller) protected(function reflect.Value, d *decoder) (body []byte, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Failure:
			if c.failure != nil {
				panic(r)
			}
			err = r
		default:
			err = fmt.Errorf("%v", r)
		}
	}()
	return invoke(function, d)
}

func (c *Caller) export(f reflect.Value) string {
	c.count++
	target := "#" + strconv.Itoa(c.count)
	c.passed[target] = reflect.ValueOf(f.Interface()) // f may be a place in a slice, which may hold another function later
	return target
}

func (c *Caller) imported(target string, t reflect.Type) reflect.Value {
	return c.stub(target, "a function that was returned", t)
}

// forget takes away the functions that were passed since count was before.
func (c *Caller) forget(before int) {
	for i := before + 1; i <= c.count; i++ {
		delete(c.passed, "#"+strconv.Itoa(i))
	}
}

// returnsFunctions tells whether the results of a call may use the functions that it was given later on.
func returnsFunctions(t reflect.Type) bool {
	for i := range t.NumOut() {
		if holdsFunctions(t.Out(i), nil) {
			return true
		}
	}
	return false
}

func holdsFunctions(t reflect.Type, above []reflect.Type) bool {
	for _, a := range above {
		if a == t {
			return false
		}
	}
	above = append(above, t)
	switch t.Kind() {
	case reflect.Func:
		return true
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return holdsFunctions(t.Elem(), above)
	case reflect.Map:
		return holdsFunctions(t.Elem(), above)
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() && holdsFunctions(t.Field(i).Type, above) {
				return true
			}
		}
	}
	return false
}
