-- +goose Up

-- One row: what this file is. "epoch" changes when the file has gone back in
-- time, so that desks offer again what it forgot; "began" is when it was made.
-- "changes" rises with every change and receipt and is also kept in a file
-- beside this one; "marker" is the identity of that other file: a copied folder
-- shows in either. "sweep" is 1 when something was erased and its words may still
-- be in freed parts of the index. Times are milliseconds since 1970, everywhere.
CREATE TABLE meta (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    secret   TEXT    NOT NULL,
    epoch    TEXT    NOT NULL,
    began    INTEGER NOT NULL,
    changes  INTEGER NOT NULL,
    marker   TEXT    NOT NULL,
    analyser INTEGER NOT NULL,
    sweep    INTEGER NOT NULL
) STRICT;

-- A row for each channel that ever had a change: the last number given, how
-- many records are live and the sum of their digests, as a signed 64-bit integer
-- that wraps. Written in the transaction of the change.
CREATE TABLE channel (
    id    TEXT    PRIMARY KEY,
    head  INTEGER NOT NULL,
    count INTEGER NOT NULL,
    sum   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The log: one line for each change of a channel, numbered without gaps when
-- given, never changed and never removed. It has no body: that is in "record"
-- alone, so a superseded line has lost its body by construction.
CREATE TABLE change (
    channel TEXT    NOT NULL,
    seq     INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    version INTEGER NOT NULL,
    born    INTEGER NOT NULL,
    author  TEXT    NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    op      TEXT    NOT NULL CHECK (op IN ('put', 'remove', 'erase')),
    PRIMARY KEY (channel, seq)
) STRICT, WITHOUT ROWID;

-- The state: what each id is now in each channel that it was ever in, written
-- with its line in the log, whose seq it has. "deleted" is 0 for a live record,
-- 1 for a removal, 2 for one that passes the bins by; those have no body.
-- "parent" is what a live record hangs on. The feed reads this table by
-- (channel, seq) and needs no other.
CREATE TABLE record (
    n       INTEGER PRIMARY KEY,
    channel TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    born    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    author  TEXT    NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    body    TEXT,
    parent  TEXT    NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted BETWEEN 0 AND 2),
    UNIQUE (channel, id),
    UNIQUE (channel, seq),
    CHECK ((body IS NULL) = (deleted > 0))
) STRICT;

CREATE INDEX record_parent ON record (parent) WHERE parent <> '';

CREATE INDEX record_actor ON record (channel, kind)
    WHERE kind IN ('person', 'mandate', 'role', 'acceptance');

-- Where an id is live, or was last, and the version it has reached. A move
-- updates it, nothing deletes it: an id once used is never another thing.
CREATE TABLE place (
    id      TEXT    PRIMARY KEY,
    channel TEXT    NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every command that was read, noted before it runs. The same number of the
-- same device under another id is a cloned desk. "attempts" counts the times
-- that it began to run and did not end well.
CREATE TABLE note (
    device   TEXT    NOT NULL,
    n        INTEGER NOT NULL,
    id       TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (device, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX note_id ON note (id);

-- The final word on a command, kept for ever and shown to its person alone;
-- written in the transaction of its effects. "effects" and "params" are JSON.
CREATE TABLE receipt (
    id      TEXT    PRIMARY KEY,
    person  TEXT    NOT NULL,
    hash    TEXT    NOT NULL,
    outcome TEXT    NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    reason  TEXT    NOT NULL,
    params  TEXT    NOT NULL,
    epoch   TEXT    NOT NULL,
    effects TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The arguments of accepted commands, for thirty days; those of refused ones
-- are not kept.
CREATE TABLE argument (
    id   TEXT    PRIMARY KEY,
    args TEXT    NOT NULL,
    at   INTEGER NOT NULL
) STRICT;

CREATE INDEX argument_at ON argument (at);

-- Which records a kept command touched: when one of them is erased, the
-- command's arguments go too.
CREATE TABLE argument_record (
    record  TEXT NOT NULL,
    command TEXT NOT NULL,
    PRIMARY KEY (record, command)
) STRICT, WITHOUT ROWID;

CREATE INDEX argument_command ON argument_record (command);
