-- +goose Up

-- Where the numbers of a channel that has no row yet begin: it rises with every
-- epoch, so that a channel made after the backup that was put back does not give
-- its numbers again. It is also kept in the file beside this one.
ALTER TABLE meta ADD COLUMN base BIGINT NOT NULL DEFAULT 0;
