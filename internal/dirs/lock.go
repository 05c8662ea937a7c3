package dirs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a waiting Lock looks again.
const lockPoll = 200 * time.Millisecond

// Lock makes the folder if need be and waits until no other process holds its lock; waiting is called once if it has to wait, and may
// be nil. The system releases the lock of a process that dies, so whoever holds it may remove what an earlier holder left unfinished.
func Lock(ctx context.Context, folder string, waiting func()) (unlock func(), err error) {
	if err = os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("the folder %s cannot be made: %w", folder, err)
	}
	lock := flock.New(filepath.Join(folder, ".lock"))
	locked, err := lock.TryLock()
	if err == nil && !locked {
		if waiting != nil {
			waiting()
		}
		locked, err = lock.TryLockContext(ctx, lockPoll)
	}
	if err != nil || !locked {
		return nil, fmt.Errorf("the folder %s cannot be locked: %w", folder, err)
	}
	return func() { lock.Unlock() }, nil
}
