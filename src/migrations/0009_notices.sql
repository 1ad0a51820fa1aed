-- When families are disturbed, and how each person wants to be told.

-- The school's window of calm; wall-clock minutes of the school's own time zone. `from` after `until`: over midnight.
ALTER TABLE settings ADD COLUMN quiet_from INTEGER NOT NULL DEFAULT 1200 CHECK (quiet_from BETWEEN 0 AND 1439);
ALTER TABLE settings ADD COLUMN quiet_until INTEGER NOT NULL DEFAULT 420 CHECK (quiet_until BETWEEN 0 AND 1439);
ALTER TABLE settings ADD COLUMN quiet_week_end INTEGER NOT NULL DEFAULT 1 CHECK (quiet_week_end IN (0, 1));
ALTER TABLE settings ADD COLUMN quiet_days_off INTEGER NOT NULL DEFAULT 1 CHECK (quiet_days_off IN (0, 1)); -- holidays and public holidays
-- Days that the director opens: la pré-rentrée.
CREATE TABLE open_day (
    day TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Letters an hour that the provider takes; replies and reports are read from a mailbox, where there is one.
ALTER TABLE settings ADD COLUMN mail_per_hour INTEGER NOT NULL DEFAULT 400 CHECK (mail_per_hour BETWEEN 1 AND 100000);
ALTER TABLE settings ADD COLUMN imap_host TEXT NOT NULL DEFAULT '';
ALTER TABLE settings ADD COLUMN imap_port INTEGER NOT NULL DEFAULT 993;
ALTER TABLE settings ADD COLUMN imap_security TEXT NOT NULL DEFAULT 'tls' CHECK (imap_security IN ('tls', 'starttls', 'local'));
ALTER TABLE settings ADD COLUMN imap_login TEXT NOT NULL DEFAULT '';
ALTER TABLE settings ADD COLUMN imap_password BLOB;      -- sealed with the box's key
ALTER TABLE settings ADD COLUMN imap_address TEXT NOT NULL DEFAULT ''; -- replies go to name+secret@domain of this address
-- How far the mailbox was read: RFC 3501's UIDVALIDITY and UID; and how the last look went.
ALTER TABLE settings ADD COLUMN imap_validity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settings ADD COLUMN imap_uid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settings ADD COLUMN imap_seen_at INTEGER;
ALTER TABLE settings ADD COLUMN imap_fault TEXT NOT NULL DEFAULT '';

-- How a person wants to be told of a kind of thing; at once where nothing is said.
CREATE TABLE notice_choice (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    kind   TEXT    NOT NULL,
    how    TEXT    NOT NULL CHECK (how IN ('at_once', 'digest', 'never')),
    PRIMARY KEY (person, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE notice_hour (
    person INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    minute INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439) -- of the day, for the digest; 18 h where nothing is said
) STRICT;
-- What waits for a person's next digest. What it says is read when it is written: a thing withdrawn since is not in it.
CREATE TABLE notice (
    id      INTEGER PRIMARY KEY,
    person  INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    kind    TEXT    NOT NULL,
    pupil   INTEGER REFERENCES pupil ON DELETE CASCADE,  -- the child whom it is about, if one
    thing   INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    due_at  INTEGER NOT NULL,
    letter  INTEGER REFERENCES outbox ON DELETE SET NULL  -- the digest that tells it, until that has left: taken back, it is told anew
) STRICT;
CREATE INDEX notice_letter ON notice (letter) WHERE letter IS NOT NULL;
CREATE INDEX notice_due ON notice (due_at, person);
CREATE UNIQUE INDEX notice_of ON notice (person, kind, thing, coalesce(pupil, 0));
CREATE INDEX notice_pupil ON notice (pupil) WHERE pupil IS NOT NULL;
