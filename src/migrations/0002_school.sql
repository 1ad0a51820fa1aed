-- The shared facts: the school, its people, who is what to whom, and what is addressed to them.

CREATE TABLE settings (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    name           TEXT    NOT NULL DEFAULT '',
    zone           TEXT    NOT NULL DEFAULT 'A' CHECK (zone IN ('A', 'B', 'C', 'autre')),
    time_zone      TEXT    NOT NULL DEFAULT 'Europe/Paris',
    half_days      TEXT    NOT NULL DEFAULT '',
    names          TEXT    NOT NULL DEFAULT '', -- DNS names of the box, separated by spaces; the first is the one we tell
    public_address TEXT    NOT NULL DEFAULT '', -- https://… by which families come from home, or empty
    mail_host      TEXT    NOT NULL DEFAULT '',
    mail_port      INTEGER NOT NULL DEFAULT 587,
    mail_security  TEXT    NOT NULL DEFAULT 'starttls' CHECK (mail_security IN ('tls', 'starttls', 'local')),
    mail_login     TEXT    NOT NULL DEFAULT '',
    mail_password  BLOB,                        -- sealed with the box's key
    mail_from      TEXT    NOT NULL DEFAULT '',
    image_consent  TEXT NOT NULL DEFAULT 'one' CHECK (image_consent IN ('one', 'all')), -- how many guardians must agree; one refusal wins
    -- A person confirmed the clock's date: what it showed, and the later instant that this sets aside.
    clock_at       INTEGER,
    clock_despite  INTEGER,
    set_up_at      INTEGER                      -- once set, the set-up pages are gone for good
) STRICT;
INSERT INTO settings (id) VALUES (1);

-- One box may hold several écoles (maternelle and élémentaire, RPI).
CREATE TABLE ecole (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    uai      TEXT NOT NULL DEFAULT '',
    street   TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    town     TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE school_year (
    id        INTEGER PRIMARY KEY,
    label     TEXT NOT NULL UNIQUE,             -- 2026-2027
    starts_on TEXT NOT NULL,
    ends_on   TEXT NOT NULL CHECK (ends_on > starts_on)
) STRICT;

-- Copied from the zone's calendar, then the school's own to edit. First and last day off.
CREATE TABLE holiday (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on  TEXT NOT NULL CHECK (last_on >= first_on)
) STRICT;
CREATE INDEX holiday_first ON holiday (first_on);

CREATE TABLE person (
    -- Never given twice: after an import is undone, a page left open, a line of the journal, would mean another child.
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    civility     TEXT NOT NULL DEFAULT '' CHECK (civility IN ('', 'M.', 'Mme')),
    last_name    TEXT NOT NULL,
    usage_name   TEXT NOT NULL DEFAULT '',
    first_name   TEXT NOT NULL,
    sort_key     TEXT NOT NULL,                 -- folded: last name as used, then first name
    email        TEXT NOT NULL DEFAULT '',
    home_phone   TEXT NOT NULL DEFAULT '',
    work_phone   TEXT NOT NULL DEFAULT '',
    mobile_phone TEXT NOT NULL DEFAULT '',
    street       TEXT NOT NULL DEFAULT '',
    postcode     TEXT NOT NULL DEFAULT '',
    town         TEXT NOT NULL DEFAULT '',
    country      TEXT NOT NULL DEFAULT '',
    channel      TEXT NOT NULL DEFAULT 'digital' CHECK (channel IN ('digital', 'paper', 'both')), -- how the school reaches a guardian
    made_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX person_sort ON person (sort_key);
CREATE INDEX person_email ON person (email) WHERE email <> '';

CREATE TABLE pupil (
    person          INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    born_on         TEXT,
    sex             TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'F', 'M')),
    ine             TEXT UNIQUE,
    -- The other home's address, when the file gives two.
    second_street   TEXT NOT NULL DEFAULT '',
    second_postcode TEXT NOT NULL DEFAULT '',
    second_town     TEXT NOT NULL DEFAULT '',
    left_on         TEXT
) STRICT;

CREATE TABLE class (
    id      INTEGER PRIMARY KEY,
    ecole   INTEGER NOT NULL REFERENCES ecole,
    year    INTEGER NOT NULL REFERENCES school_year,
    name    TEXT    NOT NULL,
    key     TEXT    NOT NULL,                   -- folded name, for files
    onde_id TEXT    NOT NULL DEFAULT '',        -- « Identifiant classe »: the LSU's id-be
    UNIQUE (year, key)
) STRICT;

-- The grade belongs to the enrolment: classes are often of two levels.
CREATE TABLE enrolment (
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    class    INTEGER NOT NULL REFERENCES class,
    grade    TEXT    NOT NULL DEFAULT '',
    from_on  TEXT    NOT NULL,
    until_on TEXT,                              -- last day; open while NULL
    PRIMARY KEY (pupil, class, from_on)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX enrolment_open ON enrolment (pupil) WHERE until_on IS NULL;
CREATE INDEX enrolment_class ON enrolment (class, until_on);

-- Pupils of one or several classes, for a time: decloisonnement, choir, after-school.
CREATE TABLE pupil_group (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    sort_key TEXT NOT NULL,                     -- folded name
    from_on  TEXT NOT NULL,
    until_on TEXT NOT NULL CHECK (until_on >= from_on),
    made_by  INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;
CREATE INDEX pupil_group_until ON pupil_group (until_on);
CREATE TABLE pupil_group_member (
    team     INTEGER NOT NULL REFERENCES pupil_group ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    PRIMARY KEY (team, pupil)
) STRICT, WITHOUT ROWID;
CREATE INDEX pupil_group_member_pupil ON pupil_group_member (pupil);
CREATE TABLE pupil_group_leader (
    team     INTEGER NOT NULL REFERENCES pupil_group ON DELETE CASCADE,
    person   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    PRIMARY KEY (team, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX pupil_group_leader_person ON pupil_group_leader (person);

CREATE TABLE duty (
    id       INTEGER PRIMARY KEY,
    person   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    kind     TEXT    NOT NULL CHECK (kind IN ('director', 'teacher', 'substitute', 'atsem', 'aesh', 'after_school', 'staff', 'town', 'technician')),
    class    INTEGER REFERENCES class,          -- for teacher, substitute and atsem
    pupil    INTEGER REFERENCES pupil ON DELETE CASCADE,       -- whom an AESH accompanies: one duty a pupil
    team     INTEGER REFERENCES pupil_group ON DELETE CASCADE, -- the group that after-school staff leads
    from_on  TEXT    NOT NULL,
    until_on TEXT,
    CHECK (class IS NULL OR kind IN ('teacher', 'substitute', 'atsem')),
    CHECK (pupil IS NULL OR kind = 'aesh'),
    CHECK (team IS NULL OR kind = 'after_school')
) STRICT;
CREATE INDEX duty_person ON duty (person);
CREATE INDEX duty_class ON duty (class);
CREATE INDEX duty_pupil ON duty (pupil) WHERE pupil IS NOT NULL;
CREATE INDEX duty_team ON duty (team) WHERE team IS NOT NULL;

CREATE TABLE guardianship (
    id             INTEGER PRIMARY KEY,
    pupil          INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian       INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    kind           TEXT    NOT NULL DEFAULT 'parent' CHECK (kind IN ('parent', 'guardian', 'relative', 'organisation')),
    authority      TEXT    NOT NULL DEFAULT 'exercises' CHECK (authority IN ('exercises', 'not_exercising', 'third_party', 'withdrawn')),
    reads          INTEGER NOT NULL DEFAULT 0 CHECK (reads IN (0, 1)),    -- what the director ticked for a third party
    signs          INTEGER NOT NULL DEFAULT 0 CHECK (signs IN (0, 1)),
    receives       INTEGER NOT NULL DEFAULT 0 CHECK (receives IN (0, 1)),
    may_pick_up    INTEGER NOT NULL DEFAULT 1 CHECK (may_pick_up IN (0, 1)),
    emergency_rank INTEGER,
    restricted_on  TEXT,                        -- « aucune information » from this day
    document_on    TEXT,                        -- date of the judgment
    needs_look     TEXT    NOT NULL DEFAULT '', -- why the director must look before a slip is printed, or empty
    looked_at      INTEGER,
    UNIQUE (pupil, guardian)
) STRICT;
CREATE INDEX guardianship_guardian ON guardianship (guardian);
CREATE INDEX guardianship_restricted ON guardianship (restricted_on) WHERE restricted_on IS NOT NULL;
CREATE INDEX guardianship_to_look_at ON guardianship (pupil) WHERE needs_look <> '' AND looked_at IS NULL;

-- A tie that was taken away by hand: a file that states it again does not give it back by itself.
CREATE TABLE guardianship_removed (
    pupil      INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    removed_at INTEGER NOT NULL,
    PRIMARY KEY (pupil, guardian)
) STRICT, WITHOUT ROWID;
CREATE INDEX guardianship_removed_guardian ON guardianship_removed (guardian);

CREATE TABLE account (
    id           INTEGER PRIMARY KEY,
    person       INTEGER NOT NULL UNIQUE REFERENCES person ON DELETE CASCADE,
    login        TEXT    NOT NULL UNIQUE,
    password     TEXT,                          -- PHC string; NULL until activated
    activated_at INTEGER,
    charter      TEXT,                          -- version accepted
    closed_at    INTEGER
) STRICT;

-- An access slip or a rescue code: short code and QR token, each for one use.
CREATE TABLE access_slip (
    id         INTEGER PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    code       BLOB    NOT NULL CHECK (length(code) = 32),         -- HMAC under a key that is not here
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32), -- SHA-256 of the QR's own token
    made_at    INTEGER NOT NULL,
    made_by    INTEGER REFERENCES person ON DELETE SET NULL,       -- NULL: root, by command
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX access_slip_account ON access_slip (account, made_at);

CREATE TABLE recovery_code (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    code    BLOB    NOT NULL CHECK (length(code) = 32),
    used_at INTEGER
) STRICT;
CREATE INDEX recovery_code_account ON recovery_code (account);

CREATE TABLE session (
    id         INTEGER PRIMARY KEY,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32), -- SHA-256 of the cookie
    account    INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    opened_at  INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    is_shared  INTEGER NOT NULL CHECK (is_shared IN (0, 1)),       -- « ordinateur partagé »
    proved_at  INTEGER NOT NULL,                -- when the passphrase was last given in it
    device     TEXT    NOT NULL                                    -- « Firefox sur Android »
) STRICT;
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires ON session (expires_at);

-- A browser that has already signed in to this account: it is not slowed by guesses made elsewhere.
CREATE TABLE known_device (
    token   BLOB    NOT NULL CHECK (length(token) = 32),
    account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (account, token)
) STRICT, WITHOUT ROWID;

-- The set-up, while it lasts: where it stands, and its one-time code.
CREATE TABLE first_run (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    code    BLOB,                               -- HMAC of the code printed by the service
    visitor BLOB,                               -- SHA-256 of the cookie of the browser that gave it
    step    TEXT    NOT NULL DEFAULT 'code',
    answers TEXT    NOT NULL DEFAULT '{}'       -- what a screen must remember until the next, never a clear secret
) STRICT;

-- To whom a thing is addressed, said once; resolved to pupils when it is sent.
CREATE TABLE audience (
    id        INTEGER PRIMARY KEY,
    sent_at   INTEGER NOT NULL,                 -- while it waits: when it will leave
    closes_on TEXT    NOT NULL,                 -- a pupil who joins a class addressed here is reached until this day
    waits     INTEGER NOT NULL DEFAULT 0 CHECK (waits IN (0, 1)) -- has reached nobody yet, newcomers included
) STRICT;
CREATE INDEX audience_closes ON audience (closes_on);
CREATE TABLE audience_part (
    audience INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
    kind     TEXT    NOT NULL CHECK (kind IN ('school', 'class', 'group', 'pupil')),
    part     INTEGER NOT NULL,                  -- 0 for the school
    PRIMARY KEY (audience, kind, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX audience_part_group ON audience_part (part) WHERE kind = 'group';
CREATE TABLE audience_pupil (
    audience INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    class    INTEGER NOT NULL REFERENCES class, -- the pupil's class when it was reached
    sent_at  INTEGER NOT NULL,
    PRIMARY KEY (audience, pupil)
) STRICT, WITHOUT ROWID;
CREATE INDEX audience_pupil_at ON audience_pupil (pupil, sent_at, audience);
CREATE INDEX audience_class_at ON audience_pupil (class, sent_at, audience);
-- Through which groups a pupil was reached: it stays when the pupil leaves the group, with what was received.
CREATE TABLE audience_group (
    audience INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    team     INTEGER NOT NULL REFERENCES pupil_group,
    sent_at  INTEGER NOT NULL,
    PRIMARY KEY (audience, pupil, team)
) STRICT, WITHOUT ROWID;
CREATE INDEX audience_group_pupil ON audience_group (pupil);
CREATE INDEX audience_group_at ON audience_group (team, sent_at, audience);
