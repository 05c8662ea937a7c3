package keep

import (
	"errors"
	"os"
	"strconv"
)

// LimitVar is the environment variable that says how many bytes the state may have.
const LimitVar = "GENSCI_STATE_LIMIT"

// defaultLimit holds unless half of the disk's free space is less.
const defaultLimit = 8 << 30

// room checks that the state does not become larger than allowed.
func (r *run) room(next *Manifest, more []encoded) error {
	var total, added int64
	for _, c := range next.Components {
		total += c.Bytes
	}
	for _, c := range more {
		added += c.Bytes
	}
	limit, err := strconv.ParseInt(os.Getenv(LimitVar), 10, 64)
	if err != nil || limit <= 0 {
		limit = defaultLimit
		if free, ok := freeSpace(r.folder); ok && added > largeState {
			limit = min(limit, total+free/2)
		}
	}
	if total+added <= limit {
		return nil
	}
	return errors.New("all values together would take " + gigabytes(total+added) + ", and " + gigabytes(limit) +
		" are allowed; forget some with %rm NAME, or set " + LimitVar + " to more bytes")
}

// largeState is the size from which the disk is asked for its free space.
const largeState = 64 << 20

func gigabytes(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(n, 10) + " bytes"
	}
	return strconv.FormatFloat(float64(n)/1e9, 'g', 3, 64) + " GB"
}
