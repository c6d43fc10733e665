// Package issuer is the central's own sign-in: an OpenID Connect issuer with a
// login page in Italian, invitations, and tokens bound to a device.
//
// It owns the login and invitation pages, passwords' hashes, the slowing down
// of those who guess, authorization requests under way (in memory, for ten
// minutes), and how refresh tokens follow one another. Accounts, devices,
// sessions and keys are the central's to keep. It must not know about acts,
// channels or SQL.
//
// A program signs in like a browser: GET the authorization address, follow the
// redirect to the page, POST its form (fields email and password, and the
// hidden ones as found), follow the redirects to its own loopback address.
package issuer
