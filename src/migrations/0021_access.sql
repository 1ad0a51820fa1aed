-- Whether families reach the school from home, as the last call by its public name found it: one row.
CREATE TABLE family_access (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    address        TEXT    NOT NULL,             -- that was called: another one since makes all this void
    found          TEXT    NOT NULL CHECK (found IN ('open', 'indoors', 'nameless', 'closed', 'silent', 'stranger')),
    is_believed    INTEGER NOT NULL CHECK (is_believed IN (0, 1)),    -- by browsers that do not know the school
    knows_visitors INTEGER NOT NULL CHECK (knows_visitors IN (0, 1)), -- who comes by that way has an address of their own
    since          INTEGER NOT NULL,             -- open, or out of order, since
    checked_at     INTEGER NOT NULL,
    opened_at      INTEGER                       -- the last time that it was open
) STRICT;
