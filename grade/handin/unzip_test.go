package handin_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/handin"
)

func TestUnzipRefuses(t *testing.T) {
	zeros := strings.Repeat("\x00", 2<<20)
	var many []entry
	for i := range handin.MaxFiles + 2 {
		many = append(many, entry{name: strings.Repeat("x", i+1)})
	}
	for _, c := range []struct {
		what string
		data []byte
		want string
	}{
		{"no zip", []byte("hello"), "no zip file"},
		{"slip", zipOf(t, entry{name: "../../etc/passwd"}), "would lie outside"},
		{"slip inside", zipOf(t, entry{name: "a/../../b"}), "would lie outside"},
		{"dot", zipOf(t, entry{name: "./a"}), "would lie outside"},
		{"absolute", zipOf(t, entry{name: "/etc/passwd"}), "absolute path"},
		{"drive", zipOf(t, entry{name: "C:/a"}), "absolute path"},
		{"backslash", zipOf(t, entry{name: `..\a`}), "absolute path"},
		{"NUL", zipOf(t, entry{name: "a.ipynb\x00.pdf"}), "invisible characters"},
		{"newline", zipOf(t, entry{name: "a\nb"}), "invisible characters"},
		{"bidi", zipOf(t, entry{name: "a\u202efdp.exe"}), `"a\u202efdp.exe" has invisible`},
		{"no width", zipOf(t, entry{name: "a\u200b"}), "invisible characters"},
		{"latin 1", zipOf(t, entry{name: "\xfcbung"}), "not UTF-8"},
		{"long", zipOf(t, entry{name: strings.Repeat("x", 300)}), "longer than 200"},
		{"deep", zipOf(t, entry{name: strings.Repeat("x/", 9) + "y"}), "folders deep"},
		{"blank", zipOf(t, entry{name: "a "}), "begins or ends with a blank"},
		{"link", zipOf(t, entry{"a", "/etc/passwd", os.ModeSymlink | 0o777}), "symbolic link"},
		{"pipe", zipOf(t, entry{"a", "", os.ModeNamedPipe | 0o644}), "neither a file nor a folder"},
		{"device", zipOf(t, entry{"a", "", os.ModeDevice | os.ModeCharDevice | 0o644}), "neither a file nor a folder"},
		{"twice", zipOf(t, entry{name: "a"}, entry{name: "a"}), "two files have the name"},
		{"case", zipOf(t, entry{name: "Über.pdf"}, entry{name: "über.pdf"}), "are the same on some"},
		{"composed", zipOf(t, entry{name: "\u00fc"}, entry{name: "u\u0308"}), "are the same on some"},
		{"file and folder", zipOf(t, entry{name: "a"}, entry{name: "A/b"}), "the folder of"},
		{"many", zipOf(t, many...), "more than 100 files"},
		{"bomb", zipOf(t, entry{name: "a", text: zeros}), "packed more than 200 times"},
		{"large", zipOf(t, entry{name: "a", text: strings.Repeat("\x00", handin.MaxFile+1)}), "larger than 20 MB"},
		{"directory alone", bytes.Repeat([]byte("PK\x01\x02"), 20_001), "thousands of files"},
		{"encrypted", patch(zipOf(t, entry{name: "a"}), "PK\x01\x02", 8, 1), "encrypted"},
		{"method", patch(zipOf(t, entry{name: "a", text: "x"}), "PK\x01\x02", 10, 99), "cannot be unpacked"},
		{"smaller than it says", patch(zipOf(t, entry{name: "a", text: "xy"}), "PK\x01\x02", 24, 9), "cannot be unpacked"},
		{"larger than it says", patch(zipOf(t, entry{name: "a", text: "xy"}), "PK\x01\x02", 24, 1), "cannot be unpacked"},
	} {
		_, err := handin.Unzip(c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.what, err, c.want)
		} else if strings.ContainsAny(err.Error(), "\n\x00\u202e") {
			t.Errorf("%s: the sentence %q has characters of the name", c.what, err)
		}
	}
}

// TestUnzipAddsUp: files that are small enough each may be too much together.
func TestUnzipAddsUp(t *testing.T) {
	if testing.Short() {
		t.Skip("packs 85 MB")
	}
	noise := make([]byte, 17<<20) // a fiftieth is noise, so that it packs as text does
	r := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < len(noise); i += 50 {
		noise[i] = byte(r.Uint32())
	}
	page := entry{text: string(noise)}
	pages := []entry{{"a", page.text, 0}, {"b", page.text, 0}, {"c", page.text, 0}}
	if _, err := handin.Unzip(zipOf(t, pages[:2]...)); err != nil {
		t.Errorf("34 MB: %v", err)
	}
	if _, err := handin.Unzip(zipOf(t, pages...)); err == nil || !strings.Contains(err.Error(), "more than 50 MB together") {
		t.Errorf("51 MB: %v", err)
	}
}

// patch changes two bytes behind the first signature.
func patch(data []byte, signature string, offset int, value uint16) []byte {
	at := bytes.Index(data, []byte(signature))
	binary.LittleEndian.PutUint16(data[at+offset:], value)
	return data
}

func TestUnzipKeepsZipsAndLeavesJunk(t *testing.T) {
	inner := zipOf(t, entry{name: "../x"})
	files, err := handin.Unzip(zipOf(t, entry{name: "scans/", mode: os.ModeDir | 0o755}, entry{name: "scans/inner.zip", text: string(inner)}, entry{name: "__MACOSX/._a"}, entry{name: ".DS_Store"},
		entry{name: ".ipynb_checkpoints/a-checkpoint.ipynb"}))
	if err != nil || len(files) != 1 || files[0].Name != "scans/inner.zip" || !bytes.Equal(files[0].Data, inner) {
		t.Errorf("got %v, %v; want the inner zip alone, as it is", files, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	h := sample(t)
	manifest := string(manifestOf(t, h))
	notebook := string(h.Notebook())
	scan := entry{name: "scan.pdf", text: "%PDF-1.7"}
	open := func(manifest string, more ...entry) []byte {
		return zipOf(t, append([]entry{{name: "manifest.json", text: manifest}, {name: "22-flows.ipynb", text: notebook}}, more...)...)
	}
	if _, err := handin.Open(open(manifest, scan)); err != nil {
		t.Fatal(err)
	}
	replaced := func(old, new string) string { return strings.Replace(manifest, old, new, 1) }
	for _, c := range []struct {
		what string
		data []byte
		want string
	}{
		{"file missing", open(manifest), "not those that its manifest lists"},
		{"file more", open(manifest, scan, entry{name: "x"}), "not those that its manifest lists"},
		{"file changed", open(manifest, entry{name: "scan.pdf", text: "%PDF-1.8"}), "not those that its manifest lists"},
		{"unknown key", open(replaced(`"format"`, `"points": 7, "format"`), scan), "unknown field"},
		{"key twice", open(replaced(`"student": "ada"`, `"student": "eve", "student": "ada"`), scan), "was changed after"},
		{"student", open(replaced(`"ada"`, `"../ada"`), scan), "no student's id"},
		{"group", open(replaced(`"bob"`, `"ada"`), scan), "named twice"},
		{"order of the group", open(replaced("\"bob\",\n    \"cyd\"", "\"cyd\",\n    \"bob\""), scan), "is not sorted"},
		{"newer", open(replaced(`"format": 1`, `"format": 2`), scan), "newer gensci"},
		{"sheet", open(replaced(`"sheet": "22-flows"`, `"sheet": "../22"`), scan), "lacks the format, the sheet"},
		{"other sheet", open(replaced(`"sheet": "22-flows"`, `"sheet": "23-x"`), scan), "no notebook 23-x.ipynb"},
		{"long", open(manifest+strings.Repeat(" ", 64<<10), scan), "larger than 64 kB"},
	} {
		if _, err := handin.Open(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.what, err, c.want)
		}
	}
	if _, err := handin.Open(zipOf(t, scan)); !errors.Is(err, handin.ErrNoManifest) {
		t.Errorf("without manifest: got %v", err)
	}
}

func manifestOf(t testing.TB, h handin.Handin) []byte {
	t.Helper()
	files, err := handin.Unzip(pack(t, h))
	if err != nil {
		t.Fatal(err)
	}
	return files[0].Data
}

// FuzzOpen: whatever is read without an error keeps the rules, and is packed to something that reads the same.
func FuzzOpen(f *testing.F) {
	h := sample(f)
	f.Add(pack(f, h))
	f.Add(zipOf(f, entry{name: "../x", text: "y"}))
	f.Add(zipOf(f, entry{name: "a"}, entry{name: "A"}))
	f.Add(zipOf(f, entry{name: "manifest.json", text: `{"format":1}`}))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := handin.Unzip(data)
		if err != nil {
			return
		}
		for _, file := range files {
			if bad := handin.CheckName(file.Name); bad != nil || len(file.Data) > handin.MaxFile {
				t.Errorf("read %q: %v", file.Name, bad)
			}
		}
		h, err := handin.Open(data)
		if err != nil {
			return
		}
		back, err := handin.Open(pack(t, h))
		if err != nil || back.Manifest.Hash() != h.Manifest.Hash() {
			t.Errorf("what was read is packed to something else: %v", err)
		}
	})
}

// FuzzConfirmation: whatever is read has the ids and hashes that name files.
func FuzzConfirmation(f *testing.F) {
	f.Add([]byte(`{"format":1,"confirm":"12","student":"bob","at":"2026-12-01T12:00:00Z"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := handin.ReadConfirmation(data); err == nil && (handin.CheckID(c.Student) != nil || len(c.Confirm) != 64) {
			t.Errorf("read %+v", c)
		}
	})
}
