// Package shape knows Go's types as memory: which words of a type lead elsewhere, how a type is called in every program, and whether two
// programs mean the same by it.
//
//	var s shape.Set
//	p := s.Plan(reflect.TypeFor[Node]()) // struct { Value int; Next *Node }
//	p.Size                               // 16
//	p.Slots                              // one: a Pointer at offset 8; the rest are plain bytes
//	shape.Key(reflect.TypeFor[[]Node]()) // []"main".Node
//
// A [Plan] lists the [Slot]s of a type, nested structs and short arrays dissolved. What is not in a slot is plain bytes. Types whose bytes mean
// nothing in another process (locks, files, channels) have slots of kind Nil: they must be zero, or the value cannot be kept, and the
// slot says why.
//
// [Key] writes a type with the paths of its packages, so that it means the same in every program; [Parse] goes back, with the help of the
// named types that the program has. [Fingerprint] is a hash of everything about a type that its memory depends on, names of fields
// included: two programs whose fingerprints agree can exchange values.
package shape
