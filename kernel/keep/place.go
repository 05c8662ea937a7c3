package keep

import (
	"os"
	"slices"
	"strings"
)

// place is where a program was started: what its statements change of that stays for the next one.
type place struct {
	dir string
	env []string
}

func here() place {
	dir, err := os.Getwd()
	if err != nil {
		dir = "" // the folder was removed
	}
	return place{dir, os.Environ()}
}

// changes enters what has changed since.
func (p place) changes(m *Manifest) {
	now := here()
	if now.dir != p.dir && now.dir != "" {
		m.Dir = now.dir
	}
	for _, e := range now.env {
		if !slices.Contains(p.env, e) {
			m.setenv(e)
		}
	}
	for _, e := range p.env {
		if name := nameOf(e); !slices.ContainsFunc(now.env, func(e string) bool { return nameOf(e) == name }) {
			m.setenv(name)
		}
	}
}

func nameOf(entry string) string {
	name, _, _ := strings.Cut(entry, "=")
	return name
}

// Env is what cells have changed in the environment: NAME=value, or NAME for a variable that is not set any more.
type Env []string

func (m *Manifest) setenv(entry string) {
	m.Env = slices.DeleteFunc(slices.Clone(m.Env), func(e string) bool { return nameOf(e) == nameOf(entry) })
	m.Env = append(m.Env, entry)
}

// Apply returns an environment, nil being our own, with the changes.
func (changes Env) Apply(env []string) []string {
	if env == nil {
		env = os.Environ()
	}
	env = slices.Clone(env)
	for _, entry := range changes {
		env = slices.DeleteFunc(env, func(e string) bool { return nameOf(e) == nameOf(entry) })
		if strings.Contains(entry, "=") {
			env = append(env, entry)
		}
	}
	return env
}

// Move makes dir the folder that programs start in, unless it is "", and changes their environment: NAME=value sets, NAME unsets. No program may be
// running.
func Move(folder, dir string, env ...string) (*Manifest, error) {
	m, err := Read(folder)
	if err != nil {
		return nil, err
	}
	if dir != "" {
		m.Dir = dir
	}
	for _, entry := range env {
		m.setenv(entry)
	}
	m.Generation++
	return m, m.write(folder, manifestFile)
}
