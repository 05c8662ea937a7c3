// Package opt minimizes smooth functions, and has the optimizers that GoMLX lacks.
//
// [LBFGS] takes a function of one vector as a graph, and data that do not change. Point, gradient and the memory of past steps stay on the
// engine, and many evaluations run in one engine call:
//
//	r, err := opt.LBFGS{}.Minimize(engine, func(x *Node, data []*Node) *Node {
//		return ReduceAllMean(Square(Sub(model(x, data[0]), data[1]))) // x [n] → scalar
//	}, x0, inputs, targets)
//	r.X, r.Loss, r.Reason
//
// fit.LBFGS does that for the weights of a model, pinn.LBFGS for those of a network that solves a differential equation.
//
// # Which one when
//
//   - Adam (GoMLX's, the default of fit) where the loss is noisy: mini-batches, fresh points, dropout. It needs no line search, and a
//     learning rate that falls.
//   - LBFGS where the loss is one smooth function, all data in every evaluation, and the last digits count: regression, Gaussian processes,
//     physics-informed networks after some steps of Adam, which find the valley. An iteration takes little more than one evaluation of loss
//     and gradient, and no learning rate. On noise it stops at once.
//   - [Adadelta] where Adam would do and nobody wants to choose a learning rate; it is slower in the end.
//
// # Precision
//
// A line search compares values of the loss, and near a minimum those differ by rounding alone. Float64 goes farther; see pinn.QuasiNewton for numbers. Where values are
// equal up to rounding the slopes decide (the approximate Wolfe conditions of Hager and Zhang), and when nothing lower can be found along the
// direction, the memory is given up for the steepest descent; when that finds nothing either, the minimization ends with [NoLowerLoss].
//
// A trial at which the loss is NaN or infinite shortens the step. An objective that cannot stand in the engine's loop (package loop says which) takes one
// evaluation per engine call. One engine gives the same bits however evaluations are divided into calls.
//
// # Limits
//
// The functions must be smooth: at kinks (ReLU, maxima) the line search ends early. The memory takes 2·Memory·n numbers.
//
// References: Liu and Nocedal, Mathematical Programming 45, 1989; Nocedal and Wright, Numerical Optimization, 2nd ed. 2006, chapters 3 and 7; Moré and
// Thuente, ACM Trans. Math. Softw. 20, 1994; Hager and Zhang, SIAM J. Optim. 16, 2005; Byrd, Nocedal and Schnabel, Mathematical Programming 63, 1994
// (products of matrices in place of the recursion); Zeiler, arXiv:1212.5701, 2012 (Adadelta).
package opt
