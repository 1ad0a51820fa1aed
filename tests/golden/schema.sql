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

CREATE TABLE account (
    id           INTEGER PRIMARY KEY,
    person       INTEGER NOT NULL UNIQUE REFERENCES person ON DELETE CASCADE,
    login        TEXT    NOT NULL UNIQUE,
    password     TEXT,                          -- PHC string; NULL until activated
    activated_at INTEGER,
    charter      TEXT,                          -- version accepted
    closed_at    INTEGER
) STRICT;

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

CREATE TABLE announced_name (
    name TEXT NOT NULL PRIMARY KEY,
    held TEXT                                     -- NULL: not known, or nobody could be told
) STRICT, WITHOUT ROWID;

CREATE TABLE application_password (
    id         INTEGER PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    name       TEXT    NOT NULL,                -- « Ordinateur de la classe »
    secret     BLOB    NOT NULL UNIQUE CHECK (length(secret) = 32), -- SHA-256: 128 bits that we drew need no argon2
    made_at    INTEGER NOT NULL,
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX application_password_account ON application_password (account, made_at);

CREATE INDEX application_password_revoked ON application_password (revoked_at);

CREATE TABLE arrival (
    id        INTEGER PRIMARY KEY,
    account   INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    session   INTEGER NOT NULL,                 -- the one that it opened; it may be gone
    token     BLOB    CHECK (length(token) = 32), -- SHA-256 of the browser's cookie; NULL: a shared computer
    device    TEXT    NOT NULL,                 -- « Firefox sur Android »
    at        INTEGER NOT NULL
) STRICT;

CREATE INDEX arrival_account ON arrival (account, at);

CREATE TABLE arrival_told (
    account        INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    letter_at      INTEGER,
    shared_at      INTEGER,                     -- the last letter about a shared computer
    expected_since INTEGER
) STRICT;

CREATE TABLE audience (
    id        INTEGER PRIMARY KEY,
    sent_at   INTEGER NOT NULL,                 -- while it waits: when it will leave
    closes_on TEXT    NOT NULL,                 -- a pupil who joins a class addressed here is reached until this day
    waits     INTEGER NOT NULL DEFAULT 0 CHECK (waits IN (0, 1)) -- has reached nobody yet, newcomers included
) STRICT;

CREATE INDEX audience_class_at ON audience_pupil (class, sent_at, audience);

CREATE INDEX audience_closes ON audience (closes_on);

CREATE TABLE audience_group (
    audience INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    team     INTEGER NOT NULL REFERENCES pupil_group,
    sent_at  INTEGER NOT NULL,
    PRIMARY KEY (audience, pupil, team)
) STRICT, WITHOUT ROWID;

CREATE INDEX audience_group_at ON audience_group (team, sent_at, audience);

CREATE INDEX audience_group_pupil ON audience_group (pupil);

CREATE TABLE audience_part (
    audience INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
    kind     TEXT    NOT NULL CHECK (kind IN ('school', 'class', 'group', 'pupil')),
    part     INTEGER NOT NULL,                  -- 0 for the school
    PRIMARY KEY (audience, kind, part)
) STRICT, WITHOUT ROWID;

CREATE INDEX audience_part_class ON audience_part (part) WHERE kind = 'class';

CREATE INDEX audience_part_group ON audience_part (part) WHERE kind = 'group';

CREATE TABLE audience_pupil (
    audience INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    class    INTEGER NOT NULL REFERENCES class, -- the pupil's class when it was reached
    sent_at  INTEGER NOT NULL,
    PRIMARY KEY (audience, pupil)
) STRICT, WITHOUT ROWID;

CREATE INDEX audience_pupil_at ON audience_pupil (pupil, sent_at, audience);

CREATE TABLE backup_plan (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    disk     TEXT    NOT NULL DEFAULT '',  -- label of the disk that gets each one too; empty: none
    days     INTEGER NOT NULL,
    weeks    INTEGER NOT NULL,
    months   INTEGER NOT NULL,
    asked_at INTEGER                       -- until it is made or failed
) STRICT;

CREATE TABLE backup_round (
    what     TEXT    PRIMARY KEY CHECK (what IN ('make', 'verify', 'disk', 'hook')), -- verify: read whole, every file hashed; disk, hook: taken elsewhere
    tried_at INTEGER NOT NULL,
    done_at  INTEGER,
    fault    TEXT    NOT NULL DEFAULT ''          -- empty when there is nothing to say of the last try
) STRICT, WITHOUT ROWID;

CREATE TABLE blog_category (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    sort_key TEXT NOT NULL UNIQUE               -- folded name
) STRICT;

CREATE TABLE blog_comment (
    id        INTEGER PRIMARY KEY,
    post      INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    author    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    text      TEXT    NOT NULL,
    said_at   INTEGER NOT NULL,
    state     TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'shown', 'removed')),
    judged_at INTEGER,
    judged_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

CREATE INDEX blog_comment_author ON blog_comment (author);

CREATE INDEX blog_comment_post ON blog_comment (post, said_at);

CREATE INDEX blog_comment_waiting ON blog_comment (said_at) WHERE state = 'waiting';

CREATE TABLE blog_contributor (
    class      INTEGER NOT NULL REFERENCES class ON DELETE CASCADE,
    person     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    invited_by INTEGER REFERENCES person ON DELETE SET NULL,
    invited_at INTEGER NOT NULL,
    PRIMARY KEY (class, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX blog_contributor_person ON blog_contributor (person);

CREATE TABLE blog_hidden (
    post  INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    media INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    since INTEGER NOT NULL,
    PRIMARY KEY (post, media)
) STRICT, WITHOUT ROWID;

CREATE INDEX blog_hidden_media ON blog_hidden (media);

CREATE INDEX blog_hidden_since ON blog_hidden (since);

CREATE TABLE blog_media (
    post    INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    media   INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    -- all: whom the post is for. private: only guardians of the children tagged. out: nobody but who may change the post.
    shown   TEXT    NOT NULL DEFAULT 'all' CHECK (shown IN ('all', 'private', 'out')),
    PRIMARY KEY (post, media)
) STRICT, WITHOUT ROWID;

CREATE INDEX blog_media_media ON blog_media (media);

CREATE TABLE blog_post (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    author       INTEGER NOT NULL REFERENCES person,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'scheduled', 'published', 'withdrawn')),
    title        TEXT    NOT NULL DEFAULT '',
    body         TEXT    NOT NULL DEFAULT '',   -- clean HTML
    category     INTEGER REFERENCES blog_category ON DELETE SET NULL,
    occasion     TEXT    NOT NULL DEFAULT '',   -- the occasion whose consents count, beside those of the year
    audience     INTEGER UNIQUE REFERENCES audience, -- once it is scheduled or published
    purpose      TEXT    NOT NULL DEFAULT 'class' CHECK (purpose IN ('class', 'school')), -- which consent its audience needs
    version      INTEGER NOT NULL DEFAULT 1,    -- one more each time that a published text is changed
    made_at      INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    changed_by   INTEGER REFERENCES person,     -- NULL: its author
    submitted_at INTEGER,
    leaves_at    INTEGER,                       -- when it is to leave; the hour counts while it is scheduled
    published_at INTEGER,
    published_on TEXT,                          -- the school's day of it: which consents cover its photos
    published_by INTEGER REFERENCES person,     -- while it is scheduled: who set the hour
    stopped_at   INTEGER,                       -- its hour came and it could not leave
    stopped_why  TEXT CHECK (stopped_why IN ('right', 'problem')),
    pinned_at    INTEGER,
    comments     INTEGER NOT NULL DEFAULT 0 CHECK (comments IN (0, 1)), -- opened by the teacher on this post
    public_at    INTEGER,                       -- on the school's public page since
    public_by    INTEGER REFERENCES person,
    public_left_at INTEGER,                     -- it left that page: changed since by another than the director, who decides anew
    withdrawn_at INTEGER,
    withdrawn_by INTEGER REFERENCES person
) STRICT;

CREATE INDEX blog_post_author ON blog_post (author, changed_at);

CREATE INDEX blog_post_author_at ON blog_post (author, published_at) WHERE state = 'published';

CREATE INDEX blog_post_category ON blog_post (category) WHERE category IS NOT NULL;

CREATE INDEX blog_post_in_hand ON blog_post (changed_at) WHERE state IN ('draft', 'returned');

CREATE INDEX blog_post_leaves ON blog_post (leaves_at) WHERE state = 'scheduled';

CREATE INDEX blog_post_left ON blog_post (public_left_at) WHERE public_left_at IS NOT NULL;

CREATE INDEX blog_post_pinned ON blog_post (pinned_at) WHERE pinned_at IS NOT NULL;

CREATE INDEX blog_post_public ON blog_post (public_at) WHERE public_at IS NOT NULL;

CREATE INDEX blog_post_published ON blog_post (published_at) WHERE state = 'published';

CREATE INDEX blog_post_submitted ON blog_post (submitted_at) WHERE state = 'submitted';

CREATE INDEX blog_post_withdrawn ON blog_post (withdrawn_at) WHERE state = 'withdrawn';

CREATE TABLE blog_remark (
    id      INTEGER PRIMARY KEY,
    post    INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    said_by INTEGER NOT NULL REFERENCES person,
    said_at INTEGER NOT NULL,
    text    TEXT    NOT NULL
) STRICT;

CREATE INDEX blog_remark_post ON blog_remark (post);

CREATE VIRTUAL TABLE blog_search USING fts5(folded, stems, version UNINDEXED, content = '', contentless_delete = 1,
    contentless_unindexed = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', detail = 'column');

CREATE TABLE blog_target (
    post  INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    class INTEGER NOT NULL,                     -- 0: the whole school
    PRIMARY KEY (post, class)
) STRICT, WITHOUT ROWID;

CREATE INDEX blog_target_class ON blog_target (class);

CREATE TABLE blog_version (
    post       INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    written_at INTEGER NOT NULL,
    written_by INTEGER NOT NULL REFERENCES person,
    PRIMARY KEY (post, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE class (
    id      INTEGER PRIMARY KEY,
    ecole   INTEGER NOT NULL REFERENCES ecole,
    year    INTEGER NOT NULL REFERENCES school_year,
    name    TEXT    NOT NULL,
    key     TEXT    NOT NULL,                   -- folded name, for files
    onde_id TEXT    NOT NULL DEFAULT '',        -- « Identifiant classe »: the LSU's id-be
    UNIQUE (year, key)
) STRICT;

CREATE TABLE consent_answer (
    id           INTEGER PRIMARY KEY,
    request      INTEGER NOT NULL REFERENCES consent_request ON DELETE CASCADE,
    pupil        INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian     INTEGER REFERENCES person ON DELETE CASCADE, -- NULL: on paper, whose hand was not told
    says         INTEGER NOT NULL CHECK (says IN (0, 1)),
    text         TEXT    NOT NULL,              -- the sentence as it was read
    version      INTEGER NOT NULL,
    answered_at  INTEGER NOT NULL,
    how          TEXT    NOT NULL CHECK (how IN ('application', 'one_tap', 'mail', 'paper')),
    recorded_by  INTEGER REFERENCES person ON DELETE SET NULL, -- on paper: who recorded it
    cancelled_at INTEGER,                       -- recorded by mistake
    CHECK (guardian IS NOT NULL OR how = 'paper')
) STRICT;

CREATE INDEX consent_answer_cancelled ON consent_answer (cancelled_at) WHERE cancelled_at IS NOT NULL;

CREATE INDEX consent_answer_guardian ON consent_answer (guardian);

CREATE INDEX consent_answer_of ON consent_answer (pupil, request, guardian, id, says, cancelled_at);

CREATE INDEX consent_answer_refused ON consent_answer (answered_at) WHERE says = 0;

CREATE INDEX consent_answer_request ON consent_answer (request);

CREATE TABLE consent_asking (
    request   INTEGER NOT NULL REFERENCES consent_request ON DELETE CASCADE,
    audience  INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
    follow_up TEXT    NOT NULL,                 -- the page where the answers to that word are followed up
    PRIMARY KEY (request, audience)
) STRICT, WITHOUT ROWID;

CREATE INDEX consent_asking_audience ON consent_asking (audience);

CREATE TABLE consent_request (
    id       INTEGER PRIMARY KEY,
    purpose  TEXT    NOT NULL CHECK (purpose IN ('class', 'school', 'public', 'press')),
    occasion TEXT    NOT NULL DEFAULT '',       -- « Kermesse du 19 juin »; empty: the school year
    from_on  TEXT    NOT NULL,
    until_on TEXT    NOT NULL CHECK (until_on >= from_on),
    text     TEXT    NOT NULL,                  -- the sentence that is agreed to
    version  INTEGER NOT NULL DEFAULT 1,        -- of that sentence: one more each time that it is changed
    asked_by INTEGER REFERENCES person ON DELETE SET NULL,
    asked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX consent_request_days ON consent_request (until_on, purpose);

CREATE TABLE consulted (
    about INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    day   TEXT    NOT NULL,
    by    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    role  TEXT    NOT NULL CHECK (role IN ('director', 'teacher', 'staff')),
    PRIMARY KEY (about, day, by)
) STRICT, WITHOUT ROWID;

CREATE INDEX consulted_by ON consulted (by);

CREATE INDEX consulted_day ON consulted (day);

CREATE TABLE correspondence (
    pair       TEXT    PRIMARY KEY,             -- « family_to_teacher »: its name in the table that the director reads
    allowed    INTEGER NOT NULL CHECK (allowed IN (0, 1)),
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE correspondence_answered (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    writer INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    PRIMARY KEY (person, writer)
) STRICT, WITHOUT ROWID;

CREATE INDEX correspondence_answered_writer ON correspondence_answered (writer);

CREATE TABLE correspondence_freeze (
    profile   TEXT    PRIMARY KEY CHECK (profile IN ('families', 'staff', 'pupils')),
    frozen_at INTEGER NOT NULL,
    frozen_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE correspondence_limit (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    day    TEXT    NOT NULL,
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX correspondence_limit_day ON correspondence_limit (day);

CREATE TABLE correspondence_pause (
    person   INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    from_on  TEXT    NOT NULL,
    until_on TEXT    NOT NULL,                  -- last day
    holds    INTEGER NOT NULL CHECK (holds IN (0, 1)), -- 1: what comes waits for the end; 0: it comes, and is answered by the text alone
    answer   TEXT    NOT NULL DEFAULT ''        -- said by itself, once to each; empty: nothing is
) STRICT;

CREATE TABLE departure (
    person      INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    left_on     TEXT    NOT NULL,
    noted_on    TEXT    NOT NULL,              -- when the house saw it: nobody goes sooner than a month after
    erase_on    TEXT    NOT NULL,
    told_at     INTEGER,                       -- by letter, where there is an address
    reminded_at INTEGER
) STRICT;

CREATE INDEX departure_erase ON departure (erase_on);

CREATE TABLE disk_told (
    fill    TEXT    PRIMARY KEY CHECK (fill IN ('low', 'full')),
    told_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    space       TEXT    NOT NULL CHECK (space IN ('own', 'class', 'staff', 'school', 'hand_in')),
    owner       INTEGER NOT NULL,               -- own: the person. class, hand_in: the class. Else 0
    folder      INTEGER REFERENCES document,    -- NULL: at the top of its space
    kind        TEXT    NOT NULL CHECK (kind IN ('folder', 'file')),
    name        TEXT    NOT NULL,               -- as it is shown, made harmless; never a path
    folded      TEXT    NOT NULL,               -- without case: two names that Windows takes for one are one
    sort_key    TEXT    NOT NULL,               -- without accents, numbers by their value
    version     INTEGER NOT NULL DEFAULT 0,     -- of a file: the one that is shown
    bytes       INTEGER NOT NULL DEFAULT 0,     -- of that version
    pupil       INTEGER REFERENCES pupil ON DELETE SET NULL, -- hand_in: for whom it was deposited
    said        TEXT    NOT NULL DEFAULT '',    -- hand_in: its name as its depositor called it; another's may have taken that one
    made_at     INTEGER NOT NULL,
    made_by     INTEGER REFERENCES person ON DELETE SET NULL,
    changed_at  INTEGER NOT NULL,
    changed_by  INTEGER REFERENCES person ON DELETE SET NULL,
    binned_at   INTEGER,
    binned_by   INTEGER REFERENCES person ON DELETE SET NULL,
    binned_with INTEGER,                        -- the folder or file that was thrown away, with all that it holds; itself for that one
    erase_at    INTEGER
) STRICT;

CREATE INDEX document_bin ON document (space, owner, binned_at) WHERE binned_at IS NOT NULL;

CREATE INDEX document_binned_with ON document (binned_with) WHERE binned_with IS NOT NULL;

CREATE INDEX document_deposited ON document (made_by, made_at) WHERE space = 'hand_in';

CREATE INDEX document_erase ON document (erase_at) WHERE erase_at IS NOT NULL;

CREATE INDEX document_folder ON document (folder) WHERE folder IS NOT NULL;

CREATE TABLE document_grant (
    space    TEXT    NOT NULL,
    owner    INTEGER NOT NULL,
    profile  TEXT    NOT NULL CHECK (profile IN ('families', 'pupils', 'aides', 'staff')),
    gives    TEXT    NOT NULL CHECK (gives IN ('read', 'write')),
    given_at INTEGER NOT NULL,
    given_by INTEGER REFERENCES person ON DELETE SET NULL,
    PRIMARY KEY (space, owner, profile)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_list ON document (space, owner, coalesce(folder, 0), kind DESC, sort_key) WHERE binned_at IS NULL;

CREATE TABLE document_lock (
    token      TEXT    PRIMARY KEY,
    space      TEXT    NOT NULL,
    owner      INTEGER NOT NULL,
    path       TEXT    NOT NULL,                -- in its space, « /Dossier/fichier.odt »
    is_deep    INTEGER NOT NULL CHECK (is_deep IN (0, 1)),
    is_shared  INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
    person     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    said       TEXT    NOT NULL DEFAULT '',     -- the owner element that the program sent
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX document_lock_expires ON document_lock (expires_at);

CREATE INDEX document_lock_person ON document_lock (person);

CREATE INDEX document_lock_space ON document_lock (space, owner);

CREATE UNIQUE INDEX document_name ON document (space, owner, coalesce(folder, 0), folded) WHERE binned_at IS NULL;

CREATE TABLE document_property (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    name     TEXT    NOT NULL,                  -- « {namespace}name »
    xml      TEXT    NOT NULL,
    PRIMARY KEY (document, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_pupil ON document (pupil) WHERE pupil IS NOT NULL;

CREATE VIRTUAL TABLE document_search USING fts5(names, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');

CREATE TRIGGER document_search_add AFTER INSERT ON document BEGIN
    INSERT INTO document_search (rowid, names) VALUES (new.id, replace(new.folded, 'œ', 'oe'));
END;

CREATE TRIGGER document_search_change AFTER UPDATE OF folded ON document BEGIN
    UPDATE document_search SET names = replace(new.folded, 'œ', 'oe') WHERE rowid = new.id;
END;

CREATE TRIGGER document_search_remove AFTER DELETE ON document BEGIN
    DELETE FROM document_search WHERE rowid = old.id;
END;

CREATE INDEX document_space ON document (space, owner);

CREATE TABLE document_use (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    thing    TEXT    NOT NULL,
    thing_id INTEGER NOT NULL,
    used_at  INTEGER NOT NULL,
    PRIMARY KEY (document, thing, thing_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_use_thing ON document_use (thing, thing_id);

CREATE TABLE document_version (
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    file       TEXT    NOT NULL REFERENCES file (hash),
    bytes      INTEGER NOT NULL,
    media_type TEXT    NOT NULL,                -- by the content
    media      INTEGER REFERENCES media ON DELETE SET NULL, -- made safe by the darkroom: what is shown of a picture, a sound, a video
    made_at    INTEGER NOT NULL,
    made_by    INTEGER REFERENCES person ON DELETE SET NULL,
    PRIMARY KEY (document, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_version_file ON document_version (file);

CREATE INDEX document_version_media ON document_version (media) WHERE media IS NOT NULL;

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

CREATE INDEX duty_class ON duty (class);

CREATE INDEX duty_person ON duty (person);

CREATE INDEX duty_pupil ON duty (pupil) WHERE pupil IS NOT NULL;

CREATE INDEX duty_team ON duty (team) WHERE team IS NOT NULL;

CREATE TABLE ecole (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    uai      TEXT NOT NULL DEFAULT '',
    street   TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    town     TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE enrolment (
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    class    INTEGER NOT NULL REFERENCES class,
    grade    TEXT    NOT NULL DEFAULT '',
    from_on  TEXT    NOT NULL,
    until_on TEXT,                              -- last day; open while NULL
    PRIMARY KEY (pupil, class, from_on)
) STRICT, WITHOUT ROWID;

CREATE INDEX enrolment_class ON enrolment (class, until_on);

CREATE UNIQUE INDEX enrolment_open ON enrolment (pupil) WHERE until_on IS NULL;

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

CREATE INDEX erasure_asked_by ON erasure (asked_by) WHERE asked_by IS NOT NULL;

CREATE INDEX erasure_at ON erasure (erased_at);

CREATE TABLE erasure_file (
    erasure INTEGER NOT NULL REFERENCES erasure ON DELETE CASCADE,
    file    TEXT    NOT NULL REFERENCES file (hash),
    PRIMARY KEY (erasure, file)
) STRICT, WITHOUT ROWID;

CREATE INDEX erasure_file_file ON erasure_file (file);

CREATE INDEX erasure_unscrubbed ON erasure (erased_at) WHERE scrubbed_at IS NULL;

CREATE INDEX erasure_until ON erasure (until) WHERE until IS NOT NULL;

CREATE TABLE error_count (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    counted INTEGER NOT NULL,                     -- since ever
    read    INTEGER NOT NULL CHECK (read BETWEEN 0 AND counted),
    last_at INTEGER NOT NULL                      -- when the last was counted
) STRICT;

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

CREATE TABLE file (
    hash       TEXT    PRIMARY KEY CHECK (length(hash) = 64), -- SHA-256 in hex: the file's only name on the disk
    size       INTEGER NOT NULL CHECK (size >= 0),
    media_type TEXT    NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE first_run (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    code    BLOB,                               -- HMAC of the code printed by the service
    visitor BLOB,                               -- SHA-256 of the cookie of the browser that gave it
    step    TEXT    NOT NULL DEFAULT 'code',
    answers TEXT    NOT NULL DEFAULT '{}'       -- what a screen must remember until the next, never a clear secret
) STRICT;

CREATE TABLE former (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    person INTEGER NOT NULL REFERENCES person
) STRICT;

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

CREATE TABLE guardianship_removed (
    pupil      INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    removed_at INTEGER NOT NULL,
    PRIMARY KEY (pupil, guardian)
) STRICT, WITHOUT ROWID;

CREATE INDEX guardianship_removed_guardian ON guardianship_removed (guardian);

CREATE INDEX guardianship_restricted ON guardianship (restricted_on) WHERE restricted_on IS NOT NULL;

CREATE INDEX guardianship_to_look_at ON guardianship (pupil) WHERE needs_look <> '' AND looked_at IS NULL;

CREATE TABLE half_sign_in (
    token      BLOB    PRIMARY KEY CHECK (length(token) = 32), -- SHA-256 of the cookie
    account    INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    is_shared  INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
    back       TEXT    NOT NULL,                -- where the sign-in leads
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX half_sign_in_account ON half_sign_in (account);

CREATE INDEX half_sign_in_expires ON half_sign_in (expires_at);

CREATE TABLE health_check (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    checked_at INTEGER NOT NULL,
    faults     INTEGER NOT NULL
) STRICT;

CREATE TABLE holiday (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on  TEXT NOT NULL CHECK (last_on >= first_on)
) STRICT;

CREATE INDEX holiday_first ON holiday (first_on);

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

CREATE TABLE known_device (
    token   BLOB    NOT NULL CHECK (length(token) = 32),
    account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    seen_at INTEGER NOT NULL, trusted_until INTEGER, known_since INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE liaison_answer (
    id           INTEGER PRIMARY KEY,
    note         INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    pupil        INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian     INTEGER REFERENCES person ON DELETE CASCADE, -- NULL: on paper, whose hand was not told
    version      INTEGER NOT NULL,                 -- the text that was answered
    answered_at  INTEGER NOT NULL,
    how          TEXT    NOT NULL CHECK (how IN ('application', 'one_tap', 'mail', 'paper')),
    recorded_by  INTEGER REFERENCES person ON DELETE SET NULL, -- on paper: who recorded it
    cancelled_at INTEGER,                          -- recorded by mistake
    CHECK (guardian IS NOT NULL OR how = 'paper')
) STRICT;

CREATE INDEX liaison_answer_guardian ON liaison_answer (guardian, note);

CREATE INDEX liaison_answer_of ON liaison_answer (note, pupil, guardian, id);

CREATE INDEX liaison_answer_pupil ON liaison_answer (pupil);

CREATE TABLE liaison_answer_value (
    answer   INTEGER NOT NULL REFERENCES liaison_answer ON DELETE CASCADE,
    question INTEGER NOT NULL REFERENCES liaison_question ON DELETE CASCADE,
    -- yes, no; places of the choices by commas; a decimal number; cents; YYYY-MM-DD; text; the file's name
    value    TEXT    NOT NULL,
    file     TEXT    REFERENCES file (hash),
    consent  INTEGER REFERENCES consent_answer ON DELETE SET NULL, -- what it came to among the consents, which may have changed since
    PRIMARY KEY (answer, question)
) STRICT, WITHOUT ROWID;

CREATE INDEX liaison_answer_value_consent ON liaison_answer_value (consent) WHERE consent IS NOT NULL;

CREATE INDEX liaison_answer_value_file ON liaison_answer_value (file) WHERE file IS NOT NULL;

CREATE INDEX liaison_answer_value_question ON liaison_answer_value (question);

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

CREATE INDEX liaison_attachment_file ON liaison_attachment (file);

CREATE INDEX liaison_attachment_note ON liaison_attachment (note);

CREATE INDEX liaison_attachment_thumbnail ON liaison_attachment (thumbnail) WHERE thumbnail IS NOT NULL;

CREATE TABLE liaison_coupon (
    id       INTEGER PRIMARY KEY,
    note     INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian INTEGER REFERENCES person ON DELETE CASCADE, -- where every guardian signs, or one home of two: whose it is
    version  INTEGER NOT NULL,                     -- the text that it goes with
    code     TEXT    NOT NULL UNIQUE,
    made_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX liaison_coupon_guardian ON liaison_coupon (guardian);

CREATE UNIQUE INDEX liaison_coupon_of ON liaison_coupon (note, version, pupil, coalesce(guardian, 0));

CREATE INDEX liaison_coupon_pupil ON liaison_coupon (pupil);

CREATE TABLE liaison_draft (
    author   INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    fields   TEXT    NOT NULL,                  -- JSON of what was typed
    saved_at INTEGER NOT NULL
) STRICT;

CREATE TABLE liaison_gone (
    note     INTEGER PRIMARY KEY REFERENCES liaison_note ON DELETE CASCADE,
    pupils   INTEGER NOT NULL,
    answered INTEGER NOT NULL
) STRICT;

CREATE TABLE liaison_incoming (
    id          INTEGER PRIMARY KEY,
    letter      INTEGER NOT NULL REFERENCES liaison_letter ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    message     TEXT    NOT NULL UNIQUE,           -- its Message-ID, folded: never taken twice
    why         TEXT    NOT NULL,                  -- what hindered it from being an answer
    text        TEXT    NOT NULL,                  -- the lines above what it quotes; empty once it was read and put away
    read_at     INTEGER,
    read_by     INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

CREATE INDEX liaison_incoming_letter ON liaison_incoming (letter);

CREATE TABLE liaison_letter (
    id         INTEGER PRIMARY KEY,
    note       INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    guardian   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    email      TEXT    NOT NULL,                   -- where it went: another address signs nothing
    version    INTEGER NOT NULL,                   -- the text that it held or announced: what a reply answers
    reply      BLOB    UNIQUE CHECK (length(reply) = 32), -- SHA-256 of the token in the reply address
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX liaison_letter_expires ON liaison_letter (expires_at);

CREATE INDEX liaison_letter_guardian ON liaison_letter (guardian);

CREATE INDEX liaison_letter_note ON liaison_letter (note, guardian);

CREATE TABLE liaison_letter_pupil (
    letter INTEGER NOT NULL REFERENCES liaison_letter ON DELETE CASCADE,
    pupil  INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    link   BLOB    UNIQUE CHECK (length(link) = 32),      -- SHA-256 of the token in the link
    PRIMARY KEY (letter, pupil)
) STRICT, WITHOUT ROWID;

CREATE INDEX liaison_letter_pupil_pupil ON liaison_letter_pupil (pupil);

CREATE TABLE liaison_note (
    id           INTEGER PRIMARY KEY,
    author       INTEGER NOT NULL REFERENCES person,
    audience     INTEGER NOT NULL UNIQUE REFERENCES audience,
    category     TEXT    NOT NULL CHECK (category IN ('cantine', 'sortie', 'evenement', 'sante', 'administratif', 'divers')),
    asks         TEXT    NOT NULL CHECK (asks IN ('nothing', 'read', 'one', 'all')),
    deadline_on  TEXT,
    event_on     TEXT,                          -- the day that it is about, for the calendar
    shown_until  TEXT,                          -- last day on the front pages; the book keeps it
    text_in_mail INTEGER NOT NULL DEFAULT 0 CHECK (text_in_mail IN (0, 1)), -- « texte dans le courriel » was ticked
    is_urgent    INTEGER NOT NULL DEFAULT 0 CHECK (is_urgent IN (0, 1)),    -- the director let it through the quiet hours
    reminds      INTEGER NOT NULL DEFAULT 1 CHECK (reminds IN (0, 1)),      -- by itself, before the deadline
    remind_at    INTEGER,                       -- a reminder asked for in quiet hours leaves then
    remind_by    INTEGER REFERENCES person,
    version      INTEGER NOT NULL DEFAULT 1,    -- the one shown
    asks_since   INTEGER NOT NULL DEFAULT 1,    -- answers to an older version no longer count
    sent_at      INTEGER NOT NULL,              -- while it waits: when it will leave
    delivered_at INTEGER,                       -- NULL while it waits: its audience has reached nobody yet
    stopped_at   INTEGER,                       -- its moment came and it could not leave: it waits for its author
    stopped_why  TEXT CHECK (stopped_why IN ('right', 'nobody', 'late')),
    withdrawn_at INTEGER,
    withdrawn_by INTEGER REFERENCES person
) STRICT;

CREATE INDEX liaison_note_author ON liaison_note (author, sent_at);

CREATE INDEX liaison_note_deadline ON liaison_note (deadline_on) WHERE deadline_on IS NOT NULL AND withdrawn_at IS NULL;

CREATE INDEX liaison_note_remind ON liaison_note (remind_at) WHERE remind_at IS NOT NULL;

CREATE INDEX liaison_note_sent ON liaison_note (sent_at);

CREATE INDEX liaison_note_stopped ON liaison_note (stopped_at) WHERE stopped_at IS NOT NULL;

CREATE INDEX liaison_note_waiting ON liaison_note (author, sent_at) WHERE delivered_at IS NULL AND withdrawn_at IS NULL;

CREATE TABLE liaison_question (
    id          INTEGER PRIMARY KEY,
    note        INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('yes_no', 'one', 'several', 'number', 'amount', 'date', 'text', 'file', 'consent')),
    label       TEXT    NOT NULL,
    choices     TEXT    NOT NULL DEFAULT '[]',     -- JSON array of labels, for one and several
    is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
    per         TEXT    NOT NULL CHECK (per IN ('pupil', 'guardian')), -- per pupil: the newest answer of any guardian counts
    image       TEXT,                              -- consent: what the child would be shown for, and when: purpose|from|until|occasion
    request     INTEGER REFERENCES consent_request ON DELETE SET NULL, -- consent: what was asked by it, once delivered
    request_version INTEGER,
    UNIQUE (note, place)
) STRICT;

CREATE INDEX liaison_question_request ON liaison_question (request) WHERE request IS NOT NULL;

CREATE TABLE liaison_reminder (
    id          INTEGER PRIMARY KEY,
    note        INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    reminded_at INTEGER NOT NULL,
    reminded_by INTEGER REFERENCES person          -- NULL: by itself, before the deadline
) STRICT;

CREATE INDEX liaison_reminder_note ON liaison_reminder (note, reminded_at);

CREATE VIRTUAL TABLE liaison_search USING fts5(folded, stems, version UNINDEXED, content = '', contentless_delete = 1,
    contentless_unindexed = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', detail = 'column');

CREATE TABLE liaison_share (
    note      INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    person    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    shared_by INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    shared_at INTEGER NOT NULL,
    PRIMARY KEY (note, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX liaison_share_by ON liaison_share (shared_by);

CREATE INDEX liaison_share_person ON liaison_share (person);

CREATE TABLE liaison_template (
    id         INTEGER PRIMARY KEY,
    shipped    TEXT    UNIQUE,                     -- which of the house's it replaces; NULL: the school's own
    name       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,                   -- clean HTML, with [fields to fill]
    category   TEXT    NOT NULL,
    asks       TEXT    NOT NULL,
    questions  TEXT    NOT NULL DEFAULT '[]',      -- JSON
    is_hidden  INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1)),
    made_by    INTEGER REFERENCES person ON DELETE SET NULL, -- who may change it beside the director
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

CREATE TABLE liaison_version (
    note       INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,                -- clean HTML
    deadline_on TEXT,
    event_on   TEXT,
    written_at INTEGER NOT NULL,
    written_by INTEGER NOT NULL REFERENCES person,
    PRIMARY KEY (note, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE mail_refusal (
    address    TEXT    PRIMARY KEY,        -- folded
    said       TEXT    NOT NULL,           -- by the server, or by a report that came back
    times      INTEGER NOT NULL,           -- since the last letter that went through
    refused_at INTEGER NOT NULL,           -- the last time
    stopped_at INTEGER                     -- refused for good: nothing is sent there until somebody says so
) STRICT, WITHOUT ROWID;

CREATE TABLE media (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    owner     INTEGER NOT NULL REFERENCES person,
    kind      TEXT    NOT NULL CHECK (kind IN ('photo', 'sound', 'video', 'document')),
    name      TEXT    NOT NULL,                 -- as the sender called it; never a path
    state     TEXT    NOT NULL CHECK (state IN ('waiting', 'ready', 'refused')),
    fault     TEXT    NOT NULL DEFAULT '',      -- refused: why, by its code; ready: what to know of it
    sent      TEXT    REFERENCES file (hash),   -- the bytes as they came; nothing once they were made safe
    attempts  INTEGER NOT NULL DEFAULT 0,       -- a file that kills the process which reads it is refused after a few
    taken_at  INTEGER,                          -- when the photo was taken, as its own metadata said
    width     INTEGER,                          -- upright; photos and videos
    height    INTEGER,
    seconds   INTEGER,                          -- sounds and videos
    tints     TEXT    NOT NULL DEFAULT '',      -- 3 × 2 colours « rrggbb », row by row: shown until the photo is there
    alt       TEXT    NOT NULL DEFAULT '',
    nobody_by INTEGER REFERENCES person ON DELETE SET NULL, -- « personne de reconnaissable »: who said so
    nobody_at INTEGER,
    added_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE media_blur (
    media      INTEGER PRIMARY KEY REFERENCES media ON DELETE CASCADE,
    shapes     TEXT    NOT NULL,                -- JSON, in thousandths of the width and height
    clear      TEXT    REFERENCES file (hash),  -- NULL once erased
    blurred_by INTEGER REFERENCES person ON DELETE SET NULL,
    blurred_at INTEGER NOT NULL,
    erase_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX media_blur_clear ON media_blur (clear) WHERE clear IS NOT NULL;

CREATE INDEX media_blur_erase ON media_blur (erase_at) WHERE clear IS NOT NULL;

CREATE TABLE media_form (
    media      INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    size       TEXT    NOT NULL CHECK (size IN ('whole', 'large', 'medium', 'small')),
    file       TEXT    NOT NULL REFERENCES file (hash),
    media_type TEXT    NOT NULL,
    width      INTEGER,
    height     INTEGER,
    bytes      INTEGER NOT NULL,
    PRIMARY KEY (media, size)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_form_file ON media_form (file);

CREATE INDEX media_owner ON media (owner);

CREATE INDEX media_sent ON media (sent) WHERE sent IS NOT NULL;

CREATE TABLE media_tag (
    media      INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    pupil      INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    tagged_by  INTEGER REFERENCES person ON DELETE SET NULL,
    tagged_at  INTEGER NOT NULL,
    blurred_at INTEGER,                         -- drawn over: cannot be recognised any more
    PRIMARY KEY (media, pupil)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_tag_pupil ON media_tag (pupil, media);

CREATE INDEX media_waiting ON media (attempts, id) WHERE state = 'waiting';

CREATE TABLE message (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    author       INTEGER NOT NULL REFERENCES person,
    thread       INTEGER REFERENCES thread ON DELETE CASCADE, -- NULL: the draft of a new one
    -- draft: its author's alone. waiting: its thread is there, and it leaves at its hour. delivered. recalled before that.
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'waiting', 'delivered', 'recalled')),
    only_to      INTEGER REFERENCES person,     -- NULL: every member. Else they and its author
    body         TEXT    NOT NULL DEFAULT '',   -- clean HTML
    draft        TEXT    NOT NULL DEFAULT '',   -- JSON, while it is a draft: subject, recipients, what was ticked
    text_in_mail INTEGER NOT NULL DEFAULT 0 CHECK (text_in_mail IN (0, 1)),
    how          TEXT    NOT NULL DEFAULT 'application' CHECK (how IN ('application', 'mail', 'automatic')),
    recipients   INTEGER NOT NULL DEFAULT 0,    -- how many it was sent to: what limits of accounts count
    changed_at   INTEGER NOT NULL,
    sent_at      INTEGER,                       -- when its author sent it
    leaves_at    INTEGER,                       -- when it is to be delivered
    delivered_at INTEGER
) STRICT;

CREATE INDEX message_draft_age ON message (changed_at) WHERE state = 'draft';

CREATE INDEX message_drafts ON message (author, changed_at) WHERE state = 'draft';

CREATE TABLE message_incoming (
    message     TEXT    PRIMARY KEY,
    letter      INTEGER NOT NULL REFERENCES message_letter ON DELETE CASCADE,
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX message_incoming_letter ON message_incoming (letter);

CREATE INDEX message_leaves ON message (leaves_at) WHERE state = 'waiting';

CREATE TABLE message_letter (
    id         INTEGER PRIMARY KEY,
    message    INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    person     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    email      TEXT    NOT NULL,                       -- where it went: another address answers nothing
    has_text   INTEGER NOT NULL CHECK (has_text IN (0, 1)), -- the message itself stood in it
    reply      BLOB    UNIQUE CHECK (length(reply) = 32), -- SHA-256 of the token in the reply address
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    refused_at INTEGER                                 -- that an answer was not taken is said once a letter
) STRICT;

CREATE INDEX message_letter_expires ON message_letter (expires_at);

CREATE INDEX message_letter_message ON message_letter (message, person);

CREATE INDEX message_letter_person ON message_letter (person);

CREATE TABLE message_media (
    message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    media   INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    PRIMARY KEY (message, media)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_media_media ON message_media (media);

CREATE INDEX message_only_to ON message (only_to) WHERE only_to IS NOT NULL;

CREATE TABLE message_report (
    id          INTEGER PRIMARY KEY,
    message     INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    reporter    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    why         TEXT    NOT NULL,
    reported_at INTEGER NOT NULL,
    settled_at  INTEGER,
    settled_by  INTEGER REFERENCES person ON DELETE SET NULL,
    remark      TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX message_report_of ON message_report (message, reporter);

CREATE INDEX message_report_open ON message_report (reported_at) WHERE settled_at IS NULL;

CREATE INDEX message_report_reporter ON message_report (reporter);

CREATE INDEX message_report_settled ON message_report (settled_at) WHERE settled_at IS NOT NULL;

CREATE VIRTUAL TABLE message_search USING fts5(folded, stems, version UNINDEXED, content = '', contentless_delete = 1,
    contentless_unindexed = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', detail = 'column');

CREATE INDEX message_sent ON message (author, sent_at) WHERE sent_at IS NOT NULL;

CREATE INDEX message_thread ON message (thread, id) WHERE thread IS NOT NULL;

CREATE TABLE new_address (
    account    INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32),
    email      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

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

CREATE TABLE notice_choice (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    kind   TEXT    NOT NULL,
    how    TEXT    NOT NULL CHECK (how IN ('at_once', 'digest', 'never')),
    PRIMARY KEY (person, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_due ON notice (due_at, person);

CREATE TABLE notice_hour (
    person INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    minute INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439) -- of the day, for the digest; 18 h where nothing is said
) STRICT;

CREATE INDEX notice_letter ON notice (letter) WHERE letter IS NOT NULL;

CREATE UNIQUE INDEX notice_of ON notice (person, kind, thing, coalesce(pupil, 0));

CREATE INDEX notice_pupil ON notice (pupil) WHERE pupil IS NOT NULL;

CREATE TABLE open_day (
    day TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

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

CREATE INDEX outbox_about ON outbox (about, person) WHERE about <> '' AND sent_at IS NULL AND given_up_at IS NULL;

CREATE INDEX outbox_due ON outbox (send_at, id) WHERE sent_at IS NULL AND given_up_at IS NULL;

CREATE TABLE outbox_held (
    letter  INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
    send_at INTEGER NOT NULL               -- what it was
) STRICT;

CREATE INDEX outbox_returns ON outbox (returns) WHERE returns IS NOT NULL;

CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

CREATE INDEX outbox_waiting_for ON outbox (person) WHERE about <> '' AND sent_at IS NULL AND given_up_at IS NULL;

CREATE TABLE people_import (
    id         INTEGER PRIMARY KEY,
    made_by    INTEGER REFERENCES person ON DELETE SET NULL,
    made_at    INTEGER NOT NULL,
    sources    TEXT    NOT NULL,                -- JSON: rows as read, file by file; emptied once applied
    applied_at INTEGER,
    summary    TEXT    NOT NULL DEFAULT '',     -- JSON: what was written, for the page that follows
    undo       INTEGER REFERENCES people_undo ON DELETE SET NULL
) STRICT;

CREATE INDEX people_import_applied ON people_import (applied_at) WHERE applied_at IS NOT NULL;

CREATE INDEX people_import_made ON people_import (made_at);

CREATE INDEX people_import_undo ON people_import (undo);

CREATE TABLE people_mapping (
    id      INTEGER PRIMARY KEY,
    titles  TEXT    NOT NULL UNIQUE,            -- folded, in order: the same in whatever order columns come
    mapping TEXT    NOT NULL,                   -- JSON: whom the file lists, and what each column holds
    made_by INTEGER REFERENCES person ON DELETE SET NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE people_undo (
    id        INTEGER PRIMARY KEY,
    kind      TEXT    NOT NULL CHECK (kind IN ('import', 'merge', 'year')),
    about     TEXT    NOT NULL DEFAULT '',      -- of a merge: whose
    person    INTEGER REFERENCES person ON DELETE SET NULL, -- of a merge: who stands
    made_by   INTEGER REFERENCES person ON DELETE SET NULL,
    made_at   INTEGER NOT NULL,
    undone_by INTEGER REFERENCES person ON DELETE SET NULL,
    undone_at INTEGER
) STRICT;

CREATE INDEX people_undo_made ON people_undo (made_at);

CREATE INDEX people_undo_person ON people_undo (person) WHERE person IS NOT NULL;

CREATE TABLE people_undo_step (
    undo   INTEGER NOT NULL REFERENCES people_undo ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    name   TEXT    NOT NULL,                    -- of the table
    before TEXT,                                -- JSON of the row; NULL: it was made
    after  TEXT,                                -- NULL: it was taken away
    PRIMARY KEY (undo, place)
) STRICT, WITHOUT ROWID;

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

CREATE INDEX person_email ON person (email) WHERE email <> '';

CREATE INDEX person_email_folded ON person (lower(email)) WHERE email <> '';

CREATE VIEW person_named AS
    SELECT id, sort_key || ' ' || replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        last_name, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'đ', 'd'), 'Đ', 'd') AS names
    FROM person;

CREATE VIRTUAL TABLE person_search USING fts5(names, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');

CREATE TRIGGER person_search_add AFTER INSERT ON person BEGIN
    INSERT INTO person_search (rowid, names) SELECT id, names FROM person_named WHERE id = new.id;
END;

CREATE TRIGGER person_search_change AFTER UPDATE OF sort_key, last_name ON person BEGIN
    UPDATE person_search SET names = (SELECT names FROM person_named WHERE id = new.id) WHERE rowid = new.id;
END;

CREATE TRIGGER person_search_remove AFTER DELETE ON person BEGIN
    DELETE FROM person_search WHERE rowid = old.id;
END;

CREATE INDEX person_sort ON person (sort_key);

CREATE TABLE public_page (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    opened_at INTEGER NOT NULL,
    opened_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

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

CREATE TABLE pupil_access (
    class     INTEGER PRIMARY KEY REFERENCES class ON DELETE CASCADE,
    ways      TEXT    NOT NULL CHECK (ways IN ('pictures', 'words', 'by_grade')),
    from_home INTEGER NOT NULL CHECK (from_home IN (0, 1)), -- by words, also from outside the school
    opened_at INTEGER NOT NULL,
    opened_by INTEGER REFERENCES person ON DELETE SET NULL,
    -- The class's poster: its QR and the code under it. Both name the class and open nobody's account.
    token     BLOB    UNIQUE CHECK (length(token) = 32),    -- SHA-256 of the QR's own token
    code      BLOB    UNIQUE CHECK (length(code) = 32),     -- HMAC of the code, under a key that is not here
    poster    BLOB                                          -- both, sealed with the box's key: the poster is shown again
) STRICT;

CREATE TABLE pupil_group (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    sort_key TEXT NOT NULL,                     -- folded name
    from_on  TEXT NOT NULL,
    until_on TEXT NOT NULL CHECK (until_on >= from_on),
    made_by  INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

CREATE TABLE pupil_group_leader (
    team     INTEGER NOT NULL REFERENCES pupil_group ON DELETE CASCADE,
    person   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    PRIMARY KEY (team, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX pupil_group_leader_person ON pupil_group_leader (person);

CREATE TABLE pupil_group_member (
    team     INTEGER NOT NULL REFERENCES pupil_group ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    PRIMARY KEY (team, pupil)
) STRICT, WITHOUT ROWID;

CREATE INDEX pupil_group_member_pupil ON pupil_group_member (pupil);

CREATE INDEX pupil_group_until ON pupil_group (until_on);

CREATE TABLE pupil_pictures (
    pupil    INTEGER PRIMARY KEY REFERENCES pupil ON DELETE CASCADE,
    code     BLOB    NOT NULL CHECK (length(code) = 32),
    drawn_at INTEGER NOT NULL
) STRICT;

CREATE TABLE pupil_tablet (
    id        INTEGER PRIMARY KEY,
    class     INTEGER NOT NULL REFERENCES pupil_access (class) ON DELETE CASCADE,
    token     BLOB    NOT NULL CHECK (length(token) = 32),  -- SHA-256 of its cookie
    name      TEXT    NOT NULL,
    paired_at INTEGER NOT NULL,
    paired_by INTEGER REFERENCES person ON DELETE SET NULL,
    UNIQUE (token, class)
) STRICT;

CREATE INDEX pupil_tablet_class ON pupil_tablet (class);

CREATE INDEX pupil_tablet_paired ON pupil_tablet (paired_at);

CREATE TABLE pupil_try (
    pupil      INTEGER PRIMARY KEY REFERENCES pupil ON DELETE CASCADE,
    wrong      INTEGER NOT NULL,
    blocked_at INTEGER
) STRICT;

CREATE INDEX pupil_try_blocked ON pupil_try (blocked_at) WHERE blocked_at IS NOT NULL;

CREATE TABLE recovery_code (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    code    BLOB    NOT NULL CHECK (length(code) = 32),
    used_at INTEGER
, opens TEXT NOT NULL DEFAULT 'passphrase' CHECK (opens IN ('passphrase', 'second_factor'))) STRICT;

CREATE INDEX recovery_code_account ON recovery_code (account);

CREATE TABLE rescue_letter (
    account    INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32), -- SHA-256 of the link's own token
    email      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE restored (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    at           INTEGER NOT NULL,
    made_at      INTEGER NOT NULL,         -- when the backup was made: what happened between the two is not here
    letters_go   INTEGER NOT NULL DEFAULT 0 CHECK (letters_go IN (0, 1)), -- somebody said so; they leave in a moment
    confirmed_at INTEGER,                  -- somebody went through what may be older than it should be
    confirmed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

CREATE TABLE retention (
    kind       TEXT    PRIMARY KEY,
    days       INTEGER NOT NULL CHECK (days BETWEEN 1 AND 4000),
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE rollover_duty (
    class    INTEGER NOT NULL REFERENCES rollover_class ON DELETE CASCADE,
    person   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    kind     TEXT    NOT NULL CHECK (kind IN ('teacher', 'atsem')),
    PRIMARY KEY (class, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX rollover_duty_person ON rollover_duty (person);

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

CREATE INDEX rollover_place_class ON rollover_place (class);

CREATE INDEX rollover_place_pupil ON rollover_place (pupil);

CREATE UNIQUE INDEX rollover_standing ON rollover (turned_at IS NULL) WHERE turned_at IS NULL;

CREATE TABLE school_network (
    network TEXT PRIMARY KEY                                -- 192.0.2.0/24
) STRICT, WITHOUT ROWID;

CREATE TABLE school_year (
    id        INTEGER PRIMARY KEY,
    label     TEXT NOT NULL UNIQUE,             -- 2026-2027
    starts_on TEXT NOT NULL,
    ends_on   TEXT NOT NULL CHECK (ends_on > starts_on)
) STRICT;

CREATE TABLE search_shelf (
    name    TEXT    PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE second_factor (
    account   INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    secret    BLOB    NOT NULL,                 -- sealed with the box's key
    set_at    INTEGER NOT NULL,
    last_step INTEGER NOT NULL                  -- the newest step of 30 seconds whose code was used: none is used twice
) STRICT;

CREATE TABLE second_factor_trial (
    account    INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    session    INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    secret     BLOB    NOT NULL,                -- sealed likewise
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX second_factor_trial_session ON second_factor_trial (session);

CREATE TABLE service_off (
    room   TEXT    NOT NULL,
    class  INTEGER REFERENCES class ON DELETE CASCADE, -- NULL: the whole school
    off_at INTEGER NOT NULL,
    off_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

CREATE INDEX service_off_class ON service_off (class);

CREATE UNIQUE INDEX service_off_room ON service_off (room, coalesce(class, 0));

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
, at_school INTEGER NOT NULL DEFAULT 0 CHECK (at_school IN (0, 1)), tablet INTEGER REFERENCES pupil_tablet ON DELETE CASCADE) STRICT;

CREATE INDEX session_account ON session (account);

CREATE INDEX session_expires ON session (expires_at);

CREATE INDEX session_tablet ON session (tablet) WHERE tablet IS NOT NULL;

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
, second_factor_of TEXT NOT NULL DEFAULT 'nobody' CHECK (second_factor_of IN ('nobody', 'direction', 'staff')), second_factor_from INTEGER NOT NULL DEFAULT 0, quiet_from INTEGER NOT NULL DEFAULT 1200 CHECK (quiet_from BETWEEN 0 AND 1439), quiet_until INTEGER NOT NULL DEFAULT 420 CHECK (quiet_until BETWEEN 0 AND 1439), quiet_week_end INTEGER NOT NULL DEFAULT 1 CHECK (quiet_week_end IN (0, 1)), quiet_days_off INTEGER NOT NULL DEFAULT 1 CHECK (quiet_days_off IN (0, 1)), mail_per_hour INTEGER NOT NULL DEFAULT 400 CHECK (mail_per_hour BETWEEN 1 AND 100000), imap_host TEXT NOT NULL DEFAULT '', imap_port INTEGER NOT NULL DEFAULT 993, imap_security TEXT NOT NULL DEFAULT 'tls' CHECK (imap_security IN ('tls', 'starttls', 'local')), imap_login TEXT NOT NULL DEFAULT '', imap_password BLOB, imap_address TEXT NOT NULL DEFAULT '', imap_validity INTEGER NOT NULL DEFAULT 0, imap_uid INTEGER NOT NULL DEFAULT 0, imap_seen_at INTEGER, imap_fault TEXT NOT NULL DEFAULT '', image_consent_since INTEGER) STRICT;

CREATE TABLE sign_in_count (
    month   TEXT    NOT NULL CHECK (length(month) = 7),  -- YYYY-MM, on the school's own calendar
    profile TEXT    NOT NULL CHECK (profile IN ('direction', 'teacher', 'staff', 'guardian', 'pupil')),
    times   INTEGER NOT NULL CHECK (times > 0),
    PRIMARY KEY (month, profile)
) STRICT, WITHOUT ROWID;

CREATE TABLE steady (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    looked_at INTEGER NOT NULL,
    leapt_at  INTEGER,                       -- the first look after it
    before    INTEGER,                       -- the last one before
    CHECK ((leapt_at IS NULL) = (before IS NULL))
) STRICT;

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

CREATE INDEX takeaway_made ON takeaway (made_at) WHERE made_at IS NOT NULL;

CREATE INDEX takeaway_waiting ON takeaway (asked_at) WHERE made_at IS NULL AND hindered_at IS NULL;

CREATE TABLE thread (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    opener    INTEGER NOT NULL REFERENCES person,
    subject   TEXT    NOT NULL,
    -- all: every member reads every message. opener: an answer goes to the opener alone, and members do not know each other.
    -- none: no answer.
    answers   TEXT    NOT NULL CHECK (answers IN ('all', 'opener', 'none')),
    to_said   TEXT    NOT NULL,                 -- JSON: to whom it was addressed, as it was said: [{"class":"CE1 A"}, {"person":12}…]
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,                          -- to answers
    closed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

CREATE TABLE thread_member (
    thread      INTEGER NOT NULL REFERENCES thread ON DELETE CASCADE,
    person      INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    last_at     INTEGER NOT NULL,               -- of the newest message that they see: the order of their list
    read_to     INTEGER NOT NULL DEFAULT 0,     -- the newest message that they have opened; shown to nobody else
    unread      INTEGER NOT NULL DEFAULT 0,
    archived_at INTEGER,
    PRIMARY KEY (thread, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX thread_member_archive ON thread_member (person, last_at) WHERE archived_at IS NOT NULL;

CREATE INDEX thread_member_list ON thread_member (person, last_at) WHERE archived_at IS NULL;

CREATE INDEX thread_member_person ON thread_member (person);

CREATE INDEX thread_member_unread ON thread_member (person) WHERE unread > 0;

CREATE INDEX thread_opener ON thread (opener, opened_at);

CREATE TABLE thread_through (
    thread INTEGER NOT NULL REFERENCES thread ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    pupil  INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    PRIMARY KEY (thread, person, pupil)
) STRICT, WITHOUT ROWID;

CREATE INDEX thread_through_person ON thread_through (person);

CREATE INDEX thread_through_pupil ON thread_through (pupil);

CREATE TABLE throttle (
    key       TEXT    PRIMARY KEY,
    full_till INTEGER NOT NULL             -- theoretical arrival time of the generic cell rate algorithm, in seconds
) STRICT, WITHOUT ROWID;

CREATE TABLE upload (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32), -- SHA-256 of the secret in its address
    person     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    path       TEXT    NOT NULL,                -- where it was announced: it is for that thing, and for no other
    name       TEXT    NOT NULL,                -- as the sender called it; never a path
    size       INTEGER NOT NULL CHECK (size > 0),
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER,                         -- whole, and taken or refused: kept so that who asks again is told the same
    fault      TEXT    NOT NULL DEFAULT ''      -- refused: what was said of it
) STRICT;

CREATE INDEX upload_expires ON upload (expires_at);

CREATE INDEX upload_of ON upload (person, expires_at, size) WHERE ended_at IS NULL;

CREATE INDEX upload_waiting ON upload (expires_at, size) WHERE ended_at IS NULL;
