// Package office is what the writers for word processors share: parts of a file
// packed in a zip with always the same bytes, and XML put together as text.
//
// It owns the packing and the escaping. It must not know what an act is, nor
// what any part says.
package office
