package hint

import (
	"math"
	"strconv"
	"strings"
)

const duration = "time.Duration"

func durations(_ found, o operation, a, b string) string {
	if a != duration && b != duration {
		return ""
	}
	number, kind := o.x, a
	if a == duration {
		number, kind = o.y, b
	}
	switch {
	case isFloat(kind) && o.op == "*":
		unit := o.x
		if number == o.x {
			unit = o.y
		}
		return "write `time.Duration(" + number + " * float64(" + unit + "))`"
	case isWhole(kind):
		x, y := o.x, duration+"("+o.y+")"
		if number == o.x {
			x, y = duration+"("+o.x+")", o.y
		}
		return "write `" + o.with(x, y) + "`"
	}
	return ""
}

// seconds is about a length of time as Python writes it.
func seconds(f found) string {
	s, err := strconv.ParseFloat(f.words["x"], 64)
	if ms := math.Round(s * 1000); err == nil && ms > 0 && math.Abs(s*1000-ms) < 1e-6 {
		return "say of what: seconds are `" + strconv.Itoa(int(ms)) + " * time.Millisecond`"
	}
	return ""
}

// numbers is about two number types.
func numbers(f found, o operation, a, b string) string {
	if !isNumber(a) || !isNumber(b) {
		return ""
	}
	if o.assigns {
		return assigned(f, o, a, b)
	}
	x, y, index := o.x, o.y, ""
	switch to := wider(a, b); {
	case to == a:
		y, index = to+"("+o.y+")", o.y
	case to == b:
		x, index = to+"("+o.x+")", o.x
	}
	if xs := overIndices(f, index); xs != "" {
		return isIndex(index, xs, o.with(x, y))
	}
	return "Go does not mix number types: write `" + o.with(x, y) + "`"
}

// assigned is about x op= y: only y can be converted.
func assigned(f found, o operation, a, b string) string {
	written := o.with(o.x, a+"("+o.y+")")
	switch xs := overIndices(f, o.y); {
	case xs != "":
		return isIndex(o.y, xs, written)
	case isWhole(a) && isFloat(b):
		return o.x + " is a whole number: begin with `" + o.x + " := 0.0` to make it a float64, or cut off the decimals, `" + written + "`"
	}
	return "Go does not mix number types: write `" + written + "`"
}

func isIndex(x, xs, written string) string {
	return element(x, xs) + "; for the number itself `" + written + "`"
}

func element(x, xs string) string {
	return x + " counts 0, 1, 2 …: for the elements write `for _, " + x + " := range " + xs + " {`"
}

// wider is the one of two number types that holds the other's values, as far as one does.
func wider(a, b string) string {
	switch {
	case isFloat(a) != isFloat(b):
		if isFloat(a) {
			return a
		}
		return b
	case isFloat(a):
		return "float64"
	case unsigned(a) != unsigned(b):
		if unsigned(a) {
			return b
		}
		return a
	case size(a) < size(b):
		return b
	}
	return a
}

func unsigned(t string) bool { return strings.HasPrefix(t, "uint") || t == "byte" }

// size is the number of bits.
func size(t string) int {
	for bits, suffix := range map[int]string{8: "8", 16: "16", 32: "32"} {
		if strings.HasSuffix(t, suffix) {
			return bits
		}
	}
	switch t {
	case "byte":
		return 8
	case "rune":
		return 32
	}
	return 64
}
