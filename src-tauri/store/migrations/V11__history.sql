-- Chat History: whether people have ever had a conversation. It is never taken back.
ALTER TABLE conversations ADD COLUMN taken_over INTEGER NOT NULL DEFAULT 0;
UPDATE conversations SET taken_over = 1
    WHERE holder_kind <> 'ai' OR EXISTS (SELECT 1 FROM events
        WHERE conversation = conversations.id
            AND (kind = 'handed_off'
                OR kind = 'assigned' AND json_extract(data, '$.to.kind') IS NOT 'ai'
                OR kind = 'conversation_started'
                    AND json_extract(data, '$.assignee.kind') IS NOT 'ai'));
-- Written once a conversation: neither column ever changes.
CREATE INDEX conversations_created ON conversations (created_at, number);
