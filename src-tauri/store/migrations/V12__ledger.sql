CREATE TABLE handoffs (
    -- the handoff ledger: one row a handoff, in order of time, with nothing that the visitor said.
    -- Written by project/ledger when a handoff is raised and at the first time of each thing after
    raised_at INTEGER NOT NULL,
    seq INTEGER NOT NULL,               -- of its handed_off event
    conversation BLOB NOT NULL,
    number INTEGER NOT NULL,            -- the conversation's
    ai_agent BLOB,                      -- who held it; null where no AI agent did
    trigger_kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    rule TEXT,
    given_to BLOB,                      -- the member it was raised for; null for Unassigned
    in_hours INTEGER NOT NULL,          -- whether people were there, by the hours of then
    again_ms INTEGER NOT NULL,          -- after how long it was to be announced again; 0 for never
    told INTEGER NOT NULL,              -- how many members were told
    reached INTEGER,                    -- how many of them had a desktop connected; null: not known
    seen_at INTEGER,                    -- the first thing a member did in it, reading included
    seen_by BLOB,
    claimed_at INTEGER,                 -- first in a member's hands
    claimed_by BLOB,
    claimed_means TEXT,
    answered_at INTEGER,                -- the first message of a member
    answered_by BLOB,
    answered_seq INTEGER,
    silent INTEGER NOT NULL,            -- how often it was taken from a member who said nothing
    ended_at INTEGER,                   -- closed, or handed back
    ended TEXT,                         -- closed, handed_back
    visitor_gone INTEGER NOT NULL,      -- it ended, and the visitor never saw the answer
    PRIMARY KEY (raised_at, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE begun (
    -- one row a conversation, in order of time: who answered first, and since when people were needed
    at INTEGER NOT NULL,
    conversation BLOB NOT NULL,
    ai_agent BLOB,                      -- null where it began in Unassigned
    people_at INTEGER,                  -- null: no person has had it so far
    PRIMARY KEY (at, conversation)
) STRICT, WITHOUT ROWID;

CREATE TABLE misses (
    -- one row an answer of an AI agent that was no good one
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    conversation BLOB NOT NULL,
    ai_agent BLOB NOT NULL,
    PRIMARY KEY (at, seq)
) STRICT, WITHOUT ROWID;

-- The settings as they were at an event.
CREATE INDEX events_of_settings ON events (seq) WHERE kind = 'settings_changed';
