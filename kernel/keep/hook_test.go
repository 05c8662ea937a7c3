package keep_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gensci/gensci/kernel/keep"
)

// remote is a value whose substance is outside: a file in a folder that stands for a server. What it wrote last is its version.
type remote struct {
	name    string
	version int
	changed bool
}

// connection cannot be kept, and need not be.
type connection struct{ c chan int }

// plug cannot be kept although it looks as if.
type plug int

// cached can make a part of itself again.
type cached struct {
	n     int
	cache map[int]int
	build func()
}

func serverFile(name string) string { return filepath.Join(os.Getenv("KEEP_TEST_SERVER"), name) }

func init() {
	keep.Register(keep.Hook[*remote]{
		Save: func(r *remote, old []byte) ([]byte, []string, error) {
			if r.name == "broken" {
				return nil, nil, errors.New("the server does not answer")
			}
			external := r.name + "@" + strconv.Itoa(r.version)
			if r.changed || old == nil {
				external = r.name + "@" + strconv.Itoa(r.version+1)
				if err := os.WriteFile(serverFile(external), nil, 0o600); err != nil {
					return nil, nil, err
				}
			}
			return []byte(external), []string{external}, nil
		},
		Load: func(data []byte) (*remote, error) {
			r := &remote{}
			_, err := fmt.Sscanf(string(data), "model@%d", &r.version)
			r.name = "model"
			return r, err
		},
		Export: func(r *remote) ([]byte, error) { return []byte(r.name), nil },
		Import: func(data []byte) (*remote, error) { return &remote{name: string(data)}, nil },
	})
	keep.Transient[*connection]()
	keep.Never[*plug]("a plug, which belongs to one socket")
	keep.TransientFields[cached]("cache", "build")
}

// The variables: two names for one model, one of them in a struct with a connection.
var (
	model  *remote
	holder struct {
		model  *remote
		conn   *connection
		cached cached
	}
	broken *remote
)

func init() {
	keptAll := []keep.Var{kept("model", &model), kept("holder", &holder)}
	cell("new model", 1, func() {
		model = &remote{name: "model"}
		holder.model, holder.conn = model, &connection{make(chan int)}
		holder.cached = cached{5, map[int]int{1: 1}, func() {}}
		broken = &remote{name: "broken"}
	}, defined("model", &model), defined("holder", &holder), defined("broken", &broken))
	cell("look at model", 2, func() {
		fmt.Println(model == holder.model, model.version, holder.conn == nil && holder.cached.cache == nil && holder.cached.n == 5)
	}, keptAll...)
	cell("train", 3, func() { model.changed = true }, keptAll...)
}

func TestHook(t *testing.T) {
	folder, server := t.TempDir(), t.TempDir()
	t.Setenv("KEEP_TEST_SERVER", server)
	m := want(t, folder, "new model", "")
	if l := m.Loss("broken"); l == nil || l.Why != "broken can't be used in a later cell: it could not be saved: the server does not answer; make it again there" {
		t.Errorf("%+v", l)
	}
	if c := m.Needs("model"); len(c) != 1 || fmt.Sprint(c[0].Vars, c[0].External) != "[holder model] [model@1]" {
		t.Errorf("%+v", c)
	}
	file := m.Variable("model").File
	if m = want(t, folder, "look at model", "true 1 true"); m.Variable("model").File != file {
		t.Error("a model that did not change was saved again")
	}
	m = want(t, folder, "train", "")
	if c := m.Needs("model"); fmt.Sprint(c[0].External) != "[model@2]" {
		t.Errorf("%+v", c)
	}
	want(t, folder, "look at model", "true 2 true")
	if files, _ := os.ReadDir(server); len(files) != 2 {
		t.Errorf("the server got %v", files)
	}
}

func TestExport(t *testing.T) {
	r := &remote{name: "a"}
	b, err := keep.Marshal([]*remote{r, r})
	if err != nil {
		t.Fatal(err)
	}
	var list []*remote
	if err := keep.Unmarshal(b, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0] != list[1] || list[0].name != "a" {
		t.Errorf("%v", list)
	}
}

func TestNever(t *testing.T) {
	_, err := keep.Marshal(map[string]*plug{"a": new(plug)})
	if want := `the value cannot be saved: its element ["a"] holds a plug, which belongs to one socket`; err == nil || err.Error() != want {
		t.Error(err)
	}
	if _, err = keep.Marshal([]*plug{nil}); err != nil {
		t.Error(err)
	}
}
