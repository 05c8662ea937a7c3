package main

import (
	"context"
	"fmt"
)

// memory is what a kernel's processes take after training.
func memory() row {
	return row{
		name: "memory", what: "MB (proportional set size) of a kernel's processes after the cell autoencoder, a shell line and a completion",
		open: func(_ context.Context, l *lab) ([]step, func(), error) {
			return []step{func(ctx context.Context, _ int, into taken) error { return hold(ctx, l, into) }}, func() {}, nil
		},
		sums: map[string][]string{"sum": {"front", "GoNB", "engine", "other"}},
	}
}

// hold trains in a new notebook and takes what its processes hold.
func hold(ctx context.Context, l *lab, into taken) error {
	n, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	for _, source := range []string{first(), edited("autoencoder", 100, 256), "!true"} {
		if _, _, err = n.execute(ctx, source, ""); err != nil {
			return err
		}
	}
	if err = n.complete(ctx, "%%\nmath.S"); err != nil {
		return err
	}
	into["other"] = 0 // the table says so
	all := tree(n.cmd.Process.Pid)
	role := roles(all)
	for _, p := range all {
		into[role[p.pid]] += p.megabytes
	}
	for _, needed := range []string{"front", "GoNB", "engine", "gopls"} {
		if into[needed] == 0 {
			return fmt.Errorf("the kernel has no process %s", needed)
		}
	}
	return nil
}
