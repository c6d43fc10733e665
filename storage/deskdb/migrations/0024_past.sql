-- +goose Up

-- The versions of a shared draft that were not known where it was published, as
-- hashes: what they say stands beside it. A list as JSON; empty: none.
ALTER TABLE shared ADD COLUMN past TEXT NOT NULL DEFAULT '';
