// Package signin proves to the central who is at this desk: OpenID Connect
// with PKCE in the system's browser, or through the login page's own form with
// a password; and it keeps and renews the tokens.
//
// It owns where tokens are kept (the system's keychain, else a file that only
// the person may read) and the transport that adds them, to the central and to
// nobody else. It must not know about the store, the outbox or what requests
// carry. A failure of the network never signs anyone out.
package signin
