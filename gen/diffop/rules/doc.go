// Package rules registers derivative rules with GoMLX: those it lacks, and a few where its own are
// wrong. It has no API; package diffop, and with it package gen, imports it.
//
// A rule maps the adjoint v of a node's output to the adjoints of its inputs (VJPRegistration in
// GoMLX's core/graph). It must be built from operations that have rules themselves, since second and
// higher derivatives differentiate what it returns.
//
// Two kinds of rules, two ways to register:
//
//   - add: GoMLX has none. Should it get one, ours steps back.
//   - amend: GoMLX has one that is right in most cases. Ours is called with it, handles the cases that
//     are wrong and passes all others on; a test fails as soon as GoMLX gets them right.
//
// docs/dependencies.md lists what each rule is for.
package rules
