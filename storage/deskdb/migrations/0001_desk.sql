-- +goose Up

-- The profile: who this desk belongs to, at which central, how far it has come.
-- One row, one JSON value, written by sign-in and by every page.
CREATE TABLE profile (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    body TEXT    NOT NULL
) STRICT;

-- Small facts of the file itself: the last number given to a command, the last
-- walk begun, the day that was last counted, the version of the analyser,
-- whether the file was closed properly, which indexes erased words
-- must still be driven out of.
CREATE TABLE fact (
    name  TEXT    PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A channel that is kept, or that the person left (then nothing of it is here
-- and it is not joined again by itself). tail, lo and hi are the cursor: all up
-- to tail is here but what lies in (lo, hi]. walk numbers the pass that looks at
-- every record anew; fresh: that walk has not been asked for yet, so what a page
-- says of the channel belongs to the one before. complete: the walk came to its
-- end. count, sum and bytes
-- are of the live rows; head* are what the central last said.
-- walked is the day on which a difference made it walk; differs: it still does.
-- held is how many rows a sweep would take, where the person is asked first.
CREATE TABLE channel (
    num        INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    quit       INTEGER NOT NULL DEFAULT 0,
    tail       INTEGER NOT NULL DEFAULT -1,
    lo         INTEGER NOT NULL DEFAULT 0,
    hi         INTEGER NOT NULL DEFAULT 0,
    walk       INTEGER NOT NULL,
    fresh      INTEGER NOT NULL DEFAULT 1,
    complete   INTEGER NOT NULL DEFAULT 0,
    count      INTEGER NOT NULL DEFAULT 0,
    sum        INTEGER NOT NULL DEFAULT 0,
    bytes      INTEGER NOT NULL DEFAULT 0,
    head       INTEGER NOT NULL DEFAULT -1,
    head_count INTEGER NOT NULL DEFAULT 0,
    head_sum   INTEGER NOT NULL DEFAULT 0,
    walked     INTEGER NOT NULL DEFAULT 0,
    differs    INTEGER NOT NULL DEFAULT 0,
    held       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The confirmed copy: what each record is in each channel, as the feed said it.
-- Written by pages alone. body is the central's canonical bytes, unchanged, and
-- NULL in a tombstone; digest is the row's part in its channel's sum; walk is
-- the pass that last saw it; shelf is 1 for the kinds of which there are few
-- (spaces, threads, people, marks), which are looked for by kind. The same id may for a moment be live in two
-- channels while a move is half here: the higher version is the one shown.
CREATE TABLE record (
    num     INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    id      TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    born    INTEGER NOT NULL,
    author  TEXT    NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    parent  TEXT    NOT NULL,
    deleted INTEGER NOT NULL,
    walk    INTEGER NOT NULL,
    digest  INTEGER NOT NULL,
    shelf   INTEGER NOT NULL,
    body    TEXT
) STRICT;
CREATE UNIQUE INDEX record_id ON record (id, channel);
CREATE INDEX record_walk ON record (channel, walk);
CREATE INDEX record_parent ON record (parent, kind, born) WHERE deleted = 0;
CREATE INDEX record_shelf ON record (kind, channel) WHERE shelf = 1;

-- What waiting commands add to the confirmed copy, drawn anew by every page and
-- every command; a deleted row hides what is confirmed. ord is the order in
-- which it was drawn.
CREATE TABLE overlay (
    ord     INTEGER PRIMARY KEY,
    id      TEXT    NOT NULL UNIQUE,
    kind    TEXT    NOT NULL,
    channel TEXT    NOT NULL,
    version INTEGER NOT NULL,
    born    INTEGER NOT NULL,
    author  TEXT    NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    parent  TEXT    NOT NULL,
    deleted INTEGER NOT NULL,
    body    TEXT
) STRICT;
CREATE INDEX overlay_parent ON overlay (parent);

-- Which records a waiting command shows upon, also where the confirmed text
-- stays because its base has moved.
CREATE TABLE waits (
    record  TEXT NOT NULL,
    command TEXT NOT NULL,
    PRIMARY KEY (record, command)
) STRICT, WITHOUT ROWID;

-- The confirmed record of an id, and what the screen shows of it.
CREATE VIEW known AS
SELECT r.num, r.id, r.kind, c.name AS channel, r.version, r.born, r.author, r.created, r.updated, r.parent, r.shelf, r.body
FROM record r JOIN channel c ON c.num = r.channel
WHERE r.deleted = 0 AND NOT EXISTS (
    SELECT 1 FROM record x WHERE x.id = r.id AND x.channel <> r.channel AND x.deleted = 0
    AND (x.version > r.version OR x.version = r.version AND x.channel > r.channel));

CREATE VIEW live AS
SELECT 0 AS ord, id, kind, channel, version, born, author, created, updated, parent, shelf, body, 0 AS pending
FROM known WHERE NOT EXISTS (SELECT 1 FROM overlay o WHERE o.id = known.id)
UNION ALL
SELECT ord, id, kind, channel, version, born, author, created, updated, parent, 1, body, 1 FROM overlay WHERE deleted = 0;

-- The list of acts, one row for each act that the screen may show, with what
-- lists and facets need; num is its row in the full-text index. Written with
-- the page or the command that changes the act. words is a checksum of the
-- indexed text, so that it is analysed again only when it changed.
CREATE TABLE act (
    num       INTEGER PRIMARY KEY,
    id        TEXT    NOT NULL UNIQUE,
    kind      TEXT    NOT NULL,
    subkind   TEXT    NOT NULL,
    level     TEXT    NOT NULL,
    region    TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    body_name TEXT    NOT NULL,
    date      TEXT    NOT NULL,
    born      INTEGER NOT NULL,
    outcome   TEXT    NOT NULL,
    themes    TEXT    NOT NULL,
    author    TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    lineage   TEXT    NOT NULL,
    useful    INTEGER NOT NULL,
    reuses    INTEGER NOT NULL,
    pending   INTEGER NOT NULL,
    words     INTEGER NOT NULL
) STRICT;
CREATE INDEX act_newest ON act (date, born);
CREATE INDEX act_lineage ON act (lineage) WHERE lineage <> '';

-- The words of the acts, already analysed (app/search), and those of the posts,
-- whose row is the record's. They hold no text and forget what is removed.
CREATE VIRTUAL TABLE act_text USING fts5(subject, text, folded,
    content='', contentless_delete=1, tokenize='ascii', prefix='3 5');
INSERT INTO act_text(act_text, rank) VALUES ('rank', 'bm25(8.0, 1.0, 0.5)');
INSERT INTO act_text(act_text, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE act_word USING fts5vocab('act_text', 'col');
CREATE VIRTUAL TABLE post_text USING fts5(text, folded,
    content='', contentless_delete=1, tokenize='ascii');
INSERT INTO post_text(post_text, rank) VALUES ('rank', 'bm25(1.0, 0.5)');
INSERT INTO post_text(post_text, rank) VALUES ('secure-delete', 1);

-- What the person did, in its order (num). It is here before anything else
-- happens and stays as history. state: held, waiting, sending, settled (accepted,
-- its effects not back yet), refused, done. started: it may have left. rest: the
-- central wants to see it later, it rests until the next pull. args go thirty
-- days after acceptance, days counted by the central's clock; until then the
-- command can be offered again to a restored central.
CREATE TABLE outbox (
    num     INTEGER PRIMARY KEY,
    id      TEXT    NOT NULL UNIQUE,
    device  TEXT    NOT NULL,
    n       INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    schema  INTEGER NOT NULL,
    args    TEXT,
    base    INTEGER NOT NULL,
    after   TEXT    NOT NULL,
    again   INTEGER NOT NULL DEFAULT 0,
    author  TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    draft   TEXT    NOT NULL DEFAULT '',
    subject TEXT    NOT NULL DEFAULT '',
    queued  INTEGER NOT NULL,
    started INTEGER NOT NULL DEFAULT 0,
    rest    INTEGER NOT NULL DEFAULT 0,
    tries   INTEGER NOT NULL DEFAULT 0,
    last    TEXT    NOT NULL DEFAULT '',
    reason  TEXT    NOT NULL DEFAULT '',
    params  TEXT    NOT NULL DEFAULT '',
    epoch   TEXT    NOT NULL DEFAULT '',
    effects TEXT    NOT NULL DEFAULT '',
    drawing TEXT    NOT NULL DEFAULT '',
    drawn   TEXT    NOT NULL DEFAULT '',
    days    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_open ON outbox (state) WHERE state <> 'done';

-- Which records a command of the outbox makes (made = 1) or changes, so that a
-- later one about the same record stands on it.
CREATE TABLE touches (
    record  TEXT    NOT NULL,
    command TEXT    NOT NULL,
    made    INTEGER NOT NULL,
    PRIMARY KEY (record, command)
) STRICT, WITHOUT ROWID;

-- Acts in the making; they never leave the device. plain or sealed is JSON.
-- binned: 0 in use, else in the bin since that many days, counted from 1.
CREATE TABLE draft (
    id       TEXT    PRIMARY KEY,
    state    TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    updated  INTEGER NOT NULL,
    revises  TEXT    NOT NULL,
    base     INTEGER NOT NULL,
    act      TEXT    NOT NULL,
    protocol TEXT    NOT NULL,
    filed_on TEXT    NOT NULL,
    beside   TEXT    NOT NULL,
    plain    TEXT,
    sealed   TEXT,
    binned   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Former texts of drafts: named by the person, made while writing (the oldest
-- of these go), or stale: saved upon a revision that had moved on.
CREATE TABLE version (
    num      INTEGER PRIMARY KEY,
    draft    TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    stale    INTEGER NOT NULL,
    saved    INTEGER NOT NULL,
    content  TEXT    NOT NULL
) STRICT;
CREATE INDEX version_draft ON version (draft, num);

-- The bin, thirty days: own records that the person deleted, what a sweep took,
-- commands taken out of the outbox. Never what was withdrawn, returned, redacted
-- or evicted.
CREATE TABLE bin (
    num     INTEGER PRIMARY KEY,
    what    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    channel TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    author  TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    days    INTEGER NOT NULL DEFAULT 1
) STRICT;
