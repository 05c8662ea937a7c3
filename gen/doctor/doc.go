// Package doctor reads the history of a training run and names what is wrong with it: the cause, the numbers that speak for it, and the remedy.
//
//	m, err := fit.Density(flow.RealNVP{}, data, o)
//	fmt.Println(doctor.Read(m.History)) // still falling: As many steps again would lower the loss by 23 % …
//
// It finds in the history alone that a loss was not finite or exploded, that the learning rate was too high or too low, that the model overfits,
// that more steps would pay. Clues tell it more: Terms of the loss of a differential equation (one dominates, one is stiff), residuals at Held
// points (unsampled ones), what the Units of a network do (dead ones):
//
//	clues, err := doctor.Hold(problem, sol, seed)
//	fmt.Println(doctor.Read(sol.History, append(clues, doctor.TermsOf(sol))...))
//
// Rules are medians, ranks and their error bars, so that a single step decides nothing; what they compare with are constants with a reason beside
// them. How often they hit, and how often they speak of healthy runs, `go run ./bench/doctor` measures on runs that are made sick on purpose: see
// docs/results/doctor.md. Thresholds were set on other seeds than those that it reports, and stand in gaps between what healthy and sick runs give
// there. The weakest rule is that of a rate that is too low: it is silent where the little that the loss fell was mostly in the first half of the steps. Of
// a run that was cut short a term that lags behind may be called neglected.
//
// Where one cause explains another only the first is named: a stiff term makes any rate look too low, and the training loss of a model that overfits
// falls on.
//
// References: Theil 1950 and Sen, J. Am. Stat. Assoc. 63, 1968 (slopes); Mann and Whitney, Ann. Math. Stat. 18, 1947 (ranks); Hampel, J. Am. Stat.
// Assoc. 69, 1974 (deviations); Prechelt, Early Stopping — But When?, 1998; Wang, Teng, Perdikaris, SIAM J. Sci. Comput. 43, 2021 (terms that
// dominate); Krishnapriyan et al., NeurIPS 2021 (stiff terms); Lu, Shin, Su, Karniadakis, Dying ReLU and Initialization, 2019.
package doctor
