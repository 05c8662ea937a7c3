// Package archtest holds the rules about who may import whom, and a few others that a compiler does not know.
//
// The rules are tables in rules.go; everything else here reads the module's source and compares. A rule that is in the way is
// changed there, in the same commit as the import that needs it and with the reason beside it.
//
// What is held:
//
//   - the parts of the module: gen/ imports nothing of backend, plots, kernel, grade, cmd ([parts]);
//   - the layers inside gen/, from the ground up ([layers]), and the edges inside one layer, each with a reason ([edges]);
//   - GoMLX's back ends are imported by backend/ alone, and nothing in gen/ reaches one through another module;
//   - only readers and checkpoints do input and output in gen/ ([ioAllowed]);
//   - core/graph is the only dot-import; random numbers come from math/rand/v2;
//   - every package has a package comment, and none is called util, common, helpers, types or misc;
//   - nothing imports solutions/; notebooks are stored without outputs;
//   - links in documents lead somewhere, and their code is found in the file that it names.
//
// The rules are tested with made-up modules that break them one at a time, so that a rule that has stopped working is noticed.
package archtest
