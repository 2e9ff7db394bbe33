CREATE TABLE analyses (
    -- the newest analysis that a model made of a conversation; local ones are computed when read
    conversation BLOB PRIMARY KEY,
    data TEXT NOT NULL                  -- JSON
) STRICT, WITHOUT ROWID;
