// Package civic is the vocabulary of Scranno: what an act, a person, a thread
// and a command are, who may do what, and how a change travels as a record.
//
// It owns the types, the rules (decide), the replay of waiting commands, the
// error kinds and the canonical bytes of a body. Both ends of the wire share
// it: the desk applies a command to its copy, the central applies the same
// command with the same rule, and the central's answer is final.
//
// It must not know about databases, networks, screens, clocks or languages:
// it imports the standard library alone, time is an argument, and what a
// person reads leaves here as a key with parameters.
package civic
