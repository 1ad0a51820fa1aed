-- What a link in a letter opens. One letter of each kind an account: a newer one replaces it.

-- « Phrase oubliée ? »: good once, and only while the address it went to is still the account's.
CREATE TABLE rescue_letter (
    account    INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32), -- SHA-256 of the link's own token
    email      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- An address that its owner has not confirmed yet: nobody's until then.
CREATE TABLE new_address (
    account    INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32),
    email      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- Who else has this address, whatever the capitals.
CREATE INDEX person_email_folded ON person (lower(email)) WHERE email <> '';
