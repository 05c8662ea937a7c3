package box

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// Check builds a box with nothing in it. Its error is one sentence that says why there can be none here and what to install or to allow.
func Check(ctx context.Context) error {
	if _, err := exec.LookPath("bwrap"); err != nil {
		return failed("bubblewrap is missing: apt-get install bubblewrap")
	}
	_, err := Box{Command: []string{"/nothing"}}.Run(ctx)
	switch {
	case err == nil || ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(err.Error(), "execvp /nothing: No such file"): // all is built when bubblewrap comes to this
		return nil
	case forbidden(err):
		return fmt.Errorf("%w: %s", ErrSandbox, whyForbidden(setting))
	}
	return err
}

// forbidden tells whether the system has refused namespaces.
func forbidden(err error) bool {
	for _, e := range []error{syscall.EPERM, syscall.EACCES, syscall.ENOSPC, syscall.EINVAL, syscall.EUSERS} {
		if errors.Is(err, e) {
			return true
		}
	}
	text := err.Error()
	return strings.Contains(text, "namespace") || strings.Contains(text, "not permitted") || strings.Contains(text, "Permission denied")
}

// whyForbidden looks for the setting that refuses namespaces.
func whyForbidden(setting func(name string) string) string {
	switch {
	case setting("/proc/sys/user/max_user_namespaces") == "0":
		return "user namespaces are switched off: sysctl -w user.max_user_namespaces=10000"
	case setting("/proc/sys/kernel/unprivileged_userns_clone") == "0":
		return "user namespaces are for root only: sysctl -w kernel.unprivileged_userns_clone=1, or run as root"
	case setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
		return "AppArmor keeps user namespaces for programs with a profile: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or run as root"
	case strings.Contains(setting("/proc/self/status"), "\nSeccomp:\t2"):
		return "this container forbids namespaces, as Docker does by default: run one short-lived container per grading with --sandbox=none, or allow them (--security-opt seccomp=unconfined)"
	}
	return "the system refuses namespaces; run as an ordinary user or as root of the machine, outside of containers"
}

func setting(name string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	if strings.Contains(name, "status") {
		return string(text)
	}
	return strings.TrimSpace(string(text))
}
