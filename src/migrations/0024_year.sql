-- The year's turn, prepared aside over days or a whole summer. Nothing of it is a fact of the school before its first day;
-- what is about pupils and adults goes once it can no longer be undone.

CREATE TABLE rollover (
    id        INTEGER PRIMARY KEY,
    label     TEXT    NOT NULL,                 -- of the year to come: 2027-2028
    starts_on TEXT    NOT NULL,                 -- the first day: everything changes on it
    ends_on   TEXT    NOT NULL CHECK (ends_on > starts_on),
    made_by   INTEGER REFERENCES person ON DELETE SET NULL,
    made_at   INTEGER NOT NULL,
    ready_at  INTEGER,                          -- the director said yes: it happens by itself on the first day
    ready_by  INTEGER REFERENCES person ON DELETE SET NULL,
    turned_at INTEGER,                          -- it happened
    undo      INTEGER REFERENCES people_undo ON DELETE SET NULL, -- how it is put back
    CHECK (turned_at IS NULL OR ready_at IS NOT NULL)
) STRICT;
-- One at a time in preparation.
CREATE UNIQUE INDEX rollover_standing ON rollover (turned_at IS NULL) WHERE turned_at IS NULL;

CREATE TABLE rollover_class (
    id       INTEGER PRIMARY KEY,
    rollover INTEGER NOT NULL REFERENCES rollover ON DELETE CASCADE,
    ecole    INTEGER NOT NULL REFERENCES ecole ON DELETE CASCADE,
    name     TEXT    NOT NULL,
    key      TEXT    NOT NULL,                  -- folded name
    after    INTEGER REFERENCES class ON DELETE SET NULL, -- this year's class that it goes on from: its services stay off where they were
    UNIQUE (rollover, key)
) STRICT;
CREATE INDEX rollover_class_after ON rollover_class (after);

-- Where each pupil goes. No row: arrived since it was prepared.
CREATE TABLE rollover_place (
    rollover INTEGER NOT NULL REFERENCES rollover ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    class    INTEGER REFERENCES rollover_class ON DELETE SET NULL, -- NULL: to be placed, or leaving
    grade    TEXT    NOT NULL DEFAULT '',
    was      TEXT    NOT NULL DEFAULT '',       -- the grade when it was proposed: another one by now is told
    leaves   INTEGER NOT NULL DEFAULT 0 CHECK (leaves IN (0, 1)),
    PRIMARY KEY (rollover, pupil),
    CHECK (leaves = 0 OR class IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX rollover_place_pupil ON rollover_place (pupil);
CREATE INDEX rollover_place_class ON rollover_place (class);

-- Who works in which class; what is not tied to a class of this year goes on by itself.
CREATE TABLE rollover_duty (
    class    INTEGER NOT NULL REFERENCES rollover_class ON DELETE CASCADE,
    person   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    kind     TEXT    NOT NULL CHECK (kind IN ('teacher', 'atsem')),
    PRIMARY KEY (class, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX rollover_duty_person ON rollover_duty (person);

-- Whether anything waits for a class that is to be taken back.
CREATE INDEX audience_part_class ON audience_part (part) WHERE kind = 'class';
