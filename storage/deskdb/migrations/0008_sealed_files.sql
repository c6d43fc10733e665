-- +goose Up

-- Under which sealed bytes the files of a shared draft travel. JSON; empty: it
-- has none.
ALTER TABLE shared ADD COLUMN files TEXT NOT NULL DEFAULT '';
