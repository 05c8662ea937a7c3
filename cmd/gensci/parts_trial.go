package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gensci/gensci/kernel"
)

// trialTime is what each trial may take: all of them run at the same time, and doctor is to take seconds.
const trialTime = 5 * time.Second

func enginePart(ctx context.Context) part {
	p := part{name: "session", needed: true, mend: setupAgain()}
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	name, took, err := kernel.Trial{}.Engine(ctx)
	if err != nil {
		p.problem = "does not start"
		p.version = oneLine(err)
		return p
	}
	p.version = fmt.Sprintf("computes with %s, started in %.1f s", name, took.Seconds())
	return p
}

func cellPart(ctx context.Context) part {
	p := part{name: "cells", needed: true, mend: setupAgain()}
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	took, err := kernel.Trial{}.Cell(ctx)
	switch {
	case ctx.Err() != nil:
		p.problem, p.needed = "slow", false
		p.version = fmt.Sprintf("not built within %.0f s: what lectures import is not compiled, or this machine is busy", trialTime.Seconds())
	case err != nil:
		p.problem, p.version = "do not build", shortened(oneLine(err))
	default:
		p.version = fmt.Sprintf("a lecture's imports build in %.1f s", took.Seconds())
	}
	return p
}

func goplsPart(ctx context.Context) part {
	p := part{name: "completion", mend: setupAgain() + " (only for Tab and Shift-Tab)"}
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	took, err := kernel.Trial{}.Gopls(ctx)
	switch {
	case ctx.Err() != nil:
		p.problem, p.mend = "slow", "nothing: gopls gets quicker with use; until it answers, completion goes by names"
	case err != nil:
		p.problem, p.version = "not by gopls", shortened(oneLine(err))
	default:
		p.version = fmt.Sprintf("gopls answers in %.1f s", took.Seconds())
	}
	return p
}

// shortened keeps a cell of the table readable.
func shortened(text string) string {
	if keep := 160; len(text) > keep {
		return strings.ToValidUTF8(text[:keep], "") + "…"
	}
	return text
}
