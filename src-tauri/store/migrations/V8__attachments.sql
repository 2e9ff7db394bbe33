-- The files that came with a message: a JSON array.
ALTER TABLE messages ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';

CREATE TABLE attachments (
    -- files that were uploaded; not facts of the log, which names those that were sent
    id BLOB PRIMARY KEY,
    conversation BLOB NOT NULL,
    uploader_kind TEXT NOT NULL,        -- visitor, human, ai
    uploader_id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,                 -- by its content
    size INTEGER NOT NULL,              -- in bytes
    created_at INTEGER NOT NULL,
    whole INTEGER NOT NULL,             -- 0 while its parts are being written
    message BLOB                        -- the message it went with; null for not sent yet
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_of_conversation ON attachments (conversation);
CREATE INDEX attachments_unsent ON attachments (created_at) WHERE message IS NULL;

CREATE TABLE attachment_parts (
    -- their bytes, in parts, so that no commit waits for a whole file
    attachment BLOB NOT NULL,
    part INTEGER NOT NULL,              -- from 0
    bytes BLOB NOT NULL,
    UNIQUE (attachment, part)
) STRICT;
