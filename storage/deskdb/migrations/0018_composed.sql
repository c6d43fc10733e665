-- +goose Up

-- The files of a post that is being written, as a list of JSON; empty: none. A
-- conversation that is not open yet is kept under its space, with its title.
ALTER TABLE composed ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE composed ADD COLUMN attachments TEXT NOT NULL DEFAULT '';
