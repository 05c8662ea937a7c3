package apng

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"testing"
	"time"
)

var colors = color.Palette{color.RGBA{255, 255, 255, 255}, color.RGBA{255, 0, 0, 255}, color.RGBA{0, 0, 255, 255}}

// frame8 is 8 × 8 pixels with one of another colour.
func frame8(x, y int, c uint8) *image.Paletted {
	img := image.NewPaletted(image.Rect(0, 0, 8, 8), colors)
	img.SetColorIndex(x, y, c)
	return img
}

// read takes a file apart, checks its sums and puts the frames together as a player does: each over the one before.
func read(t *testing.T, file []byte) (kinds []string, frames []*image.RGBA, delays []uint16) {
	t.Helper()
	canvas := image.NewRGBA(image.Rect(0, 0, 8, 8))
	var header, palette, data, control []byte
	number := uint32(0)
	show := func() {
		if control == nil {
			return
		}
		head := bytes.Clone(header)
		copy(head, control[4:12])
		var b bytes.Buffer
		if err := write(&b, []chunk{{"IHDR", head}, {"PLTE", palette}, {"IDAT", data}, {"IEND", nil}}); err != nil {
			t.Fatal(err)
		}
		part, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		x, y := int(binary.BigEndian.Uint32(control[12:])), int(binary.BigEndian.Uint32(control[16:]))
		for j := range part.Bounds().Dy() {
			for i := range part.Bounds().Dx() {
				canvas.Set(x+i, y+j, part.At(i, j))
			}
		}
		whole := image.NewRGBA(canvas.Rect)
		copy(whole.Pix, canvas.Pix)
		frames, delays = append(frames, whole), append(delays, binary.BigEndian.Uint16(control[20:]))
		control, data = nil, nil
	}
	for rest := file[8:]; len(rest) > 0; {
		n := binary.BigEndian.Uint32(rest)
		kind, body, sum := string(rest[4:8]), rest[8:8+n], binary.BigEndian.Uint32(rest[8+n:])
		if crc32.ChecksumIEEE(rest[4:8+n]) != sum {
			t.Errorf("%s: wrong sum", kind)
		}
		kinds = append(kinds, kind)
		switch kind {
		case "IHDR":
			header = body
		case "PLTE":
			palette = body
		case "fcTL":
			show()
			if control = body; control[24] != 0 || control[25] != 0 {
				t.Errorf("a frame goes away or is blended: %v", control[24:])
			}
		case "fdAT":
			data = append(data, body[4:]...)
		case "IEND":
			show()
		}
		if kind == "fcTL" || kind == "fdAT" {
			if got := binary.BigEndian.Uint32(body); got != number {
				t.Errorf("%s has number %d, want %d", kind, got, number)
			}
			number++
		}
		rest = rest[12+n:]
	}
	return kinds, frames, delays
}

func TestMovie(t *testing.T) {
	m := Movie{
		Still: frame8(7, 7, 1), Frames: []*image.Paletted{frame8(0, 0, 1), frame8(1, 0, 1), frame8(1, 0, 1), frame8(5, 6, 2)},
		Delay: 80 * time.Millisecond, Hold: time.Second, Text: Text{PerInch: 192, Description: "ψ moves"},
	}
	var b bytes.Buffer
	if err := m.Encode(&b); err != nil {
		t.Fatal(err)
	}
	kinds, frames, delays := read(t, b.Bytes())
	want := "[IHDR pHYs iTXt acTL PLTE IDAT fcTL fdAT fcTL fdAT fcTL fdAT fcTL fdAT IEND]"
	if fmt.Sprint(kinds) != want || fmt.Sprint(delays) != "[80 80 80 1000]" {
		t.Errorf("%v %v, want %s", kinds, delays, want)
	}
	for i, f := range m.Frames {
		for k := range 64 {
			if got, want := frames[i].At(k%8, k/8), color.RGBAModel.Convert(f.At(k%8, k/8)); got != want {
				t.Fatalf("frame %d, pixel %d: %v, want %v", i, k, got, want)
			}
		}
	}
	still, err := png.Decode(&b) // what does not know of animation
	if err != nil {
		t.Fatal(err)
	}
	if r, g, _, _ := still.At(7, 7).RGBA(); r != 0xffff || g != 0 {
		t.Errorf("the still picture has %v", still.At(7, 7))
	}
}

func TestMovieErrors(t *testing.T) {
	big := image.NewPaletted(image.Rect(0, 0, 9, 9), colors)
	for _, m := range []Movie{{}, {Still: big}, {Frames: []*image.Paletted{big}}, {Still: big, Frames: []*image.Paletted{frame8(0, 0, 1)}}} {
		if err := m.Encode(io.Discard); err == nil {
			t.Errorf("%d frames: no error", len(m.Frames))
		}
	}
}

func TestChanged(t *testing.T) {
	a := frame8(2, 3, 1)
	for _, c := range []struct {
		before, after *image.Paletted
		want          image.Rectangle
	}{
		{nil, a, image.Rect(0, 0, 8, 8)}, {a, a, image.Rect(0, 0, 1, 1)}, {a, frame8(5, 3, 1), image.Rect(2, 3, 6, 4)}, {a, frame8(1, 7, 1), image.Rect(1, 3, 3, 8)},
	} {
		if got := Changed(c.before, c.after); got != c.want {
			t.Errorf("%v, want %v", got, c.want)
		}
	}
}

func ExampleStill() {
	var b bytes.Buffer
	if err := Still(&b, frame8(1, 1, 1), Text{PerInch: 192, Description: "one red dot"}); err != nil {
		panic(err)
	}
	fmt.Println(bytes.Contains(b.Bytes(), []byte("pHYs")), bytes.Contains(b.Bytes(), []byte("one red dot")))
	// Output: true true
}
