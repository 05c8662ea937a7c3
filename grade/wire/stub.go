package wire

import "reflect"

// made is the code of all functions that package reflect makes: stubs differ in what they are bound to alone.
var made = reflect.MakeFunc(reflect.TypeFor[func()](), func([]reflect.Value) []reflect.Value { return nil }).Pointer()

// IsStub tells whether a function is a stub that Caller.Stub or Server.Stub has set, so that calling it crosses to the other process.
func IsStub(f any) bool { return reflect.ValueOf(f).Pointer() == made }
