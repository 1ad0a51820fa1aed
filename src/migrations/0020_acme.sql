-- A public certificate, as the director wants it and as far as it got: one row, or none when nobody wants one. The key of the
-- account and the certificate itself are files beside the others, never rows.
CREATE TABLE acme (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    names      TEXT NOT NULL,                       -- separated by spaces
    contact    TEXT NOT NULL,                       -- an e-mail, or nothing
    way        TEXT NOT NULL CHECK (way IN ('any', 'http', 'tls', 'dns')),
    agreed_at  INTEGER NOT NULL,                    -- to the authority's terms of service
    terms      TEXT NOT NULL DEFAULT '',            -- where they are to be read, once the authority has said so
    directory  TEXT NOT NULL DEFAULT '',            -- of the authority that gave the certificate we have
    tried_at   INTEGER,
    failures   INTEGER NOT NULL DEFAULT 0,          -- in a row
    fault      TEXT,                                -- of the last try, by its kind
    said       TEXT NOT NULL DEFAULT '',            -- and in the authority's own words
    not_before INTEGER,                             -- no order before this
    asked_for  INTEGER,                             -- the authority itself asked for nothing before this
    renew_at   INTEGER,                             -- in the window that it suggests (RFC 9773)
    ask_at     INTEGER                              -- when to ask for that window again
) STRICT;
