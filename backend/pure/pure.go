package pure

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// GoMLX's own programs find it under the engine's name too.
func init() { compute.Register("go", New) }

// New makes a pure Go engine from a list of options such as "parallelism=4"; "" is no limit. The engine's own option parallelism=N prints a line on standard output, where programs write their
// results, so that option is taken out of the list and set on the engine itself.
func New(options string) (compute.Backend, error) {
	parallelism := -1
	var rest []string
	for option := range strings.SplitSeq(options, ",") {
		value, found := strings.CutPrefix(option, "parallelism=")
		if !found {
			rest = append(rest, option)
			continue
		}
		n, err := strconv.Atoi(value)
		if err != nil {
			return nil, fmt.Errorf("parallelism is %q, want a number (-1 for no limit)", value)
		}
		parallelism = n
	}
	engine, err := gobackend.New(strings.Join(rest, ","))
	if err != nil {
		return nil, err
	}
	if setParallelism(engine, parallelism) {
		return engine, nil
	}
	return gobackend.New(strings.Join(append(rest, fmt.Sprintf("parallelism=%d", parallelism)), ","))
}

// setParallelism reaches the exported field Workers of an engine whose type is internal to its module. It reports false if a later version
// has no such field; the option that prints is used then.
func setParallelism(engine compute.Backend, n int) bool {
	v := reflect.ValueOf(engine)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return false
	}
	field := v.Elem().FieldByName("Workers")
	if !field.IsValid() || !field.CanInterface() {
		return false
	}
	pool, ok := field.Interface().(interface{ SetMaxParallelism(int) })
	if ok {
		pool.SetMaxParallelism(n)
	}
	return ok
}
