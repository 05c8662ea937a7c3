package image

import (
	"reflect"
	"sort"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// entries copies the keys and values of a map into two slices. Small maps with keys that have an order are sorted, so that equal maps have equal
// images.
func entries(m reflect.Value, key, val *shape.Plan) copied {
	n := m.Len()
	keys := reflect.MakeSlice(reflect.SliceOf(key.Type), n, n)
	vals := reflect.MakeSlice(reflect.SliceOf(val.Type), n, n)
	i := 0
	for it := m.MapRange(); i < n && it.Next(); i++ {
		keys.Index(i).SetIterKey(it)
		vals.Index(i).SetIterValue(it)
	}
	if i <= sortedMap {
		sortEntries(keys.Slice(0, i), vals.Slice(0, i))
	}
	return copied{
		typ: m.Type(), n: i,
		keys: span{ptr: keys.UnsafePointer(), plan: key, count: uintptr(i)},
		vals: span{ptr: vals.UnsafePointer(), plan: val, count: uintptr(i)},
	}
}

// sortedMap is the largest number of entries that are sorted.
const sortedMap = 4096

func sortEntries(keys, vals reflect.Value) {
	order := orderOf(keys)
	if order == nil {
		return
	}
	sort.Sort(both{order, reflect.Swapper(keys.Interface()), reflect.Swapper(vals.Interface()), keys.Len()})
}

// both sorts two slices by the first.
type both struct {
	order            func(i, j int) bool
	swapKey, swapVal func(i, j int)
	n                int
}

func (b both) Len() int           { return b.n }
func (b both) Less(i, j int) bool { return b.order(i, j) }
func (b both) Swap(i, j int)      { b.swapKey(i, j); b.swapVal(i, j) }

// orderOf returns the order of keys, nil if they have none.
func orderOf(keys reflect.Value) func(i, j int) bool {
	switch keys.Type().Elem().Kind() {
	case reflect.String:
		return func(i, j int) bool { return keys.Index(i).String() < keys.Index(j).String() }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(i, j int) bool { return keys.Index(i).Int() < keys.Index(j).Int() }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(i, j int) bool { return keys.Index(i).Uint() < keys.Index(j).Uint() }
	default:
		return nil
	}
}
