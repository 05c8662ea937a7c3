package release

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// settingsKey is where our settings stand in the metadata of notebooks and cells.
const settingsKey = "gensci"

// settings returns metadata.gensci, which may have the keys alone that are listed.
func settings(metadata map[string]any, known ...string) (map[string]any, error) {
	value, has := metadata[settingsKey]
	if !has {
		return nil, nil
	}
	tree, isObject := value.(map[string]any)
	if !isObject {
		return nil, errors.New("metadata.gensci is not an object; remove it")
	}
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		if !slices.Contains(known, key) {
			return nil, fmt.Errorf("metadata.gensci has the unknown key %q; known are %s", key, strings.Join(known, ", "))
		}
	}
	return tree, nil
}

// setting is the value of a key of metadata.gensci, the zero value if it is not there.
func setting[T any](tree map[string]any, key, wanted string) (value T, err error) {
	raw, has := tree[key]
	if !has {
		return value, nil
	}
	value, fits := raw.(T)
	if !fits {
		return value, fmt.Errorf("metadata.gensci.%s is not %s", key, wanted)
	}
	return value, nil
}

// importPath is what may stand in an import declaration; import paths of modules have no other letters.
var importPath = regexp.MustCompile(`^[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*$`)

// imports returns metadata.gensci.imports.
func imports(tree map[string]any) ([]string, error) {
	list, err := setting[[]any](tree, "imports", "a list of import paths")
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, value := range list {
		path, isText := value.(string)
		if !isText || !importPath.MatchString(path) {
			return nil, fmt.Errorf("metadata.gensci.imports has %v, which is no import path", value)
		}
		if slices.Contains(paths, path) {
			return nil, fmt.Errorf("metadata.gensci.imports has %q twice", path)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// codeStub is what students get instead of a solution in Go. It ends a function as far as the compiler is concerned.
const codeStub = `panic("not implemented")`

// textStubs are what students get instead of an answer in words, by metadata.gensci.language.
var textStubs = map[string]string{"": "YOUR ANSWER HERE", "en": "YOUR ANSWER HERE", "de": "IHRE ANTWORT HIER"}

// textStub returns the one for the language that the notebook's settings name.
func textStub(tree map[string]any) (string, error) {
	language, err := setting[string](tree, "language", "text")
	if err != nil {
		return "", err
	}
	stub, known := textStubs[language]
	if !known {
		return "", fmt.Errorf("metadata.gensci.language is %q; known are de and en", language)
	}
	return stub, nil
}
