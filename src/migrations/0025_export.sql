-- What people take away of what concerns them, and who looked at their file.

-- One export a person and kind, asked for or made. Its file stands in the data folder as emporter/<id>.zip, in no backup; its
-- row gone, its file goes.
CREATE TABLE takeaway (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    person      INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    what        TEXT    NOT NULL CHECK (what IN ('own', 'school')),
    asked_at    INTEGER NOT NULL,
    tries       INTEGER NOT NULL DEFAULT 0,
    made_at     INTEGER,                        -- as of when it tells: what was said from then on, it does not know
    hash        TEXT    CHECK (length(hash) = 64), -- of the whole file
    size        INTEGER NOT NULL DEFAULT 0,
    sees        TEXT    NOT NULL DEFAULT '',    -- what its person was to the school when it was made: with less, it opens no more
    hindered_at INTEGER,                        -- it could not be made
    why         TEXT    CHECK (why IN ('full', 'fault')),
    UNIQUE (person, what)
) STRICT;
CREATE INDEX takeaway_waiting ON takeaway (asked_at) WHERE made_at IS NULL AND hindered_at IS NULL;
CREATE INDEX takeaway_made ON takeaway (made_at) WHERE made_at IS NOT NULL;
-- A refusal said since an export was made, or a yes on paper taken back: it may hold a photo that is no more to be given.
CREATE INDEX consent_answer_refused ON consent_answer (answered_at) WHERE says = 0;
CREATE INDEX consent_answer_cancelled ON consent_answer (cancelled_at) WHERE cancelled_at IS NOT NULL;

-- Who of the school opened a person's file, once a day: not how often, nor when.
CREATE TABLE consulted (
    about INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    day   TEXT    NOT NULL,
    by    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    role  TEXT    NOT NULL CHECK (role IN ('director', 'teacher', 'staff')),
    PRIMARY KEY (about, day, by)
) STRICT, WITHOUT ROWID;
CREATE INDEX consulted_by ON consulted (by);
CREATE INDEX consulted_day ON consulted (day);
