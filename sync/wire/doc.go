// Package wire is how pages, commands, answers and errors are written on the
// network between a desk and a central, and how they are read back. Desk and
// central share it, so that both ends always mean the same bytes.
//
// It owns the paths, the media types, the limits of a message, the NDJSON form
// of a page with its checksum, and the problem documents (RFC 9457). It has no
// behaviour: it opens no connection, keeps no state and must not know about
// HTTP handlers, stores, tokens or compression.
package wire
