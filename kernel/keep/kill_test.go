package keep_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/keep"
)

// The variables of the cell that is killed: it changes all of them, and they are in components of their own.
var (
	count1, count2 int
	large          []float64
	words          map[string]int
)

func init() {
	vars := func(v func(string, any) keep.Var) []keep.Var {
		return []keep.Var{v("count1", &count1), v("count2", &count2), v("large", &large), v("words", &words)}
	}
	cell("start counting", 1, func() {
		large, words = make([]float64, 1<<16), map[string]int{}
		for i := range 1000 {
			words[strconv.Itoa(i)] = 0
		}
	}, vars(defined)...)
	cell("count", 2, func() {
		count1++
		count2++
		for i := range large {
			large[i]++
		}
		for w := range words {
			words[w]++
		}
	}, vars(kept)...)
	cell("agree", 3, func() {
		for _, l := range large {
			if int(l) != count1 {
				fmt.Println("large", l)
			}
		}
		for w, n := range words {
			if n != count1 {
				fmt.Println(w, n)
			}
		}
		fmt.Println(count1 == count2)
	}, vars(kept)...)
}

// TestKilled kills a program at a random moment, again and again: the state is always that of a cell's end.
func TestKilled(t *testing.T) {
	times, seed := 200, uint64(time.Now().UnixNano())
	if testing.Short() {
		times = 20
	}
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	folder := t.TempDir()
	want(t, folder, "start counting", "")
	start := time.Now()
	want(t, folder, "count", "")
	took := time.Since(start)
	committed, killed := 0, 0
	for range times {
		cmd := program(t, folder, "count")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(r.Int64N(int64(took) * 3 / 2)))
		_ = cmd.Process.Signal(os.Kill)
		if cmd.Wait() != nil {
			killed++
		}
		if _, err := keep.Commit(folder); err == nil {
			committed++
		}
		if r.IntN(4) == 0 {
			if err := keep.Collect(folder); err != nil {
				t.Fatal(err)
			}
		}
	}
	want(t, folder, "agree", "true")
	if killed == 0 || committed == 0 {
		t.Errorf("of %d programs %d were killed, and %d had proposed a state: this tests nothing", times, killed, committed)
	}
	t.Logf("%d of %d were killed, %d states committed", killed, times, committed)
}
