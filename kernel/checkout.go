package kernel

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/internal/system"
)

const modulePath = "github.com/gensci/gensci"

// FindCheckout returns the folder of this module that cells import from: $GENSCI_CHECKOUT (a user's kernelspec sets it), else what the installation
// for a whole machine holds that this program belongs to, else what FindSources finds.
func FindCheckout(from ...string) (string, error) {
	if v, ok := system.Current(); ok && os.Getenv(CheckoutVariable) == "" && isCheckout(v.Checkout()) {
		return v.Checkout(), nil
	}
	return FindSources(from...)
}

// FindSources returns a checkout that has everything, also what an installation for a whole machine leaves out: $GENSCI_CHECKOUT, else the module that
// one of the given folders lies in, else the one recorded when the kernel was installed for this user.
func FindSources(from ...string) (string, error) {
	if dir := os.Getenv(CheckoutVariable); dir != "" {
		if !isCheckout(dir) {
			return "", errors.New(CheckoutVariable + " names " + dir + ", which is no checkout of gensci; run `go run ./cmd/gensci setup` in one")
		}
		return dir, nil
	}
	for _, dir := range from {
		if root := upward(dir); root != "" {
			return root, nil
		}
	}
	if s, err := FindSpec(); err == nil && isCheckout(s.Checkout()) {
		return s.Checkout(), nil
	}
	return "", errors.New("no checkout of gensci is known to import from; run `go run ./cmd/gensci setup` in one")
}

// upward returns the nearest parent of dir that is a checkout, or "".
func upward(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for !isCheckout(dir) {
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
	return dir
}

func isCheckout(dir string) bool {
	f, err := os.Open(filepath.Join(dir, "go.mod"))
	if err != nil {
		return false
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if path, ok := strings.CutPrefix(s.Text(), "module "); ok {
			return strings.TrimSpace(path) == modulePath
		}
	}
	return false
}
