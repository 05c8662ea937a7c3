//go:build !linux

package run

func ignoresInterrupts(int) bool { return false } // only Linux tells
