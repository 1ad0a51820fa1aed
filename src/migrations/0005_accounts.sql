-- What opens an account besides its passphrase.

-- The second factor (RFC 6238): one application of codes an account.
CREATE TABLE second_factor (
    account   INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    secret    BLOB    NOT NULL,                 -- sealed with the box's key
    set_at    INTEGER NOT NULL,
    last_step INTEGER NOT NULL                  -- the newest step of 30 seconds whose code was used: none is used twice
) STRICT;

-- An application being set up: shown to one session alone, worth nothing before its first code.
CREATE TABLE second_factor_trial (
    account    INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    session    INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    secret     BLOB    NOT NULL,                -- sealed likewise
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX second_factor_trial_session ON second_factor_trial (session);

-- A sign-in between the passphrase and the code. It opens one page, once.
CREATE TABLE half_sign_in (
    token      BLOB    PRIMARY KEY CHECK (length(token) = 32), -- SHA-256 of the cookie
    account    INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    is_shared  INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
    back       TEXT    NOT NULL,                -- where the sign-in leads
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX half_sign_in_account ON half_sign_in (account);
CREATE INDEX half_sign_in_expires ON half_sign_in (expires_at);

-- « Ne plus demander de code sur cet appareil »: until then, and only after the right passphrase.
ALTER TABLE known_device ADD COLUMN trusted_until INTEGER;

-- The codes of the set-up replace a forgotten passphrase; those of the second factor replace the application's code. Neither
-- kind opens the other's door: one sheet of paper must not be both factors.
ALTER TABLE recovery_code ADD COLUMN opens TEXT NOT NULL DEFAULT 'passphrase' CHECK (opens IN ('passphrase', 'second_factor'));

-- Of whom the director requires it, and from when on the door holds those who have none.
ALTER TABLE settings ADD COLUMN second_factor_of TEXT NOT NULL DEFAULT 'nobody' CHECK (second_factor_of IN ('nobody', 'direction', 'staff'));
ALTER TABLE settings ADD COLUMN second_factor_from INTEGER NOT NULL DEFAULT 0;
