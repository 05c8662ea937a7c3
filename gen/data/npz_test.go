package data

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// npy writes an array as NumPy does.
func npy(descr string, fortran bool, shape string, values any) []byte {
	order := map[bool]string{true: "True", false: "False"}[fortran]
	head := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }", descr, order, shape)
	head += strings.Repeat(" ", 63-(10+len(head))%64) + "\n"
	var b bytes.Buffer
	b.WriteString("\x93NUMPY\x01\x00")
	_ = binary.Write(&b, binary.LittleEndian, uint16(len(head)))
	b.WriteString(head)
	if strings.HasPrefix(descr, ">") {
		_ = binary.Write(&b, binary.BigEndian, values)
	} else {
		_ = binary.Write(&b, binary.LittleEndian, values)
	}
	return b.Bytes()
}

func TestNPY(t *testing.T) {
	want := []float64{1, 2, 3, 4, 5, 6}
	for _, c := range []struct {
		name string
		file []byte
		r, c int
	}{
		{"float64", npy("<f8", false, "(2, 3)", []float64{1, 2, 3, 4, 5, 6}), 2, 3},
		{"float64 Fortran", npy("<f8", true, "(2, 3)", []float64{1, 4, 2, 5, 3, 6}), 2, 3},
		{"rank 3 Fortran", npy("<f8", true, "(1, 3, 2)", []float64{1, 3, 5, 2, 4, 6}), 1, 6},
		{"float32 big-endian", npy(">f4", false, "(3, 2)", []float32{1, 2, 3, 4, 5, 6}), 3, 2},
		{"int64 vector", npy("<i8", false, "(6,)", []int64{1, 2, 3, 4, 5, 6}), 6, 1},
		{"int32", npy("<i4", false, "(3, 2)", []int32{1, 2, 3, 4, 5, 6}), 3, 2},
		{"int16", npy("<i2", false, "(3, 2)", []int16{1, 2, 3, 4, 5, 6}), 3, 2},
		{"uint8", npy("|u1", false, "(3, 2)", []uint8{1, 2, 3, 4, 5, 6}), 3, 2},
	} {
		m, err := NPY{}.Read(bytes.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if rows, cols := m.Dims(); rows != c.r || cols != c.c || !slices.Equal(m.RawMatrix().Data, want) {
			t.Errorf("%s: %v", c.name, m)
		}
	}
	m, err := NPY{}.Read(bytes.NewReader(npy("<i4", false, "()", []int32{-7})))
	if err != nil || m.At(0, 0) != -7 {
		t.Errorf("scalar: %v, %v", m, err)
	}
}

func TestNPYErrors(t *testing.T) {
	good := npy("<f8", false, "(2, 3)", []float64{1, 2, 3, 4, 5, 6})
	for _, c := range []struct {
		name, want string
		file       []byte
	}{
		{"empty file", "not an npy array", nil},
		{"other file", "not an npy array", []byte("a,b\n1,2\n3,4\n")},
		{"cut header", "cut off inside its header", good[:40]},
		{"cut data", "needs 48 bytes, the file has 47", good[:len(good)-1]},
		{"no elements", "is empty", npy("<f8", false, "(0, 3)", []float64{})},
		{"huge shape", "cut off", npy("<f8", false, "(1000000, 1000000)", []float64{1})},
		{"impossible shape", "impossible shape", npy("<f8", false, "(99999999999999999999,)", []float64{1})},
		{"overflowing shape", "impossible shape", npy("<f8", false, "(2000000000, 2000000000, 2000000000)", []float64{1})},
		{"negative shape", "header", npy("<f8", false, "(-1,)", []float64{1})},
		{"text", `type "<U3"`, npy("<U3", false, "(1,)", []float64{1})},
		{"NaN", "NaN at row 0, column 1", npy("<f8", false, "(1, 2)", []float64{1, math.NaN()})},
	} {
		_, err := NPY{}.Read(bytes.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one sentence with %q", c.name, err, c.want)
		}
	}
	m, err := NPY{KeepNaN: true}.Read(bytes.NewReader(npy("<f8", false, "(1, 2)", []float64{1, math.NaN()})))
	if err != nil || !math.IsNaN(m.At(0, 1)) {
		t.Errorf("KeepNaN: %v, %v", m, err)
	}
}

func TestNPZ(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, file := range map[string][]byte{"x.npy": npy("<f8", false, "(2,)", []float64{1, 2}), "notes.txt": []byte("hello")} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write(file)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.npz")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	arrays, err := NPZ{}.File(path)
	if err != nil || len(arrays) != 1 || arrays["x"].At(1, 0) != 2 {
		t.Errorf("%v, %v", arrays, err)
	}
	if _, err := (NPZ{}).Read(bytes.NewReader(b.Bytes()[:50]), 50); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("cut archive: %v", err)
	}
	if _, err := (NPZ{}).File(path + "x"); err == nil {
		t.Error("missing file: no error")
	}
	if arr, err := (NPY{}).File(path); err == nil {
		t.Errorf("an archive read as an array: %v", arr)
	}
}
