-- Rule 16: since when the member who holds a conversation owes an answer, and when they were reminded.
ALTER TABLE conversations ADD COLUMN silent_since INTEGER;
ALTER TABLE conversations ADD COLUMN nudged_at INTEGER;
CREATE INDEX conversations_silent ON conversations (coalesce(nudged_at, silent_since))
    WHERE silent_since IS NOT NULL;
UPDATE conversations SET silent_since = max(waiting_since, coalesce(
        (SELECT at FROM events WHERE conversation = conversations.id
            AND kind IN ('handed_off', 'assigned') ORDER BY seq DESC LIMIT 1), 0))
    WHERE holder_kind = 'human' AND status <> 'closed' AND waiting_since IS NOT NULL;
-- Settings of before say what they are unless the owner says otherwise.
UPDATE settings_objects
    SET data = substr(data, 1, length(data) - 1) || ',"silent_minutes":15,"repeat_after_s":60}'
    WHERE kind = 'settings';
