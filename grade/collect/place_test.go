package collect_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/nbformat"
)

func TestMoodle(t *testing.T) {
	w := newWorld(t)
	n := notebook("x")
	made := must(w.made(due, "packed", "cyd", "bob").Zip())
	entries := []entry{
		{"Ada Lovelace_101_assignsubmission_file_/22-flows.ipynb", n},
		{"Ada Lovelace_101_assignsubmission_file_/scan.pdf", []byte("%PDF")},
		{"Ada Lovelace_101_assignsubmission_onlinetext_/onlinetext.html", []byte("hello")},
		{"Mu\u0308ller Bob_102_assignsubmission_file_/my notebook.ipynb", n}, // as macOS writes ü
		{"Cyd Charisse_103_assignsubmission_file_/22-flows.handin.zip", made},
		{"Anna Schmidt_104_assignsubmission_file_/22-flows.ipynb", n},
		{"Zoe Zyx_105_assignsubmission_file_/22-flows.ipynb", n},
		{"No Body_106_assignsubmission_file_/../../x.ipynb", n},
	}
	r := w.collect(w.file(due, zipOf(t, due, entries...), t.TempDir(), "moodle.zip"))
	expect(t, r, 3, "ada", "bob", "cyd waits for bob")
	refused(t, r, `Anna Schmidt: "Anna Schmidt" may be 4711 or 4712; say which with --is "Anna Schmidt=4711"`, `Zoe Zyx: "Zoe Zyx" is nobody's id`, `nobody (No Body): the file "../../x.ipynb" would lie outside`)
	if _, err := os.Stat(filepath.Join(w.Course.Submissions(), "22", "ada", "1", "scan.pdf")); err != nil {
		t.Error(err)
	}

	folder := t.TempDir() // unpacked, without folders, and with what the teacher says
	w = newWorld(t)
	w.Is = map[string]string{"Zoe Zyx": "4712"}
	for _, e := range entries[:7] {
		w.file(due, e.data, folder, strings.Replace(e.name, "_/", "_", 1))
	}
	r = w.collect(folder)
	expect(t, r, 4, "4712", "ada", "bob", "cyd waits for bob")
	refused(t, r, "Anna Schmidt")
}

func TestMoodleKnowsBetterThanAHandin(t *testing.T) {
	w := newWorld(t)
	made := must(w.made(due, "packed", "ada").Zip())
	ours := must(w.made(due, "ours", "ada", "bob").Zip())
	r := w.collect(w.file(due, zipOf(t, due, entry{"Cyd Charisse_1_assignsubmission_file_/x.handin.zip", made}, entry{"bob/x.handin.zip", ours}), t.TempDir(), "m.zip"))
	expect(t, r, 1, "ada") // bob's upload confirms it
	refused(t, r, `cyd (Cyd Charisse): it was made by "ada", and cyd is not in that group`)
}

// TestMoodleNames: of two with one name it is the one that the hand-in says; a confirmation is by whose folder it lies in.
func TestMoodleNames(t *testing.T) {
	w := newWorld(t)
	h := w.made(due, "packed", "4712", "bob")
	c, err := handin.Confirm(h.Manifest.Hash(), "bob", due)
	w.ok(err)
	path, err := c.Drop(t.TempDir())
	w.ok(err)
	confirmation, err := os.ReadFile(path)
	w.ok(err)
	at := due.Add(30 * time.Minute)
	r := w.collect(w.file(at, zipOf(t, at, entry{"Anna Schmidt_1_assignsubmission_file_/x.handin.zip", must(h.Zip())}, entry{"Cyd Charisse_2_assignsubmission_file_/bob.confirm.json", confirmation}), t.TempDir(), "m.zip"))
	expect(t, r, 1, "4712 late 30m waits for bob")
	refused(t, r, `cyd (Cyd Charisse): it has a confirmation by "bob"`)
	expect(t, w.collect(w.file(at, zipOf(t, at, entry{"Bob Müller_3_assignsubmission_file_/bob.confirm.json", confirmation}), t.TempDir(), "m.zip")), 0, "4712 late 30m")
}

func TestTimesInZips(t *testing.T) {
	w := newWorld(t)
	local := zipOf(t, time.Time{}, entry{"ada/22-flows.ipynb", notebook("x")})
	patchTime(local, 2026, 12, 1, 19, 30) // of the course's zone, 18:30 UTC
	expect(t, w.collect(w.file(due, local, t.TempDir(), "all.zip")), 1, "ada late 1h30m")
}

func TestNobodyKnowsWhen(t *testing.T) {
	w := newWorld(t)
	path := w.file(due, zipOf(t, time.Time{}, entry{"ada/22-flows.ipynb", notebook("x")}), t.TempDir(), "all.zip")
	refused(t, w.collect(path), "ada (Lovelace, Ada): nobody knows when it was handed in; say so with --time")
	w.Times.At = due
	expect(t, w.collect(path), 1, "ada")
}

// patchTime sets the MS-DOS time of the one entry.
func patchTime(data []byte, year, month, day, hour, minute int) {
	at := strings.Index(string(data), "PK\x01\x02")
	date, clock := (year-1980)<<9|month<<5|day, hour<<11|minute<<5
	data[at+12], data[at+13], data[at+14], data[at+15] = byte(clock), byte(clock>>8), byte(date), byte(date>>8)
}

func TestNbgraderSubmitted(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	w.file(due.Add(9*time.Hour), notebook("x"), folder, "ada", "22-flows", "22-flows.ipynb")
	w.file(due, []byte("2026-12-01 19:00:00.123456 Europe/Berlin"), folder, "ada", "22-flows", "timestamp.txt")
	w.file(due, notebook("x"), folder, "bob", "23-more", "23-more.ipynb")
	w.file(due, notebook("x"), folder, "zoe", "22-flows", "22-flows.ipynb")
	r := w.collect(folder)
	expect(t, r, 1, "ada late 1h00m")
	refused(t, r, `zoe: "zoe" is nobody's id`)
}

func TestSingleFiles(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	w.file(due, notebook("x"), folder, "22-flows_ada.ipynb")
	w.file(due, notebook("x"), folder, "bob@x.org.ipynb")
	w.file(due, zipOf(t, due, entry{"work/22-flows.ipynb", notebook("x")}, entry{"work/22-flows-Copy1.ipynb", notebook("y")}), folder, "cyd.zip")
	w.file(due, zipOf(t, due, entry{"a.ipynb", notebook("x")}, entry{"b.ipynb", notebook("y")}), folder, "4711.zip")
	w.file(due, must(w.made(due, "downloaded twice", "nobody").Zip()), folder, "22-flows.handin (1).zip")
	w.file(due, must(w.made(due, "somebody else's", "nobody").Zip()), folder, "Zoe", "22-flows.handin.zip")
	r := w.collect(folder)
	expect(t, r, 4, "ada", "bob", "cyd", "nobody")
	refused(t, r, `Zoe: "Zoe" is nobody's id`, "4711 (Anna Schmidt): it has 2 notebooks, none of them called 22-flows.ipynb")

	nb, err := nbformat.Parse(notebook("by itself"))
	w.ok(err)
	nb.Metadata["gensci"] = map[string]any{"sheet": "22-flows", "student": "4712"}
	path := filepath.Join(t.TempDir(), "22-flows.ipynb")
	w.ok(nb.Write(path))
	w.ok(os.Chtimes(path, due, due))
	anonymous := w.file(due, notebook("x"), t.TempDir(), "22-flows.ipynb")
	r = w.collect(path, anonymous, "/no/such/place")
	expect(t, r, 1, "4712", "ada", "bob", "cyd", "nobody")
	refused(t, r, "nothing says whose it is", "there is nothing at /no/such/place to collect from")
}

func TestHostileDrops(t *testing.T) {
	w := newWorld(t)
	w.hand(due, "good", "ada")
	bomb := zipOf(t, due, entry{"manifest.json", nil}, entry{"x", make([]byte, 4<<20)})
	w.file(due, bomb, w.drop, "22-flows.bob.handin.zip")
	w.file(due, []byte("no zip"), w.drop, "22-flows.cyd.handin.zip")
	w.file(due, []byte("{}"), w.drop, "x.confirm.json")
	w.file(due, zipOf(t, due, entry{"22-flows.ipynb", []byte("{}")}, entry{"22-FLOWS.ipynb", nil}), w.drop, "4711.zip")
	foreign := &nbformat.Notebook{Cells: []nbformat.Cell{{Type: nbformat.Code, ID: "z"}}}
	nbgrader.Meta{ID: "zz", Solution: true}.Put(&foreign.Cells[0])
	w.file(due, must(foreign.Marshal()), w.drop, "4712.ipynb")
	r := w.collect()
	expect(t, r, 1, "ada")
	refused(t, r, "packed more than 200 times", "it is no zip file", "it lacks the format", "4711", "4712 (Anna Schmidt): the notebook has no cell of 22-flows")
}
