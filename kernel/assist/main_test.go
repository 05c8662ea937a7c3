package assist

import (
	"os"
	"testing"
)

// TestMain lets the test binary play the processes that tests need.
func TestMain(m *testing.M) {
	switch how := os.Getenv(fakeVariable); how {
	case "":
	case "parent":
		parent()
		return
	default:
		(&fake{how: how}).serve()
		return
	}
	code := m.Run()
	if theShared != nil {
		theShared.Close()
	}
	os.Exit(code)
}
