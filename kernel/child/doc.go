// Package child starts processes of which nothing is left: when they have ended, when we end them, and when we end ourselves, however.
//
//	p, err := child.Start(exec.Command("gonb"), syscall.SIGTERM)
//	...
//	p.Stop(time.Second) // asks it to end; kills it, and its process group with it, when the second is over
//
// Each process has a session of its own, so that signals from a terminal don't reach it and its group can be killed. On Linux the system
// sends it a signal when we die.
//
// Processes can leave their group, lose their parent (daemons do so), and clear their environment. After [Adopt] the system makes such a process
// our child, wherever it is below us: the [Watch] of a program finds those that came while it ran, and [KillAll] whatever is left at our
// own end. That is how Linux's subreapers work (prctl(2), PR_SET_CHILD_SUBREAPER); other systems have no such thing.
package child
