// Package server is the central's HTTP: the route table on one screen, who is
// asking, how much one may ask, and how a failure is told.
//
// It owns limits, compression, metrics and the listener's life. It turns
// requests into calls of the central's use cases and their answers into the
// wire's forms. It must not know about SQL, about what a rule decides, or about
// how a person signs in: the issuer and the public pages are handlers that it
// is handed.
package server
