package box

import (
	"errors"
	"strconv"
	"strings"
	"testing"
)

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCheck(t *testing.T) {
	sandbox(t)
	if err := Check(t.Context()); err != nil {
		t.Error(err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := Check(t.Context()); err == nil || !strings.Contains(err.Error(), "apt-get install bubblewrap") || !errors.Is(err, ErrSandbox) {
		t.Errorf("without bubblewrap: %v", err)
	}
}

// Each setting that forbids namespaces has its own way out.
func TestWhyForbidden(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"/proc/sys/user/max_user_namespaces", "0", "user.max_user_namespaces"},
		{"/proc/sys/kernel/unprivileged_userns_clone", "0", "unprivileged_userns_clone=1"},
		{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor"},
		{"/proc/self/status", "NoNewPrivs:\t0\nSeccomp:\t2\n", "one short-lived container per grading"},
		{"", "", "outside of containers"},
	} {
		got := whyForbidden(func(name string) string {
			if name == c.name {
				return c.value
			}
			return "65536"
		})
		if !strings.Contains(got, c.want) {
			t.Errorf("%s = %q: %s", c.name, c.value, got)
		}
	}
}
