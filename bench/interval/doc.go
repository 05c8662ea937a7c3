// Package interval estimates medians with intervals that assume nothing about the numbers but their independence.
//
//	ratio := interval.Of(interval.Ratios(ours, theirs)) // pair by pair: both were measured in the same round
//	fmt.Println(ratio, ratio.Verdict(1.1))              // 1.04 [1.01, 1.08] met
package interval
