package image

import (
	"reflect"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// needs lists what a program must know to load the component.
func (e *encoder) needs(out *Encoded) {
	uses := map[string]bool{}
	for _, n := range e.nodes {
		if n.kind == globalNode {
			uses[e.list[n.count]] = true
		}
	}
	for _, name := range e.list {
		if uses[name] {
			out.Globals = append(out.Globals, name)
		} else {
			out.Funcs = append(out.Funcs, name)
		}
	}
	var follows shape.Names
	for _, r := range e.roots {
		follows.Add(e.g.roots[r].typ())
	}
	var rest []reflect.Type
	for _, t := range e.dyn {
		switch {
		case e.g.world.common[t] || follows.Find(shape.Key(t)) == t:
		case shape.Nameable(t) || e.g.world.wasTold[t]:
			out.Types = append(out.Types, t)
			follows.Add(t)
		default:
			rest = append(rest, t)
		}
	}
	for _, t := range rest {
		if name, ok := e.g.world.ofGlobal[t]; ok {
			out.Globals = append(out.Globals, name)
		} else if follows.Find(shape.Key(t)) != t {
			e.fail = "it " + e.g.world.unknown(t)
		}
	}
}

// sizes returns how many bytes each variable leads to.
func (e *encoder) sizes() []int64 {
	of := map[int32]int64{}
	for i := range e.nodes {
		n := &e.nodes[i]
		switch n.kind {
		case elements, boxed, page:
			of[n.owner] += int64(n.count * n.plan.Size)
		case entriesNode:
			of[n.owner] += int64(n.count * (n.typ.Key().Size() + n.typ.Elem().Size()))
		case hookNode:
			of[n.owner] += int64(len(e.g.hooks[n.extra].data))
		case globalNode:
		}
	}
	var list []int64
	for _, r := range e.roots {
		list = append(list, of[r]+int64(e.g.texts[r]))
	}
	return list
}
