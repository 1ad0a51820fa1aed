-- How many times the house was entered: a month, a profile, a number. Whose visits they were is written nowhere.

CREATE TABLE sign_in_count (
    month   TEXT    NOT NULL CHECK (length(month) = 7),  -- YYYY-MM, on the school's own calendar
    profile TEXT    NOT NULL CHECK (profile IN ('direction', 'teacher', 'staff', 'guardian', 'pupil')),
    times   INTEGER NOT NULL CHECK (times > 0),
    PRIMARY KEY (month, profile)
) STRICT, WITHOUT ROWID;
