package plots

import (
	"reflect"

	"github.com/gensci/gensci/plots/mark"
)

// copy is a panel that can be changed without changing this one: marks and scales are copied, their data are not.
func (p *panel) copy() *panel {
	q := *p
	q.made = nil
	scales := map[*mark.Scale]*mark.Scale{nil: nil}
	same := func(s *mark.Scale) *mark.Scale {
		if _, ok := scales[s]; !ok {
			c := *s
			scales[s] = &c
		}
		return scales[s]
	}
	q.scale = same(p.scale)
	q.marks = nil
	for _, m := range p.marks {
		c := reflect.New(reflect.TypeOf(m).Elem())
		c.Elem().Set(reflect.ValueOf(m).Elem())
		if s := c.Elem().FieldByName("Scale"); s.IsValid() {
			s.Set(reflect.ValueOf(same(s.Interface().(*mark.Scale))))
		}
		q.marks = append(q.marks, c.Interface().(mark.Mark))
	}
	return &q
}
