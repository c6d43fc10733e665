// Package blobs keeps attachments in a folder, each under the SHA-256 of its
// bytes: those that are whole, and the parts of those that are still arriving.
//
// It owns the promise that what it calls whole has the bytes of its name. It
// must not know who may read a file, which record names it, or how it travels.
package blobs
