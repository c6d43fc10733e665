-- +goose Up

-- How people sign in; never replicated. "hash" is argon2id in the PHC form, or
-- empty before the first password. Written by the administrator's commands and
-- by the login page.
CREATE TABLE account (
    person   TEXT COLLATE "C" PRIMARY KEY,
    email    TEXT COLLATE "C" NOT NULL UNIQUE,
    name     TEXT COLLATE "C" NOT NULL,
    hash     TEXT COLLATE "C" NOT NULL,
    disabled BOOLEAN NOT NULL,
    created  BIGINT NOT NULL
);

-- Invitations by the hash of their token, with what the administrator vouches
-- for as JSON. "used" is 0 until somebody accepts.
CREATE TABLE invitation (
    token   TEXT COLLATE "C" PRIMARY KEY,
    person  TEXT COLLATE "C" NOT NULL,
    email   TEXT COLLATE "C" NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,
    mandate TEXT COLLATE "C" NOT NULL,
    roles   TEXT COLLATE "C" NOT NULL,
    expires BIGINT NOT NULL,
    used    BIGINT NOT NULL
);

-- Desks that a person signed in from; looked at with each access token.
CREATE TABLE device (
    id      TEXT COLLATE "C" PRIMARY KEY,
    person  TEXT COLLATE "C" NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,
    created BIGINT NOT NULL,
    seen    BIGINT NOT NULL,
    revoked BIGINT NOT NULL
);

CREATE INDEX device_person ON device (person);

-- Chains of refresh tokens, as hashes; the former one stays valid until the new
-- one is used. "scopes" is JSON.
CREATE TABLE session (
    id      TEXT COLLATE "C" PRIMARY KEY,
    person  TEXT COLLATE "C" NOT NULL,
    device  TEXT COLLATE "C" NOT NULL,
    client  TEXT COLLATE "C" NOT NULL,
    scopes  TEXT COLLATE "C" NOT NULL,
    authed  BIGINT NOT NULL,
    current TEXT COLLATE "C" NOT NULL,
    former  TEXT COLLATE "C" NOT NULL,
    expires BIGINT NOT NULL
);

CREATE INDEX session_current ON session (current) WHERE current <> '';

CREATE INDEX session_former ON session (former) WHERE former <> '';

CREATE INDEX session_device ON session (device);

-- Keys that sign the central's tokens.
CREATE TABLE signing_key (
    id      TEXT COLLATE "C" PRIMARY KEY,
    private BYTEA    NOT NULL,
    created BIGINT NOT NULL,
    retired BIGINT NOT NULL
);
