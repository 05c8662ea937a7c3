package nb

import (
	"os"
	"time"

	"github.com/gensci/gensci/kernel/display"
)

// init ends a cell's program when the kernel that started it is gone: nobody could see its results or stop it any more.
func init() {
	if !display.InNotebook() {
		return
	}
	parent := os.Getppid()
	go func() {
		for range time.Tick(time.Second) {
			if os.Getppid() != parent {
				os.Exit(1)
			}
		}
	}()
}
