// Package client is the desk's engine of sync: it pushes what waits in the
// outbox, pulls what the copy lacks, and does so again by itself, with backoff,
// until it is told to stop.
//
// It owns the conversation with the central: the order of requests, what each
// failure means, and the bounds on every answer. It keeps nothing: the store is
// handed in, tokens belong to the transport that sign-in makes, and it must not
// know about SQL, screens or how a person signs in.
package client
