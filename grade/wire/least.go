package wire

import "reflect"

// least is the length in bytes of the shortest value of a type. A message that says how many values follow must be as long as they are at least: then the memory that is
// made for them is a few times the message, however large values of the type are in memory.
func least(t reflect.Type) int {
	const tag, length = 1, 4
	if ext, ok := extensionFor(t); ok {
		return tag + least(ext.plain)
	}
	if t == errorType {
		return tag + 1
	}
	switch k := t.Kind(); k {
	case reflect.Pointer:
		return tag + 1
	case reflect.String, reflect.Slice, reflect.Map, reflect.Func:
		return tag + length
	case reflect.Array:
		return leastArray(t)
	case reflect.Struct:
		n := tag + length
		for i := range t.NumField() {
			n += least(t.Field(i).Type)
		}
		return n
	case reflect.Bool:
		return tag + 1
	case reflect.Complex64, reflect.Complex128:
		return tag + 16
	}
	return tag + 8
}

// leastArray is least of arrays, whose elements have no tags of their own if they are numbers.
func leastArray(t reflect.Type) int {
	const tag, length = 1, 4
	switch n := numberTag(t.Elem().Kind()); {
	case t.Elem().Kind() == reflect.Uint8:
		return tag + length + t.Len()
	case n == tagInt || n == tagUint || n == tagFloat:
		return tag + 1 + length + 8*t.Len()
	}
	return tag + length + t.Len()*least(t.Elem())
}
