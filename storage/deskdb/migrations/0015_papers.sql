-- +goose Up

-- The evidence of a draft's filing: files beside it, which stay on this device.
-- A list as JSON; empty: none.
ALTER TABLE draft ADD COLUMN papers TEXT NOT NULL DEFAULT '';
