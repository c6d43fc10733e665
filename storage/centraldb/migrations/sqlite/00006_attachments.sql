-- +goose Up

-- Attachments: a row from before the first byte of a file is kept until the last
-- one is gone, so that no file is here that nothing knows of. The bytes are in a
-- folder, by hash. "type" is what the bytes say, once "whole". "since" is when it
-- was last brought, named or let go: what nothing names goes some days after;
-- "due" is 1 when what named it was erased, and then it goes at once.
CREATE TABLE blob (
    hash  TEXT    PRIMARY KEY,
    type  TEXT    NOT NULL,
    whole INTEGER NOT NULL,
    since INTEGER NOT NULL,
    due   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX blob_due ON blob (since) WHERE due = 1;

-- Who brought which file, for the quota, and because who publishes a file must
-- have had it: its hash alone opens nothing.
CREATE TABLE blob_upload (
    hash   TEXT    NOT NULL,
    person TEXT    NOT NULL,
    size   INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    whole  INTEGER NOT NULL,
    PRIMARY KEY (hash, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX blob_upload_person ON blob_upload (person, at);

-- Which live record names which file, and the channel whose readers may read
-- both; written in the transaction of the record.
CREATE TABLE blob_ref (
    record  TEXT NOT NULL,
    hash    TEXT NOT NULL,
    channel TEXT NOT NULL,
    PRIMARY KEY (record, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX blob_ref_hash ON blob_ref (hash);
