package admit_test

import (
	"fmt"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/points"
)

// Two sheets: on the second one a task is not marked yet, and will decide.
func Example() {
	late, _ := admit.ParseLate("1/10 per day")
	rules := admit.Rules{Late: late}
	first := rules.Score(admit.Work{Parts: []admit.Part{{Max: points.Of(10), Earned: points.Of(7)}}, Late: 1}, nil)
	second := rules.Score(admit.Work{Parts: []admit.Part{{Max: points.Of(6), Earned: points.Of(3)}, {Max: points.Of(4), Open: true}}}, nil)
	fmt.Println(first.Points, first.Penalty)
	v := admit.Course(points.Half(), []admit.Score{first, second})
	fmt.Println(v.Points, "of", v.Max, v.Share.Percent(), v.Admitted)
	// Output:
	// 6 1
	// 9 of 20 45.0 % open
}
