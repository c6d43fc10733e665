-- +goose Up

-- The list by how often an act was marked useful.
CREATE INDEX act_useful ON act (useful, date, born);
