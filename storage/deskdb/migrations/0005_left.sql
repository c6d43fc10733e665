-- +goose Up

-- What had not been sent when its channel was lost or left: the words are the
-- person's own and stay until they decide. what: 'command' (body is the row of
-- the outbox, JSON), 'draft' (id is the draft's, which keeps its text itself) or
-- 'compose' (id is the conversation's, body the text and what it answers).
-- Written where a channel goes; lost by the central's clock.
CREATE TABLE stranded (
    num     INTEGER PRIMARY KEY,
    what    TEXT    NOT NULL,
    id      TEXT    NOT NULL UNIQUE,
    channel TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    lost    INTEGER NOT NULL
) STRICT;

-- The channel of a command that may have left for it before it was lost: a
-- refusal then makes it stranded. Empty: none.
ALTER TABLE outbox ADD COLUMN lost TEXT NOT NULL DEFAULT '';

-- A text that is being written in a conversation and has not been handed in.
-- Written by the composer a moment after each pause.
CREATE TABLE composed (
    thread TEXT PRIMARY KEY,
    text   TEXT NOT NULL,
    reply  TEXT NOT NULL,
    saved  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Acts kept outside the channels. The copy stands in record, under its own
-- channel's row: one that is not kept has quit = 2 (or 1, where it was left by
-- hand), is never asked for as a whole, and its rows are those of pins alone.
-- A pin without a copy is asked for with the next pull.
CREATE TABLE pin (
    id     TEXT    PRIMARY KEY,
    why    TEXT    NOT NULL,
    pinned INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
