-- What the house needs whatever it is used for. Instants are INTEGER seconds UTC, days are TEXT YYYY-MM-DD.

CREATE TABLE file (
    hash       TEXT    PRIMARY KEY CHECK (length(hash) = 64), -- SHA-256 in hex: the file's only name on the disk
    size       INTEGER NOT NULL CHECK (size >= 0),
    media_type TEXT    NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    id       INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL,
    payload  TEXT    NOT NULL,
    run_at   INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    fault    TEXT                          -- with ended_at: set aside after too many tries
) STRICT;
CREATE INDEX job_due ON job (run_at, id) WHERE ended_at IS NULL;

CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY,
    recipient   TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    text        TEXT    NOT NULL,          -- emptied once sent
    html        TEXT,
    posted_at   INTEGER NOT NULL,
    send_at     INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    sent_at     INTEGER,
    given_up_at INTEGER,
    fault       TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (send_at, id) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- Tries at secrets: when the next one may be examined, by a leaky bucket per key (account, device, network, server).
CREATE TABLE throttle (
    key       TEXT    PRIMARY KEY,
    full_till INTEGER NOT NULL             -- theoretical arrival time of the generic cell rate algorithm, in seconds
) STRICT, WITHOUT ROWID;

-- Who did what to what, and when. No text written by a person, no secret.
CREATE TABLE journal (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    by       INTEGER REFERENCES person ON DELETE SET NULL,
    act      TEXT    NOT NULL,
    thing    TEXT    NOT NULL,
    thing_id INTEGER
) STRICT;
CREATE INDEX journal_at ON journal (at);
CREATE INDEX journal_by ON journal (by, at);
CREATE INDEX journal_thing ON journal (thing, thing_id, at);
