package course

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// The template has every key that there is, and those that it only suggests are right as they stand.
func TestTemplate(t *testing.T) {
	all := regexp.MustCompile(`(?m)^# (\[|second =|tasks =|student =|sheet =|due =|database =)`).ReplaceAllString(template, "$1")
	if strings.Count(all, "[[") != 2 || all == template {
		t.Fatalf("the template has other blocks than sheet and extension:\n%s", all)
	}
	c, err := parse(t.TempDir(), all)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Extensions) != 1 || len(c.Sheets[0].Tasks) != 2 || c.Sheets[0].Second.IsZero() || c.Database == "" {
		t.Errorf("course %+v", c)
	}
	for _, key := range keys(reflect.TypeFor[config]()) {
		if !regexp.MustCompile(`(?m)(^|[{,\[ ])` + key + `( =|\]\])`).MatchString(all) {
			t.Errorf("the template does not explain %q", key)
		}
	}
}

// keys are the names of all fields, however deep.
func keys(of reflect.Type) (all []string) {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice:
		return keys(of.Elem())
	case reflect.Struct:
		for i := range of.NumField() {
			f := of.Field(i)
			if key := f.Tag.Get("toml"); key != "" && f.Type.Kind() != reflect.Struct {
				all = append(all, key)
			}
			all = append(all, keys(f.Type)...)
		}
	}
	return all
}
