-- +goose Up

-- What became of a request for access, which never enters the library: given,
-- refused, reminded, each with its day. A list as JSON; empty: none.
ALTER TABLE draft ADD COLUMN replies TEXT NOT NULL DEFAULT '';
