package module

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gensci/gensci/kernel/build"
)

// What the go command says of packages that it does not find, up to the end of its advice.
var (
	noModule  = regexp.MustCompile(`no required module provides package ([^\s;]+); to add it:\n(?:\tcd .*\n)?\tgo get .*`)
	notThere  = regexp.MustCompile(`(?:(\S+) requires\n\t)?(\S+@v\S+?)?:? ?module lookup disabled by GOPROXY=off`)
	noSum     = regexp.MustCompile(`missing go\.sum entry for module providing package (\S+)[^\n]*\n?(?:\tgo (?:get|mod).*)?`)
	onlyCgo   = regexp.MustCompile(`build constraints exclude all Go files in (\S+)`)
	noPackage = regexp.MustCompile(`module ([^\s@]+)@\S+ found[^\n]*, but does not contain package (\S+)`)
)

// explained puts what to do in a notebook in the place of what to do in a terminal.
func (s *Space) explained(e *build.CompileError, own *goMod) error {
	out := e.Output
	out = noModule.ReplaceAllString(out, "no module that this notebook can use has the package $1: %get $1 gets it, or %get $1@VERSION")
	out = noSum.ReplaceAllString(out, "the module with the package $1 has not been fetched: %get $1")
	out = onlyCgo.ReplaceAllString(out, "all of it needs cgo, or another platform; cells are built without cgo ($1)")
	if notThere.MatchString(out) {
		out = s.missing(out)
	}
	if s.broken != nil && own == nil {
		out += s.broken.Error() + "\n"
	}
	if out == e.Output {
		return e
	}
	return &build.CompileError{Output: out}
}

// missing shortens what is said of modules that are not in the module cache: one of them would say it for each package.
func (s *Space) missing(out string) string {
	modules := map[string]bool{}
	var first string
	for _, m := range notThere.FindAllStringSubmatch(out, -1) {
		if m[2] != "" && !modules[m[2]] {
			modules[m[2]] = true
			first = max(first, m[2])
		}
	}
	if len(modules) == 0 {
		return out
	}
	what := first + " is"
	if len(modules) > 1 {
		what = fmt.Sprintf("%s and %d other modules are", first, len(modules)-1)
	}
	return what + " not in the module cache, and nothing is downloaded while cells build: %get all fetches what go.mod requires\n"
}

// sentence is what the go command said when it got something, in one.
func sentence(said, what string) string {
	said = strings.TrimSpace(said)
	for _, c := range []struct {
		sign *regexp.Regexp
		text string
	}{
		{offline, what + " cannot be fetched: the network cannot be reached, and the module cache has it not"},
		{unlisted, "the network gives no list of versions of " + what + ": say which one, %get " + what + "@VERSION"},
		{unknown, what + " is not known: is the path right, and is there such a version?"},
	} {
		if c.sign.MatchString(said) {
			return c.text
		}
	}
	if m := noPackage.FindStringSubmatch(said); m != nil {
		return fmt.Sprintf("the module %s has no package %s", m[1], m[2])
	}
	lines := strings.Split(said, "\n")
	var kept []string
	for _, line := range lines {
		if line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "go: ")); line != "" && !strings.HasPrefix(line, "downloading ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, " ")
}

var (
	offline  = regexp.MustCompile(`dial tcp|no such host|module lookup disabled by GOPROXY=off|network is unreachable|connection refused|i/o timeout|Could not resolve host`)
	unlisted = regexp.MustCompile(`/@v/list: |/@latest: |no matching versions for query "(upgrade|latest)"`)
	unknown  = regexp.MustCompile(`(?i)404 not found|410 gone|unknown revision|invalid version|malformed module path|reading file://\S+ no such file or directory|unrecognized import path|repository .* not found`)
)
