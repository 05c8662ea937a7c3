package apng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"math"
	"time"
)

// Text is what a file says beside its pixels.
type Text struct {
	PerInch     float64 // pixels per inch when printed; 0: not said
	Description string
}

// Movie is pictures of one size and palette that play in a loop.
type Movie struct {
	Still  *image.Paletted // what is seen where nothing moves, and in print; it is no part of the loop
	Frames []*image.Paletted
	Delay  time.Duration // from picture to picture
	Hold   time.Duration // how long the last one stays; 0 means Delay
	Text   Text
}

const signature = "\x89PNG\r\n\x1a\n"

// chunk is one part of a PNG file.
type chunk struct {
	kind string
	data []byte
}

// Still writes one picture.
func Still(w io.Writer, img image.Image, t Text) error {
	chunks, err := encode(img)
	if err != nil {
		return err
	}
	return write(w, insert(chunks, t.chunks()))
}

// Encode writes the movie. Of each picture only the smallest rectangle is kept that differs from the one before.
func (m Movie) Encode(w io.Writer) error {
	if len(m.Frames) == 0 || m.Still == nil {
		return errors.New("apng: want a still picture and at least one frame")
	}
	chunks, err := encode(m.Still)
	if err != nil {
		return err
	}
	control := binary.BigEndian.AppendUint32(nil, uint32(len(m.Frames)))
	control = binary.BigEndian.AppendUint32(control, 0) // for ever
	chunks = insert(chunks, append(m.Text.chunks(), chunk{"acTL", control}))
	end := chunks[len(chunks)-1]
	chunks = chunks[:len(chunks)-1]
	number := uint32(0)
	var before *image.Paletted
	for i, f := range m.Frames {
		if f.Bounds() != m.Still.Bounds() {
			return fmt.Errorf("apng: frame %d is %v, the still picture %v: give pictures of one size", i, f.Bounds(), m.Still.Bounds())
		}
		part := f.SubImage(Changed(before, f)).(*image.Paletted)
		delay := m.Delay
		if m.Hold > 0 && i == len(m.Frames)-1 {
			delay = m.Hold
		}
		more, err := frame(part, delay, &number)
		if err != nil {
			return err
		}
		chunks, before = append(chunks, more...), f
	}
	return write(w, append(chunks, end))
}

// frame is the chunks of one picture: where it lies, how long it stays, and its pixels.
func frame(part *image.Paletted, delay time.Duration, number *uint32) ([]chunk, error) {
	b := part.Bounds()
	var control []byte
	for _, v := range []int{int(*number), b.Dx(), b.Dy(), b.Min.X, b.Min.Y} {
		control = binary.BigEndian.AppendUint32(control, uint32(v))
	}
	control = binary.BigEndian.AppendUint16(control, uint16(min(delay.Milliseconds(), math.MaxUint16)))
	control = binary.BigEndian.AppendUint16(control, 1000)
	control = append(control, 0, 0) // stays, and replaces what was there
	*number++
	out := []chunk{{"fcTL", control}}
	pixels, err := encode(part)
	if err != nil {
		return nil, err
	}
	for _, c := range pixels {
		if c.kind == "IDAT" {
			out = append(out, chunk{"fdAT", append(binary.BigEndian.AppendUint32(nil, *number), c.data...)})
			*number++
		}
	}
	return out, nil
}

// Changed is the smallest rectangle in which two pictures differ: all of it without an earlier one, one pixel if they are equal.
func Changed(before, after *image.Paletted) image.Rectangle {
	if before == nil {
		return after.Bounds()
	}
	var r image.Rectangle
	b := after.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		p, q := before.Pix[before.PixOffset(b.Min.X, y):][:b.Dx()], after.Pix[after.PixOffset(b.Min.X, y):][:b.Dx()]
		if bytes.Equal(p, q) {
			continue
		}
		first, last := 0, b.Dx()-1
		for p[first] == q[first] {
			first++
		}
		for p[last] == q[last] {
			last--
		}
		r = r.Union(image.Rect(b.Min.X+first, y, b.Min.X+last+1, y+1))
	}
	if r.Empty() {
		r = image.Rect(b.Min.X, b.Min.Y, b.Min.X+1, b.Min.Y+1)
	}
	return r
}

// chunks are those of the text.
func (t Text) chunks() (out []chunk) {
	if t.PerInch > 0 {
		perMeter := uint32(math.Round(t.PerInch / 0.0254))
		data := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, perMeter), perMeter)
		out = append(out, chunk{"pHYs", append(data, 1)})
	}
	if t.Description != "" {
		out = append(out, chunk{"iTXt", append([]byte("Description\x00\x00\x00\x00\x00"), t.Description...)})
	}
	return out
}

// encode lets image/png compress a picture and takes the file apart.
func encode(img image.Image) (chunks []chunk, err error) {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&b, img); err != nil {
		return nil, fmt.Errorf("apng: %w", err)
	}
	for file := b.Bytes()[len(signature):]; len(file) >= 12; {
		n := binary.BigEndian.Uint32(file)
		chunks = append(chunks, chunk{string(file[4:8]), file[8 : 8+n]})
		file = file[12+n:]
	}
	return chunks, nil
}

// insert puts chunks before the palette or the pixels, where they must be.
func insert(chunks, more []chunk) []chunk {
	return append([]chunk{chunks[0]}, append(more, chunks[1:]...)...)
}

func write(w io.Writer, chunks []chunk) error {
	file := []byte(signature)
	for _, c := range chunks {
		file = binary.BigEndian.AppendUint32(file, uint32(len(c.data)))
		start := len(file)
		file = append(append(file, c.kind...), c.data...)
		file = binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(file[start:]))
	}
	_, err := w.Write(file)
	return err
}
