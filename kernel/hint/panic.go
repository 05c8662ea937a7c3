package hint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// panicRules are for programs that die: the words of the runtime, and of packages that beginners meet.
var panicRules = []rule{
	when(`^assignment to entry in nil map$`, "a map must be made before it is filled: `$m = map[string]int{}`, with its own types").on(`(?P<m>[\w.]+)\[`),
	when(`^assignment to entry in nil map$`, "a map must be made before it is filled: `m = map[string]int{}`, with its own types"),
	when(`^runtime error: index out of range \[-`, "indices begin with 0: the last element is `x[len(x)-1]`"),
	whenSay(`^runtime error: index out of range \[(?P<i>\d+)\] with length (?P<n>\d+)`, outOfRange),
	when(`^runtime error: slice bounds out of range \[:(?P<i>-?\d+)\] with (length|capacity) (?P<n>\d+)`, "it ends at $n: cut at `min(i, len(x))`"),
	when(`^runtime error: slice bounds out of range \[(?P<i>\d+):(?P<k>\d+)\]`, "the part from $i to $k is empty and reversed: the first number must not be greater than the second"),
	when(`^runtime error: slice bounds out of range \[-`, "indices begin with 0: the last n elements are `x[len(x)-n:]`"),
	whenSay(`^runtime error: invalid memory address or nil pointer dereference`, nilPointer),
	when(`^runtime error: integer divide by zero`, "what stands below / or % is 0 here: look first, `if n != 0 {`, or compute with float64"),
	when(`^interface conversion: .*\binterface.* is (?P<have>nil), not (?P<want>\S+)$`, "it holds nothing, not a value of $want: ask first, `v, ok := x.($want)`"),
	when(`^interface conversion: .*\binterface.* is (?P<have>.+), not (?P<want>\S+)$`, "it holds a $have: write `.($have)`, or ask, `v, ok := x.($want)`"),
	whenSay(`^all goroutines are asleep - deadlock!(?: \[(?P<state>.*)\])?$`, asleep),
	when(`^send on closed channel$`, "nothing can be sent after close: let the sender close the channel, once, when all has been sent"),
	when(`^close of closed channel$`, "a channel is closed once, by the one who sends: delete one of the two"),
	when(`^close of nil channel$`, "a channel must be made before it is used: `ch := make(chan int)`"),
	when(`^sync: negative WaitGroup counter`, "Done was called more often than Add counted: `wg.Go(func() { … })` does both"),
	when(`^sync: [Uu]nlock of unlocked (RW)?[Mm]utex`, "Unlock was called without Lock: write `mu.Lock(); defer mu.Unlock()` in one place"),
	when(`^stack overflow`, "a function calls itself without an end: it needs a case that returns before it does, `if n == 0 { return … }`"),
	when(`^concurrent map `, "goroutines use one map at the same time: put `mu.Lock()` and `mu.Unlock()` of a sync.Mutex around each use"),
	when(`^runtime error: makeslice: (len|cap) out of range`, "a length is negative or far too large: print it before `make`"),
	when(`^runtime error: hash of unhashable type (?P<t>\S+)`, "a $t can't be the key of a map: use a string, or an array of fixed length"),
	when(`^strings: negative Repeat count`, "a text can't be repeated a negative number of times: `max(0, n)`"),
	when(`\bstrconv\.Atoi: parsing "(?P<s>[^"]*[.eE][^"]*)": invalid syntax`, "Atoi reads whole numbers alone: `v, err := strconv.ParseFloat(s, 64)` reads decimals"),
	when(`\bstrconv\.(?P<f>Atoi|ParseFloat|ParseInt): parsing "(\s[^"]*|[^"]*\s|[^"]*\\[nrt])": invalid syntax`,
		"there are blanks or line ends around the number: `strings.TrimSpace(s)` drops them"),
	when(`\b(open|stat|chdir|readdir) (?P<f>\S+): no such file or directory`, "paths begin in the folder where cells run: `!ls` shows what is in it"),
	whenSay(`^mat: dimension mismatch`, matrices),
	when(`^mat: (?P<axis>row|column) index out of range`, "rows and columns count from 0: `r, c := a.Dims()` tells how many there are"),
	when(`^mat: zero length in matrix dimension`, "a matrix has at least one row and one column: look at the data that it is made of, `len(x)`"),
	when(`^floats: .*length.* does not match|^floats: (slice )?lengths? .*not`, "both slices must have the same length: compare `len(x)` and `len(y)`"),
	when(`^floats: zero length slice`, "an empty slice has no greatest or least element: look first, `if len(x) > 0 {`"),
}

// outOfRange is about an index beyond the last one.
func outOfRange(f found) string {
	i, n := f.words["i"], f.words["n"]
	last, _ := strconv.Atoi(n) // digits
	switch {
	case n == "0":
		return "it is empty: elements are added by `xs = append(xs, x)`, or all made at once by `xs := make([]float64, n)`"
	case i == n:
		return "indices count from 0, so the last of " + n + " is " + strconv.Itoa(last-1) + ": a loop over all is `for i := range xs`"
	}
	return "the indices go from 0 to " + strconv.Itoa(last-1) + ": look first, `if i < len(xs) {`"
}

// dropped is a line that takes no notice of a call's second result.
var dropped = regexp.MustCompile(`, _ :?= [\w.]+\(`)

// nilPointer is about what has no value.
func nilPointer(f found) string {
	for _, line := range append([]string{f.Line}, enclosing(f.Above)...) {
		if dropped.MatchString(blank(line)) {
			return "something here was never set; if it was an error that `_` dropped above, look at it: `if err != nil { panic(err) }`"
		}
	}
	return "a pointer, a function or an interface in this line was declared, but never set: a pointer to a new value is `&T{…}`"
}

// matrices is about matrices whose sizes do not fit. Those that are made without data, of nil, have no wrong number of them.
func matrices(f found) string {
	filled := slices.ContainsFunc(madeOf.FindAllString(f.code, -1), func(s string) bool { return !strings.HasSuffix(s, "nil)") })
	computed := computes.MatchString(f.code)
	switch {
	case filled && computed:
		return "" // it may be the one or the other
	case filled:
		return "the data must have as many numbers as rows times columns: compare `len(data)`"
	}
	return "the shapes do not fit, `r, c := a.Dims()` tells them: a product needs as many columns on the left as rows on the right, and a new `var c mat.Dense` for the result"
}

var (
	madeOf   = regexp.MustCompile(`\bmat\.New\w+\([^()]*\)?`)
	computes = regexp.MustCompile(`\.(Mul|Solve|Add|Sub|Div|Product|Stack|Augment|Inner|Dot|Copy|Outer)\w*\(`)
)

// asleep is about goroutines that all wait; the state is that of the first one.
func asleep(f found) string {
	state := f.words["state"]
	switch {
	case state == "":
		return ""
	case strings.Contains(state, "nil chan"):
		return "a channel must be made before it is used: `ch := make(chan int)`"
	case strings.HasPrefix(state, "chan send"):
		return "nobody receives what is sent here: send in a goroutine, `go func() { ch <- x }()`, or make room, `make(chan int, 1)`"
	case strings.HasPrefix(state, "chan receive"):
		return "nobody sends any more: start the sender with `go` before, and let it `close(ch)` when all has been sent"
	case strings.HasPrefix(state, "sync.WaitGroup"):
		return "Add counted more than Done was called: `wg.Go(func() { … })` does both"
	case strings.HasPrefix(state, "sync.Mutex"), strings.HasPrefix(state, "sync.RWMutex"):
		return "it is locked already, and nobody unlocks it: put `defer mu.Unlock()` behind each Lock"
	case strings.HasPrefix(state, "select (no cases)"):
		return "select without a case waits for ever: leave it out"
	}
	return ""
}
