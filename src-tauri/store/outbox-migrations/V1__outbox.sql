CREATE TABLE outgoing (
    -- what the person has written and the hub has not confirmed yet
    place INTEGER PRIMARY KEY,          -- in the order of writing
    id BLOB NOT NULL UNIQUE,            -- of the command; the hub takes it once however often it is sent
    conversation BLOB NOT NULL,
    visitor TEXT NOT NULL,              -- the visitor's name when it was written
    command TEXT NOT NULL,              -- JSON as the API has it, without the id
    ownership INTEGER NOT NULL,         -- the ownership number seen when it was written
    seen INTEGER NOT NULL,              -- the newest message of the visitor seen when it was written
    written_at INTEGER NOT NULL,        -- milliseconds since 1970 UTC, this computer's clock
    replaces TEXT NOT NULL,             -- JSON: the ids it had before it was changed
    tried INTEGER NOT NULL,             -- 1 once it was sent: the hub may have it
    problem TEXT                        -- JSON: why it asks before it leaves; null while it waits
) STRICT;
