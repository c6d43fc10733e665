-- +goose Up

-- What the last merges of a draft did not decide, until the person has looked.
ALTER TABLE draft ADD COLUMN doubts TEXT NOT NULL DEFAULT '';

-- Drafts that the person's other devices have too. record is the sealed one in
-- user/<id>; over is its version that was last met here, seen the highest one
-- that stood inside a seal. base is the draft as that version had it, and what
-- the next merge stands on; line are the hashes of what it descends from. sent
-- is what was last sealed here and has not come back. ring tells the keys that
-- it was sealed to. Written by sealing and by opening, never by pages.
CREATE TABLE shared (
    draft     TEXT    PRIMARY KEY,
    record    TEXT    NOT NULL UNIQUE,
    state     TEXT    NOT NULL,
    over      INTEGER NOT NULL,
    seen      INTEGER NOT NULL,
    hash      TEXT    NOT NULL,
    base      TEXT,
    line      TEXT    NOT NULL,
    sent      TEXT,
    sent_hash TEXT    NOT NULL,
    sent_as   INTEGER NOT NULL,
    ring      TEXT    NOT NULL,
    epoch     TEXT    NOT NULL,
    old       INTEGER NOT NULL,
    unread    INTEGER NOT NULL,
    foreigner INTEGER NOT NULL
) STRICT;

-- The keys that this desk believes, or believed: confirmed here by the person,
-- or vouched for by one of them. Nothing that arrives by the feed is written
-- here unless its signature was looked at. JSON.
CREATE TABLE believed (
    id  TEXT PRIMARY KEY,
    key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
