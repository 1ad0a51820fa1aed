-- The liaison book: words, their versions, and what families acknowledged.

CREATE TABLE liaison_note (
    id           INTEGER PRIMARY KEY,
    author       INTEGER NOT NULL REFERENCES person,
    audience     INTEGER NOT NULL UNIQUE REFERENCES audience,
    category     TEXT    NOT NULL CHECK (category IN ('cantine', 'sortie', 'evenement', 'sante', 'administratif', 'divers')),
    asks         TEXT    NOT NULL CHECK (asks IN ('nothing', 'read', 'one', 'all')),
    deadline_on  TEXT,
    version      INTEGER NOT NULL DEFAULT 1,    -- the one shown
    asks_since   INTEGER NOT NULL DEFAULT 1,    -- answers to an older version no longer count
    sent_at      INTEGER NOT NULL,
    withdrawn_at INTEGER,
    withdrawn_by INTEGER REFERENCES person
) STRICT;
CREATE INDEX liaison_note_author ON liaison_note (author, sent_at);
CREATE INDEX liaison_note_sent ON liaison_note (sent_at);

CREATE TABLE liaison_version (
    note       INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,                -- clean HTML
    deadline_on TEXT,
    written_at INTEGER NOT NULL,
    written_by INTEGER NOT NULL REFERENCES person,
    PRIMARY KEY (note, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE liaison_attachment (
    id         INTEGER PRIMARY KEY,
    note       INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    file       TEXT    NOT NULL REFERENCES file (hash),
    media_type TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    width      INTEGER,                         -- pictures only
    height     INTEGER,
    thumbnail  TEXT REFERENCES file (hash),
    added_in   INTEGER NOT NULL DEFAULT 1,      -- the version that brought it
    removed_in INTEGER                          -- the version that took it away; it then opens for nobody
) STRICT;
CREATE INDEX liaison_attachment_note ON liaison_attachment (note);

-- « J'ai lu », by a guardian for a pupil.
CREATE TABLE liaison_receipt (
    note     INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    read_at  INTEGER NOT NULL,
    PRIMARY KEY (note, pupil, guardian, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE liaison_signature (
    note      INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    pupil     INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian  INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    version   INTEGER NOT NULL,                 -- the text that was signed
    signed_at INTEGER NOT NULL,
    how       TEXT    NOT NULL CHECK (how IN ('application')),
    PRIMARY KEY (note, pupil, guardian, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE liaison_reminder (
    id          INTEGER PRIMARY KEY,
    note        INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    reminded_at INTEGER NOT NULL,
    reminded_by INTEGER NOT NULL REFERENCES person
) STRICT;
CREATE INDEX liaison_reminder_note ON liaison_reminder (note, reminded_at);

-- What is being written: kept while typing, one a person.
CREATE TABLE liaison_draft (
    author   INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    fields   TEXT    NOT NULL,                  -- JSON of what was typed
    saved_at INTEGER NOT NULL
) STRICT;
