-- How long things stay, who has left and is about to go, and who is gone.

-- Where the director decided otherwise than the house (src/school/retention). No row: the house's own term.
CREATE TABLE retention (
    kind       TEXT    PRIMARY KEY,
    days       INTEGER NOT NULL CHECK (days BETWEEN 1 AND 4000),
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

-- Somebody whose time at the school is over: a pupil who left, an adult without a child or a duty here any more. The row goes
-- when they come back; they go with their row's own day.
CREATE TABLE departure (
    person      INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    left_on     TEXT    NOT NULL,
    noted_on    TEXT    NOT NULL,              -- when the house saw it: nobody goes sooner than a month after
    erase_on    TEXT    NOT NULL,
    told_at     INTEGER,                       -- by letter, where there is an address
    reminded_at INTEGER
) STRICT;
CREATE INDEX departure_erase ON departure (erase_on);

-- When the house last looked at what is to go, and the leap of its clock that nobody has borne out yet (src/school/retention/steady):
-- one row.
CREATE TABLE steady (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    looked_at INTEGER NOT NULL,
    leapt_at  INTEGER,                       -- the first look after it
    before    INTEGER,                       -- the last one before
    CHECK ((leapt_at IS NULL) = (before IS NULL))
) STRICT;

-- Who stands for all those that are gone, in what they wrote for everybody: one row.
CREATE TABLE former (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    person INTEGER NOT NULL REFERENCES person
) STRICT;

-- Who was erased: a number that is never given twice, and no name. With the moment at which the row had been made it means one
-- person, on whatever time line a restored backup stands. The same is kept beside the database and beside the backups.
CREATE TABLE erasure (
    id          INTEGER PRIMARY KEY,
    person      INTEGER NOT NULL,
    made_at     INTEGER NOT NULL,
    erased_at   INTEGER NOT NULL,
    asked_by    INTEGER REFERENCES person ON DELETE SET NULL, -- NULL: the end of the term
    sealed      BLOB,                          -- asked for at once: the rows, sealed with the box's key, until it cannot be taken back
    until       INTEGER,
    scrubbed_at INTEGER,                       -- no byte of it is left in the file either
    UNIQUE (person, made_at),
    CHECK ((sealed IS NULL) = (until IS NULL))
) STRICT;
CREATE INDEX erasure_until ON erasure (until) WHERE until IS NOT NULL;
CREATE INDEX erasure_at ON erasure (erased_at);
CREATE INDEX erasure_unscrubbed ON erasure (erased_at) WHERE scrubbed_at IS NULL;
CREATE INDEX erasure_asked_by ON erasure (asked_by) WHERE asked_by IS NOT NULL;
CREATE TABLE erasure_file (
    erasure INTEGER NOT NULL REFERENCES erasure ON DELETE CASCADE,
    file    TEXT    NOT NULL REFERENCES file (hash),
    PRIMARY KEY (erasure, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX erasure_file_file ON erasure_file (file);

-- Of a word: pupils whom it had reached and who are erased since, and how many of their families had answered it. No name.
CREATE TABLE liaison_gone (
    note     INTEGER PRIMARY KEY REFERENCES liaison_note ON DELETE CASCADE,
    pupils   INTEGER NOT NULL,
    answered INTEGER NOT NULL
) STRICT;

-- All that is somebody's, in the bin or not, archived or not: it goes with them.
CREATE INDEX document_space ON document (space, owner);
CREATE INDEX thread_member_person ON thread_member (person);
CREATE INDEX liaison_share_by ON liaison_share (shared_by);

-- A post that was taken back goes at the end of its term like the others.
CREATE INDEX blog_post_withdrawn ON blog_post (withdrawn_at) WHERE state = 'withdrawn';
