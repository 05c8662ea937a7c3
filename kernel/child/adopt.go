package child

// LastingVariable in the environment of a process says that it may outlive what was running when it became ours: a server that a shell line
// starts goes on until the kernel ends.
const LastingVariable = "GENSCI_LASTING"
