package feedback

import (
	"errors"
	"io/fs"
	"os"
)

// inTwoSteps is for systems that cannot exchange folders: for a moment there is none. What was there comes back if the second step fails.
func inTwoSteps(fresh, place string) error {
	old := fresh + ".old"
	err := os.Rename(place, old)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(fresh, place)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(fresh, place); err != nil {
		return errors.Join(err, os.Rename(old, place))
	}
	return os.RemoveAll(old)
}
