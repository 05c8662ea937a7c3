package release_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/release"
)

// killFolder names the folder in which this test binary, started again, releases without end.
const killFolder = "GENSCI_RELEASE_KILL"

func TestMain(m *testing.M) {
	if folder := os.Getenv(killFolder); folder != "" {
		releaseForever(folder)
	}
	os.Exit(m.Run())
}

// releaseForever says each version that it has recorded.
func releaseForever(folder string) {
	for i := os.Getpid(); ; i++ {
		nb := sample()
		nb.Cells[0].Source = fmt.Sprint("# Squares ", i)
		s, err := release.Read(nb, "01-squares")
		if err != nil {
			panic(err)
		}
		v, _, err := release.Publish(folder, s, "Ada", noon)
		if err != nil {
			panic(err)
		}
		fmt.Println(v.Number)
	}
}

// A program that is killed while it releases leaves whole versions: all that it has spoken of, and perhaps one more.
func TestPublishKilled(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "01")
	said := ""
	for round := range 10 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), killFolder+"="+folder)
		out, piped := cmd.StdoutPipe()
		if err = errors.Join(piped, cmd.Start()); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 1 + round%3 {
			if !lines.Scan() {
				t.Fatal("the program ended by itself")
			}
			said = lines.Text()
		}
		if err = cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			said = lines.Text()
		}
		_ = cmd.Wait() // it was killed
		list, bad := release.Versions(folder)
		if bad != nil {
			t.Fatal(bad)
		}
		last := fmt.Sprint(len(list))
		if before := fmt.Sprint(len(list) - 1); last != said && before != said {
			t.Errorf("it spoke of %s versions, there are %s", said, last)
		}
		for i, v := range list {
			if _, err = release.Load(folder, v); err != nil || v.Number != i+1 {
				t.Errorf("%+v: %v", v, err)
			}
		}
	}
	publish(t, folder, sample())
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s is left", e.Name())
		}
	}
}
