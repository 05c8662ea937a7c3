// Package keeper keeps a kernel's processes: when the kernel ends, however it ends, nothing of it is left, neither processes nor files.
//
// What Jupyter starts is the keeper, which does almost nothing, so hardly anything can happen to it. It makes a folder for the kernel's files and
// starts the kept process, which does everything:
//
//	status, err := keeper.Keep("gensci", "front", "connection.json") // adds the folder as the last argument
//
//	keeper    hands on signals and the exit status
//	└ kept    in a session of its own; starts cells, compilers, an engine, GoNB, gopls
//	  └ …     whatever these start: daemons too, with an empty environment, in sessions of their own
//
// Both are subreapers (package child): a process that loses its parent becomes a child of the kept process, and when that one is killed all
// become the keeper's, which kills them, removes the folder and ends. When the keeper is killed, the system tells the kept process, which does the same. A kept process
// that does not end when it is told to is killed after a while. So only if both are killed at the same moment is anything left: daemons of cells, and the folder,
// which the next keeper removes. No privilege and no namespace is needed for any of it.
package keeper
