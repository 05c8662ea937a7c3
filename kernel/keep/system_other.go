//go:build !unix

package keep

import (
	"errors"
	"os"
)

func freeSpace(string) (int64, bool) { return 0, false }

func mapNumber(*os.File) (*uint32, error) { return nil, errors.ErrUnsupported }
