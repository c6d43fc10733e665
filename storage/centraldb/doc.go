// Package centraldb keeps what the central knows, in one SQLite file or in one
// database of a PostgreSQL server: the log and the state of records, receipts,
// accounts and the index of acts.
//
// It owns the mechanics: one order of commits, dense numbers in each channel,
// versions that rise across channels, counts and sums, the epoch and the guard
// against a file put back behind the service's back; on a server the locks that
// let several services write at once. It must not know who may do what, nor the
// network: decisions come from those who open a transaction, which on a server may
// run again from its start.
package centraldb
