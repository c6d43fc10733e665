-- +goose Up

-- What a redaction reaches: for each live act, former text and post the keys of
-- its clauses (their ids, where they came from, their wording) and of its
-- attachments, as the first eight bytes of a hash. n is the record's. Written
-- with the record.
CREATE TABLE clause_key (
    key BIGINT NOT NULL,
    n   BIGINT NOT NULL,
    PRIMARY KEY (key, n)
);

-- The list of redactions: what must be read nowhere any more, by ids and hashes,
-- as JSON. A file outside the database has the same lines, for what is restored.
CREATE TABLE redaction (
    id   TEXT    PRIMARY KEY,
    line TEXT    NOT NULL,
    at   BIGINT NOT NULL
);

-- The keys of the list: whatever is written is looked up here first.
CREATE TABLE redaction_key (
    key       TEXT PRIMARY KEY,
    redaction TEXT NOT NULL
);
