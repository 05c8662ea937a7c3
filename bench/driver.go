package main

import "context"

func compare(context.Context, settings) error { return nil }
