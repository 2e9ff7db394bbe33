-- What the visitor said of a conversation: JSON.
ALTER TABLE conversations ADD COLUMN rating TEXT;
-- Since when it is closed, and whether its visitor was erased.
ALTER TABLE conversations ADD COLUMN closed_at INTEGER;
ALTER TABLE conversations ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
UPDATE conversations SET closed_at = (SELECT at FROM events WHERE conversation = conversations.id
        AND kind = 'status_changed' ORDER BY seq DESC LIMIT 1)
    WHERE status = 'closed';
CREATE INDEX conversations_closed ON conversations (closed_at) WHERE closed_at IS NOT NULL;
-- Settings of before keep everything.
UPDATE settings_objects
    SET data = substr(data, 1, length(data) - 1) || ',"delete_closed_after_days":null}'
    WHERE kind = 'settings';

CREATE TABLE deleted_conversations (
    -- one row, once there is one: numbers are not given twice, and not counted
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    count INTEGER NOT NULL,             -- how many were deleted
    newest INTEGER NOT NULL             -- the highest number that a conversation ever had then
) STRICT;

CREATE TABLE merged_labels (
    -- what a label that is gone became, for conversations that are fetched later
    label BLOB PRIMARY KEY,
    into_label BLOB NOT NULL,
    seq INTEGER NOT NULL                -- of the merge
) STRICT, WITHOUT ROWID;

CREATE TABLE redactions (
    -- work that goes on until it is done: events of a conversation whose words go
    conversation BLOB PRIMARY KEY,
    done INTEGER NOT NULL,              -- seq up to which it is done
    up_to INTEGER NOT NULL              -- the last seq
) STRICT, WITHOUT ROWID;

-- What the index holds of a text that may change, so that it can be taken out again. What an older
-- index holds of them nobody knows, so it is made anew, from the newest back.
CREATE TABLE indexed_texts (
    seq INTEGER PRIMARY KEY,
    pieces TEXT NOT NULL
) STRICT;
INSERT INTO search_index (search_index) VALUES ('delete-all');
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
UPDATE meta SET value = (SELECT coalesce(max(seq), 0) FROM events)
    WHERE name IN ('indexed', 'indexed_from');
