package flow

import "strconv"

// name is the scope of part i, "coupling_3".
func name(part string, i int) string { return part + "_" + strconv.Itoa(i) }
