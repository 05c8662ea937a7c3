package keep

import (
	"errors"
	"reflect"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/image"
)

// Hook says how values of type T are kept whose substance is outside the program: in the memory of a server, on a device. T is a pointer type
// mostly; then each value is saved and loaded once, and all that pointed to it point to the one that was loaded. What T points to is not looked
// at, so nothing else should point into it, and no variable should hold it without the pointer.
type Hook[T any] struct {
	// Save returns what Load needs. Old is what it returned when v was last saved, nil if it never was: if v has not changed since, Save returns
	// it again and does nothing else. External are the names of what the bytes lean on; the manifest lists them, so that what no component
	// names can be dropped.
	Save func(v T, old []byte) (data []byte, external []string, err error)
	Load func(data []byte) (T, error)
	// Shared says that Load returns what the whole program shares, such as its connection to a server: variables that lead to it do not
	// share memory for that, and are kept or lost each for itself.
	Shared bool

	// Export and Import do the same for bytes that lean on nothing, for [Marshal]. Without them values of the type cannot be marshalled.
	Export func(v T) ([]byte, error)
	Import func(data []byte) (T, error)
}

// ExternalPrefix begins the names of what hooks keep in the session server, so that what no value leans on any more can be told from what
// users have put there.
const ExternalPrefix = "live/"

// registered tell a world of the hooks.
var registered []func(w *image.World, portable bool)

// Register keeps values of type T by a hook. It is called from init functions.
func Register[T any](h Hook[T]) {
	registered = append(registered, func(w *image.World, portable bool) {
		h := h // the caller's stays as it is
		if portable {
			h.Save, h.Load = h.portable()
			w.Type(reflect.TypeFor[T]()) // whoever reads the bytes has the hook too, and need not be told of the type
		}
		w.Hook(reflect.TypeFor[T](), image.Hook{
			Shared: h.Shared,
			Save:   func(p unsafe.Pointer, old []byte) ([]byte, []string, error) { return h.Save(*(*T)(p), old) },
			Load: func(p unsafe.Pointer, data []byte) (err error) {
				*(*T)(p), err = h.Load(data)
				return err
			},
		})
	})
}

// portable returns Export and Import in the shape of Save and Load.
func (h Hook[T]) portable() (func(T, []byte) ([]byte, []string, error), func([]byte) (T, error)) {
	if h.Export == nil || h.Import == nil {
		no := errors.New("a " + reflect.TypeFor[T]().String() + " lives outside the program")
		return func(T, []byte) ([]byte, []string, error) { return nil, nil, no },
			func([]byte) (T, error) { var none T; return none, no }
	}
	save := func(v T, _ []byte) ([]byte, []string, error) {
		data, err := h.Export(v)
		return data, nil, err
	}
	return save, h.Import
}

// Transient makes values of type T zero in the next cell: caches, connections that are made again when they are needed. It is called from
// init functions.
func Transient[T any]() {
	registered = append(registered, func(w *image.World, _ bool) { w.Drop(reflect.TypeFor[T]()) })
}

// TransientFields makes fields of the struct type T zero in the next cell. It is called from init functions.
func TransientFields[T any](names ...string) {
	registered = append(registered, func(w *image.World, _ bool) { w.DropFields(reflect.TypeFor[T](), names...) })
}

// Never says that values of type T cannot be kept, unless they are zero, and what they are: "a graph, which belongs to one computation". It is
// called from init functions.
func Never[T any](what string) {
	registered = append(registered, func(w *image.World, _ bool) { w.Never(reflect.TypeFor[T](), what) })
}
