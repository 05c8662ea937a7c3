// Command hostile does what programs in a box might try, and its honest twin does the same within bounds: hostile ROLE [ARGUMENT…]. What an attempt
// has reached is a line on standard output that begins with "reached"; what was refused begins with "refused".
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
)

// roles are what it can do, by name; each gets the arguments that follow.
var roles = map[string]func(args []string){}

func main() {
	for i, arg := range os.Args { // a mark, by which tests find our processes, may come first
		if role, ok := roles[arg]; ok && i > 0 {
			debug.SetTraceback("none")
			role(os.Args[i+1:])
			return
		}
	}
	fmt.Fprintln(os.Stderr, "no such role:", strings.Join(os.Args[1:], " "))
	os.Exit(3)
}

// attempt says how an attempt went.
func attempt(name string, err error) {
	if err == nil {
		fmt.Println("reached", name)
		return
	}
	fmt.Println("refused", name+":", err)
}

// errno is the error of a raw call.
func errno(e syscall.Errno) error {
	if e == 0 {
		return nil
	}
	return e
}
