-- +goose Up

-- One row: what this file is. "epoch" changes when the file has gone back in
-- time, so that desks offer again what it forgot; "began" is when it was made.
-- "changes" and "marker" serve the guard of a file, which a server does not have.
-- "sweep" is not 0 when something was erased and its words may still be in rows
-- that are dead. Times are milliseconds since 1970, everywhere. Texts that are
-- compared have the collation "C": one order, whatever the database was made with.
CREATE TABLE meta (
    one      BIGINT PRIMARY KEY CHECK (one = 1),
    secret   TEXT COLLATE "C" NOT NULL,
    epoch    TEXT COLLATE "C" NOT NULL,
    began    BIGINT NOT NULL,
    changes  BIGINT NOT NULL,
    marker   TEXT COLLATE "C" NOT NULL,
    analyser BIGINT NOT NULL,
    sweep    BIGINT NOT NULL
);

-- A row for each channel that ever had a change: the last number given, how
-- many records are live and the sum of their digests, as a signed 64-bit integer
-- that wraps. Written in the transaction of the change, which holds the row until
-- it commits: so the numbers of a channel appear in their order.
CREATE TABLE channel (
    id    TEXT COLLATE "C" PRIMARY KEY,
    head  BIGINT NOT NULL,
    count BIGINT NOT NULL,
    sum   BIGINT NOT NULL
);

-- The log: one line for each change of a channel, numbered without gaps when
-- given, never changed and never removed. It has no body: that is in "record"
-- alone, so a superseded line has lost its body by construction.
CREATE TABLE change (
    channel TEXT COLLATE "C" NOT NULL,
    seq     BIGINT NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    born    BIGINT NOT NULL,
    author  TEXT COLLATE "C" NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    op      TEXT COLLATE "C" NOT NULL CHECK (op IN ('put', 'remove', 'erase')),
    PRIMARY KEY (channel, seq)
);

-- The state: what each id is now in each channel that it was ever in, written
-- with its line in the log, whose seq it has. "deleted" is 0 for a live record,
-- 1 for a removal, 2 for one that passes the bins by; those have no body.
-- "parent" is what a live record hangs on. "seq" is below zero while the
-- transaction that writes the row is under way, and the number of no change. The feed reads this table by
-- (channel, seq) and needs no other.
CREATE TABLE record (
    n       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    born    BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    author  TEXT COLLATE "C" NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    body    TEXT,
    parent  TEXT COLLATE "C" NOT NULL,
    deleted BIGINT NOT NULL CHECK (deleted BETWEEN 0 AND 2),
    UNIQUE (channel, id),
    UNIQUE (channel, seq),
    CHECK ((body IS NULL) = (deleted > 0))
);

CREATE INDEX record_parent ON record (parent) WHERE parent <> '';

CREATE INDEX record_actor ON record (channel, kind)
    WHERE kind IN ('person', 'mandate', 'role', 'acceptance');

-- Where an id is live, or was last, and the version it has reached. A move
-- updates it, nothing deletes it: an id once used is never another thing.
CREATE TABLE place (
    id      TEXT COLLATE "C" PRIMARY KEY,
    channel TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL
);

-- Every command that was read, noted before it runs. The same number of the
-- same device under another id is a cloned desk. "attempts" counts the times
-- that it began to run and did not end well.
CREATE TABLE note (
    device   TEXT COLLATE "C" NOT NULL,
    n        BIGINT NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    person   TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (device, n)
);

CREATE INDEX note_id ON note (id);

-- The final word on a command, kept for ever and shown to its person alone;
-- written in the transaction of its effects. "effects" and "params" are JSON.
CREATE TABLE receipt (
    id      TEXT COLLATE "C" PRIMARY KEY,
    person  TEXT COLLATE "C" NOT NULL,
    hash    TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    reason  TEXT COLLATE "C" NOT NULL,
    params  TEXT COLLATE "C" NOT NULL,
    epoch   TEXT COLLATE "C" NOT NULL,
    effects TEXT COLLATE "C" NOT NULL,
    at      BIGINT NOT NULL
);

-- The arguments of accepted commands, for thirty days; those of refused ones
-- are not kept.
CREATE TABLE argument (
    id   TEXT COLLATE "C" PRIMARY KEY,
    args TEXT COLLATE "C" NOT NULL,
    at   BIGINT NOT NULL
);

CREATE INDEX argument_at ON argument (at);

-- Which records a kept command touched: when one of them is erased, the
-- command's arguments go too.
CREATE TABLE argument_record (
    record  TEXT COLLATE "C" NOT NULL,
    command TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (record, command)
);

CREATE INDEX argument_command ON argument_record (command);
