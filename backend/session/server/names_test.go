package server

import (
	"testing"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/internal/engines"
)

// slow is an engine whose uploads wait.
type slow struct {
	compute.Backend
	began, goOn chan struct{}
}

func (s slow) BufferFromFlatData(d compute.DeviceNum, flat any, shape shapes.Shape) (compute.Buffer, error) {
	s.began <- struct{}{}
	<-s.goOn
	return s.Backend.BufferFromFlatData(d, flat, shape)
}

// kept are names on disk alone, with one tensor under the name "old".
func kept(t *testing.T, engine compute.Backend) *names {
	t.Helper()
	folder := t.TempDir()
	d, err := newDisk(folder, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	n, err := newNames(engines.Go(t), d)
	if err != nil {
		t.Fatal(err)
	}
	n.publish("old", "", []namedEntry{entry(t, n.engine, 7)})
	if err = n.flush(); err != nil {
		t.Fatal(err)
	}
	n.close()
	if d, err = newDisk(folder, 1<<20); err != nil {
		t.Fatal(err)
	}
	if n, err = newNames(engine, d); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.flush(); err != nil {
			t.Error(err)
		}
		n.close()
	})
	return n
}

func entry(t *testing.T, engine compute.Backend, x float32) namedEntry {
	t.Helper()
	shape := shapes.Make(dtypes.Float32, 1)
	value, err := engine.BufferFromFlatData(0, []float32{x}, shape)
	if err != nil {
		t.Fatal(err)
	}
	b, err := newBuffer(value)
	if err != nil {
		t.Fatal(err)
	}
	return namedEntry{name: "x", shape: shape, value: b}
}

func first(t *testing.T, held []*buffer) float32 {
	t.Helper()
	x := make([]float32, 1)
	if err := held[0].copyTo(x); err != nil {
		t.Fatal(err)
	}
	return x[0]
}

// What is read from disk makes nobody wait who wants something else, and a name that is replaced meanwhile stands for what it was replaced by.
func TestReadingFromDiskHoldsUpNobody(t *testing.T) {
	s := slow{engines.Go(t), make(chan struct{}), make(chan struct{})}
	n := kept(t, s)
	opened := make(chan []*buffer, 1)
	go func() {
		_, held, err := n.open("old")
		if err != nil {
			t.Error(err)
		}
		opened <- held
	}()
	<-s.began
	listed := make(chan int, 1)
	go func() {
		n.publish("other", "", []namedEntry{entry(t, s.Backend, 1)})
		n.publish("old", "", []namedEntry{entry(t, s.Backend, 8)})
		listed <- len(n.list())
	}()
	select {
	case found := <-listed:
		if found != 2 {
			t.Errorf("listed %d names", found)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("others wait for the disk")
	}
	close(s.goOn)
	if got := first(t, <-opened); got != 8 {
		t.Errorf("got %v, want what replaced it", got)
	}
}

func TestReadingFromDiskOnce(t *testing.T) {
	s := slow{engines.Go(t), make(chan struct{}, 9), make(chan struct{})}
	close(s.goOn)
	n := kept(t, s)
	done := make(chan float32)
	for range 4 {
		go func() {
			_, held, err := n.open("old")
			if err != nil {
				t.Error(err)
			}
			done <- first(t, held)
		}()
	}
	for range 4 {
		if got := <-done; got != 7 {
			t.Errorf("got %v", got)
		}
	}
	if len(s.began) != 1 {
		t.Errorf("read %d times", len(s.began))
	}
}
