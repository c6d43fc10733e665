// Package desk is what a person does at their desk, without a screen: profile
// and channels, the library, drafts, the outbox, conversations, and the state
// of the exchange with the central. The window and the terminal are two faces
// of it.
//
// It owns the use cases: it makes identifiers and reads the clock, turns each
// act of a person into a command, mirrors the permissions of civic so that what
// would be refused is not offered, and says when something has changed. It
// declares what it needs of a store, of the engine that talks to the central,
// of signing in and of export.
//
// It must not know SQL, HTTP, files' formats or widgets, and no use case waits
// for the network but those whose name says so (Connect, Sync, SearchCentral).
package desk
