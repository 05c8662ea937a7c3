package show

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
)

// Width and height of plots that don't say their size, in points (1/72 inch): 16 × 10 cm.
const (
	plotWidth  = 16 / 2.54 * 72
	plotHeight = 10 / 2.54 * 72
)

// plotBundle draws what has gonum's method WriterTo(w, h vg.Length, format string) (io.WriterTo, error), found by reflection so that
// gonum/plot is no part of programs that plot nothing. It is nil for anything else.
func plotBundle(v any) map[string]any {
	method := reflect.ValueOf(v).MethodByName("WriterTo")
	if !method.IsValid() {
		return nil
	}
	t := method.Type()
	if t.NumIn() != 3 || t.In(0).Kind() != reflect.Float64 || t.In(1) != t.In(0) || t.In(2).Kind() != reflect.String || t.NumOut() != 2 {
		return nil
	}
	w, h := sizeOf(v)
	b := map[string]any{Text: fmt.Sprintf("plot, %.0f × %.0f points", w, h)}
	for format, kind := range map[string]string{"svg": SVG, "png": PNG} {
		picture, err := draw(method, w, h, format)
		if err != nil {
			return Error(err)
		}
		b[kind] = picture
		if kind == SVG {
			b[kind] = string(picture)
		}
	}
	return b
}

func sizeOf(v any) (w, h float64) {
	m := reflect.ValueOf(v).MethodByName("Size")
	if m.IsValid() && m.Type().NumIn() == 0 && m.Type().NumOut() == 2 && m.Type().Out(0).Kind() == reflect.Float64 {
		size := m.Call(nil)
		return size[0].Float(), size[1].Float()
	}
	return plotWidth, plotHeight
}

func draw(method reflect.Value, w, h float64, format string) ([]byte, error) {
	length := method.Type().In(0)
	out := method.Call([]reflect.Value{reflect.ValueOf(w).Convert(length), reflect.ValueOf(h).Convert(length), reflect.ValueOf(format)})
	if err, _ := out[1].Interface().(error); err != nil {
		return nil, fmt.Errorf(`plot as %s: %w (does the cell import _ "gonum.org/v1/plot/vg/vg%s"?)`, format, err, map[string]string{"svg": "svg", "png": "img"}[format])
	}
	var b bytes.Buffer
	if _, err := out[0].Interface().(io.WriterTo).WriteTo(&b); err != nil {
		return nil, fmt.Errorf("plot as %s: %w", format, err)
	}
	return b.Bytes(), nil
}
