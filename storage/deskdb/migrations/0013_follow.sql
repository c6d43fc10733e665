-- +goose Up

-- What the person follows: what is 'act', 'theme' or 'body', target its id or
-- code. Seen by nobody else: it is no record and never leaves the device.
CREATE TABLE follow (
    what   TEXT    NOT NULL,
    target TEXT    NOT NULL,
    since  INTEGER NOT NULL,
    PRIMARY KEY (what, target)
) STRICT, WITHOUT ROWID;

-- What arrived by the feed in a channel that had been here whole before, in the
-- order of arrival: what may be new to the person. Which of it is, follows from
-- what they follow and wrote, when it is read. seen: they have looked. Written
-- with the page; the oldest rows go.
CREATE TABLE news (
    num     INTEGER PRIMARY KEY,
    id      TEXT    NOT NULL UNIQUE,
    kind    TEXT    NOT NULL,
    parent  TEXT    NOT NULL,
    channel TEXT    NOT NULL,
    author  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    seen    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX news_unseen ON news (kind, parent) WHERE seen = 0;

-- What the calendar file last said of a term, so that it can be changed and
-- called off there: key names the term for ever, sequence rises with each
-- change, entry is what was said (JSON). hidden: the person put the term away,
-- until its day changes. Written when the calendar is.
CREATE TABLE deadline (
    key      TEXT    PRIMARY KEY,
    sequence INTEGER NOT NULL,
    entry    TEXT    NOT NULL,
    hidden   TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- Whether a channel was ever here whole: what arrives since is new.
ALTER TABLE channel ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
UPDATE channel SET known = 1 WHERE complete = 1;

-- A former version kept this kind without knowing what it hangs on.
UPDATE record SET parent = coalesce(body ->> 'act', '') WHERE kind = 'commitment' AND parent = '' AND deleted = 0;
