-- +goose Up

-- How people sign in; never replicated. "hash" is argon2id in the PHC form, or
-- empty before the first password. Written by the administrator's commands and
-- by the login page.
CREATE TABLE account (
    person   TEXT    PRIMARY KEY,
    email    TEXT    NOT NULL UNIQUE,
    name     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    disabled INTEGER NOT NULL,
    created  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Invitations by the hash of their token, with what the administrator vouches
-- for as JSON. "used" is 0 until somebody accepts.
CREATE TABLE invitation (
    token   TEXT    PRIMARY KEY,
    person  TEXT    NOT NULL,
    email   TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    mandate TEXT    NOT NULL,
    roles   TEXT    NOT NULL,
    expires INTEGER NOT NULL,
    used    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Desks that a person signed in from; looked at with each access token.
CREATE TABLE device (
    id      TEXT    PRIMARY KEY,
    person  TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    created INTEGER NOT NULL,
    seen    INTEGER NOT NULL,
    revoked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX device_person ON device (person);

-- Chains of refresh tokens, as hashes; the former one stays valid until the new
-- one is used. "scopes" is JSON.
CREATE TABLE session (
    id      TEXT    PRIMARY KEY,
    person  TEXT    NOT NULL,
    device  TEXT    NOT NULL,
    client  TEXT    NOT NULL,
    scopes  TEXT    NOT NULL,
    authed  INTEGER NOT NULL,
    current TEXT    NOT NULL,
    former  TEXT    NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_current ON session (current) WHERE current <> '';

CREATE INDEX session_former ON session (former) WHERE former <> '';

CREATE INDEX session_device ON session (device);

-- Keys that sign the central's tokens.
CREATE TABLE signing_key (
    id      TEXT    PRIMARY KEY,
    private BLOB    NOT NULL,
    created INTEGER NOT NULL,
    retired INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
