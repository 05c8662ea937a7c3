// Package multiplier holds operators in closed form: what linear equations with constant coefficients make of a periodic function is found mode by
// mode, by a factor that depends on the frequency (a Fourier multiplier). Each gives the values of output functions and, as an operator.Problem, the
// equation that they solve:
//
//	Heat            s_t = κ s_xx            s(0, x) = u(x)
//	Reaction        s_t = κ s_xx − r s + u  s(0, x) = 0
//	Transport       s_t + c s_x = u         s(0, x) = 0
//	Antiderivative  s′ = u                  s(0) = 0
//
// for t in [0, 1] and one period of x, from 0 on; the antiderivative, which has no period, on [0, Length].
//
// Reference: Evans, Partial Differential Equations, 2010, sections 2.1, 2.3 and 4.3 (Duhamel's principle, Fourier series).
package multiplier
