package front

import (
	"context"

	"github.com/gensci/gensci/kernel/module"
)

// space is where cells are built: the caller's, or one of the options.
func (o Options) space() *module.Space {
	if o.Module != nil {
		return o.Module
	}
	return module.New(module.Options{Dir: o.Dir, Checkout: o.Checkout, Work: o.Work, Env: o.Env, Packages: o.Packages})
}

// look has missing imports mean packages of the notebook's module as it is now.
func (f *Front) look(ctx context.Context) {
	packages := f.module.Packages(ctx)
	f.remember(func() { f.memory.Packages = packages })
}

// get is the magic %get.
func (f *Front) get(ctx context.Context, r *request, o order, args []string) error {
	err := f.module.Get(ctx, args, func(line string) {
		if !o.Silent {
			r.publish("stream", dict{"name": "stdout", "text": line + "\n"})
		}
	})
	f.look(ctx)
	return err
}
