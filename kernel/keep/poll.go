package keep

import (
	"os"
	"os/signal"
	"runtime"
	"strings"
	"sync/atomic"
)

var (
	interrupted atomic.Bool // a signal has come
	stopping    atomic.Bool // the statements are being left for it
)

// interrupt is what the statements are left with.
type interrupt struct{}

// Poll ends the statements if the user has asked for it. Loops call it in each round; it costs a nanosecond.
func Poll() {
	if interrupted.Load() {
		leave()
	}
}

// leave ends the statements. A goroutine of theirs ends alone, with its deferred calls, since a panic of it would be one of the program.
func leave() {
	if !onMain() {
		runtime.Goexit()
	}
	stopping.Store(true)
	panic(interrupt{})
}

// onMain reports whether this is the goroutine that main runs in.
func onMain() bool {
	var b [32]byte
	return strings.HasPrefix(string(b[:runtime.Stack(b[:], false)]), "goroutine 1 ")
}

// listen notes the first interrupt, and lets the second end the program at once.
func listen() {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt)
	go func() {
		<-signals
		interrupted.Store(true)
		<-signals
		os.Exit(ExitInterrupted)
	}()
}
