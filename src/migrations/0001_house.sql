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
    person      INTEGER,                   -- whose letter it is, if anybody's in particular; not this layer's to explain
    reply       TEXT    NOT NULL DEFAULT '', -- the secret part of its reply address; emptied once sent
    unsubscribe TEXT    NOT NULL DEFAULT '', -- List-Unsubscribe's address; emptied likewise
    about       TEXT    NOT NULL DEFAULT '', -- the thing that it tells of, as its writer names it: gone with it while it waits
    calm        INTEGER NOT NULL DEFAULT 0, -- 0: leaves at any hour; else one, and one more each time that it was put off
    returns     BLOB    CHECK (length(returns) = 32), -- SHA-256 of the secret in its envelope's sender: whose letter came back
    posted_at   INTEGER NOT NULL,
    send_at     INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    sent_at     INTEGER,
    given_up_at INTEGER,
    fault       TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (send_at, id) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_about ON outbox (about, person) WHERE about <> '' AND sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_waiting_for ON outbox (person) WHERE about <> '' AND sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_returns ON outbox (returns) WHERE returns IS NOT NULL;

-- Addresses that refused letters; one letter more to a dead address costs the whole school its name with the provider.
CREATE TABLE mail_refusal (
    address    TEXT    PRIMARY KEY,        -- folded
    said       TEXT    NOT NULL,           -- by the server, or by a report that came back
    times      INTEGER NOT NULL,           -- since the last letter that went through
    refused_at INTEGER NOT NULL,           -- the last time
    stopped_at INTEGER                     -- refused for good: nothing is sent there until somebody says so
) STRICT, WITHOUT ROWID;

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
