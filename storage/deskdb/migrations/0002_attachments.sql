-- +goose Up

-- The files of waiting commands that the central has by now. What is not here
-- is still to be sent, and its command stays until it is.
CREATE TABLE parcel (
    command TEXT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (command, hash)
) STRICT, WITHOUT ROWID;

-- Every file of the profile's folder, and those that could not be fetched.
-- record names it, and gives the right to fetch it; empty for one that is in a
-- draft alone. day is when it came, by the central's days; why is how the last
-- try to fetch it ended.
CREATE TABLE file (
    hash   TEXT    PRIMARY KEY,
    record TEXT    NOT NULL,
    day    INTEGER NOT NULL,
    why    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
