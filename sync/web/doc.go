// Package web is what anyone may read of the library in a browser: the latest
// public acts, the page of one act and its PDF, the privacy notice.
//
// It owns these pages and their look: plain HTML without scripts or cookies. It
// shows only what the central gives it as public, and must not know about
// tokens, drafts, threads or SQL. Who writes a PDF is injected.
package web
