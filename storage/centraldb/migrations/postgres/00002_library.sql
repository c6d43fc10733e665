-- +goose Up

-- The acts of the library as lists, filters and counts need them: derived from
-- their records, in the same transaction, for acts that live in a channel of the
-- library. "n" is the record's. Themes are a JSON list.
CREATE TABLE act (
    n         BIGINT PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    family    TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    subkind   TEXT COLLATE "C" NOT NULL,
    level     TEXT COLLATE "C" NOT NULL,
    region    TEXT COLLATE "C" NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,
    body_name TEXT COLLATE "C" NOT NULL,
    subject   TEXT COLLATE "C" NOT NULL,
    date      TEXT COLLATE "C" NOT NULL,
    outcome   TEXT COLLATE "C" NOT NULL,
    themes    TEXT COLLATE "C" NOT NULL,
    author    TEXT COLLATE "C" NOT NULL,
    lineage   TEXT COLLATE "C" NOT NULL,
    published BIGINT NOT NULL,
    useful    BIGINT NOT NULL,
    reuses    BIGINT NOT NULL
);

CREATE INDEX act_date ON act (date, n);

CREATE INDEX act_lineage ON act (lineage) WHERE lineage <> '';

-- One's own marks on acts, derived from records of kind "useful", so that the
-- central can count them. Nobody reads who marked what.
CREATE TABLE useful (
    mark TEXT COLLATE "C" PRIMARY KEY,
    act  TEXT COLLATE "C" NOT NULL
);

CREATE INDEX useful_act ON useful (act);

-- Acts whose public figures may have moved; written with the effect, cleared
-- when the central has written the figures.
CREATE TABLE tally_dirty (
    act TEXT COLLATE "C" PRIMARY KEY
);

-- The index of words of acts in the library, by the act's n. Its words are
-- analysed before they come here: subject A, text D, folded C.
CREATE TABLE found (
    n     BIGINT   PRIMARY KEY,
    words TSVECTOR NOT NULL
);

CREATE INDEX found_words ON found USING gin (words);

-- Bodies that an administrator imported, by each of their codes. "body" is JSON.
CREATE TABLE body (
    code TEXT COLLATE "C" PRIMARY KEY,
    id   TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL
);
