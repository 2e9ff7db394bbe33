-- When a session was last used. Written at most once a minute; 0 for not since this column.
ALTER TABLE tokens ADD COLUMN last_seen_at INTEGER NOT NULL DEFAULT 0;

CREATE TABLE invitations (
    -- open invitations to the team; one that was accepted or withdrawn is deleted
    id BLOB PRIMARY KEY,
    code_hash BLOB NOT NULL UNIQUE,     -- SHA-256 of the code, which is shown once
    email TEXT NOT NULL,
    name TEXT,                          -- as the inviter wrote it; the colleague may choose another
    role TEXT NOT NULL,                 -- owner, admin, agent
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    invited_by BLOB NOT NULL            -- the member
) STRICT, WITHOUT ROWID;
