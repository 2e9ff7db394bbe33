CREATE TABLE missing_conversations (
    -- a desktop that holds only the last days: conversations it has heard of and not fetched yet
    conversation BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
