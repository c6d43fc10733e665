-- +goose Up

-- What must be read nowhere any more, by ids and hashes, as the records of
-- redactions said it. Whatever is written of drafts and commands is looked up
-- here first, so that a text that was open on the screen does not come back.
CREATE TABLE redacted (
    key    TEXT    PRIMARY KEY,
    reason TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Why and when moderation took a passage out of the draft, as JSON; empty: it
-- did not, or the person has read it.
ALTER TABLE draft ADD COLUMN obscured TEXT NOT NULL DEFAULT '';
