// Package machine says what a measurement ran on, and keeps it on some of the machine's processors.
package machine
