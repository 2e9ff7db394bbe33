-- Handoff rules look at what was said since the AI agent got the conversation, and at how many answers
-- in a row were no good ones.
ALTER TABLE conversations ADD COLUMN ai_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN misses INTEGER NOT NULL DEFAULT 0;
UPDATE conversations SET ai_since = coalesce((SELECT max(seq) FROM events
    WHERE conversation = conversations.id
        AND (kind = 'assigned' AND json_extract(data, '$.to.kind') = 'ai'
            OR kind = 'status_changed' AND json_extract(data, '$.from') = 'closed')), 0);
-- The articles that an AI agent's answer is from: a JSON array of ids.
ALTER TABLE messages ADD COLUMN articles TEXT NOT NULL DEFAULT '[]';
-- Questions of visitors that found no good answer, for whoever writes articles.
ALTER TABLE messages ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_unanswered ON messages (seq) WHERE unanswered = 1;
-- Whether a workspace has ever had rules.
CREATE INDEX events_of_rules ON events (seq) WHERE kind = 'rule_changed';
