package wire

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"sync"
)

// Server is the side of the student's process: it makes the calls that arrive, each in a goroutine of its own, so that the student's code may call back from
// as many goroutines as it likes.
type Server struct {
	pipe  *pipe
	named map[string]reflect.Value

	mu      sync.Mutex
	passed  map[string]reflect.Value
	calls   uint64
	waiting map[uint64]chan frame
}

// NewServer returns a Server that reads what the checker writes and writes what it reads.
func NewServer(in io.Reader, out io.Writer) *Server {
	return &Server{pipe: newPipe(in, out), named: map[string]reflect.Value{}, passed: map[string]reflect.Value{}, waiting: map[uint64]chan frame{}}
}

// Serve lets the checker call f by name.
func (s *Server) Serve(name string, f any) { s.named[name] = reflect.ValueOf(f) }

// Stub sets *f, a pointer to a function, to one that the checker serves under that name. It panics if the checker's function does.
func (s *Server) Stub(name string, f any) {
	to := reflect.ValueOf(f).Elem()
	to.Set(s.imported(name, to.Type()))
}

// Run serves until the checker closes its end.
func (s *Server) Run() error {
	defer s.hangUp()
	for {
		f, err := s.pipe.receive()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case f.kind == kindCall:
			go s.answer(f)
		default:
			s.hand(f)
		}
	}
}

// hangUp ends the waiting of those whose answers will not come.
func (s *Server) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, waiting := range s.waiting {
		close(waiting)
	}
	s.waiting = nil
}

// hand gives an answer to the goroutine that waits for it.
func (s *Server) hand(f frame) {
	s.mu.Lock()
	waiting := s.waiting[f.call]
	delete(s.waiting, f.call)
	s.mu.Unlock()
	if waiting != nil {
		waiting <- f
	}
}

// answer makes a call. Whatever becomes of the function, an answer is sent: deferred functions run after a panic and after runtime.Goexit.
func (s *Server) answer(f frame) {
	reply := frame{kindPanic, f.call, []byte("it called runtime.Goexit")}
	defer func() { _ = s.pipe.send(reply) }() // if that fails, the checker has gone
	defer func() {
		if r := recover(); r != nil {
			reply.body = []byte(fmt.Sprint(r)) // a panic in here, by a String method, is caught by fmt
		}
	}()
	d := &decoder{in: f.body, funcs: s}
	body, err := s.invoke(d)
	if err != nil {
		reply.body = []byte(err.Error())
		return
	}
	reply.kind, reply.body = kindResults, body
}

func (s *Server) invoke(d *decoder) ([]byte, error) {
	target, err := d.text()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	function, ok := s.passed[target]
	s.mu.Unlock()
	if !ok {
		function, ok = s.named[target]
	}
	if !ok {
		return nil, errors.New("there is no function " + target)
	}
	return invoke(function, d)
}

func (s *Server) export(f reflect.Value) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	target := "#" + strconv.Itoa(len(s.passed)+1)
	s.passed[target] = reflect.ValueOf(f.Interface()) // f may be a place in a slice, which may hold another function later
	return target
}

func (s *Server) imported(target string, t reflect.Type) reflect.Value {
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		body, err := callBody(target, args, s)
		if err != nil {
			panic(err)
		}
		answer := s.ask(body)
		if answer.kind == kindPanic {
			panic(string(answer.body))
		}
		out, err := results(t, answer.body, args, s)
		if err != nil {
			panic(err)
		}
		return out
	})
}

// ask sends a call and waits for its answer.
func (s *Server) ask(body []byte) frame {
	answer := make(chan frame, 1)
	s.mu.Lock()
	s.calls++
	number := s.calls
	gone := s.waiting == nil
	if !gone {
		s.waiting[number] = answer
	}
	s.mu.Unlock()
	if gone {
		panic("the checker has gone")
	}
	if err := s.pipe.send(frame{kindCall, number, body}); err != nil {
		panic("the checker has gone")
	}
	f, ok := <-answer
	if !ok {
		panic("the checker has gone")
	}
	return f
}
