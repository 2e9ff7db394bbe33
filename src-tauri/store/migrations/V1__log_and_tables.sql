CREATE TABLE events (
    -- the log: every fact of the workspace, never changed
    seq INTEGER PRIMARY KEY,            -- gapless, in commit order
    id BLOB NOT NULL,                   -- UUIDv7
    conversation BLOB,                  -- null for settings
    version INTEGER NOT NULL,           -- place among the conversation's events, from 1; 0 for settings
    at INTEGER NOT NULL,                -- milliseconds since 1970 UTC, the hub's clock
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL                  -- JSON
) STRICT;
CREATE INDEX events_of_conversation ON events (conversation, seq) WHERE conversation IS NOT NULL;
CREATE INDEX events_of_ownership ON events (at) WHERE kind IN ('handed_off', 'assigned');

CREATE TABLE conversations (
    -- one row a conversation: what decisions and list rows need, so that no list counts messages
    id BLOB PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    contact BLOB NOT NULL,
    status TEXT NOT NULL,               -- active, pending, closed
    holder_kind TEXT NOT NULL,          -- nobody, ai, human
    holder_id BLOB,
    ownership INTEGER NOT NULL,
    ai_agent BLOB,                      -- the last AI agent that held it
    handoff TEXT,                       -- JSON; null while an AI agent holds it
    responder_kind TEXT,                -- ai, human
    responder_id BLOB,
    waiting_since INTEGER,
    last_message INTEGER NOT NULL,      -- seq; 0 for none
    last_visitor_message INTEGER NOT NULL,
    answers_after INTEGER NOT NULL,
    joined INTEGER NOT NULL,
    visitor_read INTEGER NOT NULL,
    visitor_messages INTEGER NOT NULL,  -- how many, for unread
    labels TEXT NOT NULL,               -- JSON array of ids
    last_words INTEGER NOT NULL,        -- seq of the newest message that is not automatic; 0 for none
    last_author TEXT,                   -- JSON, of that message
    last_text TEXT,
    last_at INTEGER,
    page TEXT,                          -- JSON
    metadata TEXT NOT NULL,             -- JSON
    widget BLOB,
    wait_key INTEGER NOT NULL,          -- what Unassigned sorts by: waiting since, else handoff, else start
    latest_key INTEGER NOT NULL,        -- what other lists sort by: seq of the last words, else of the start
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_latest ON conversations (latest_key);
CREATE INDEX conversations_waiting ON conversations (wait_key);
CREATE INDEX conversations_unassigned ON conversations (wait_key)
    WHERE holder_kind = 'nobody' AND status <> 'closed';
CREATE INDEX conversations_unassigned_latest ON conversations (latest_key)
    WHERE holder_kind = 'nobody' AND status <> 'closed';
CREATE INDEX conversations_held ON conversations (holder_id, latest_key)
    WHERE status <> 'closed';
-- Mine, longest wait first. Only people have a Mine.
CREATE INDEX conversations_held_waiting ON conversations (holder_id, wait_key)
    WHERE holder_kind = 'human' AND status <> 'closed';
CREATE INDEX conversations_answering ON conversations (latest_key)
    WHERE holder_kind = 'ai' AND waiting_since IS NOT NULL;
CREATE INDEX conversations_of_contact ON conversations (contact, number);

CREATE TABLE messages (
    -- what visitors may see; comments are elsewhere. No index by conversation: events_of_conversation
    -- has the same seq, and each index by conversation makes every commit write a page a conversation
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    conversation BLOB NOT NULL,
    author_kind TEXT NOT NULL,          -- visitor, ai, human, auto
    author_id TEXT NOT NULL,
    author_name TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    sources TEXT NOT NULL               -- JSON
) STRICT;

CREATE TABLE comments (
    -- for members only; no code of the visitor's surface reads this table
    id BLOB PRIMARY KEY,
    conversation BLOB NOT NULL,
    author_id TEXT NOT NULL,
    author_name TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    edited_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_of_conversation ON comments (conversation, at);

CREATE TABLE contacts (
    -- visitors, with what is known of them
    id BLOB PRIMARY KEY,
    external_id TEXT,
    verified INTEGER NOT NULL,
    name TEXT,
    email TEXT,
    phone TEXT,
    first_seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX contacts_external ON contacts (external_id, verified) WHERE external_id IS NOT NULL;

CREATE TABLE conversation_labels (
    -- which conversations have a label; the other way round is in conversations.labels
    conversation BLOB NOT NULL,
    label BLOB NOT NULL,
    PRIMARY KEY (label, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX labels_of_conversation ON conversation_labels (conversation);

CREATE TABLE reads (
    -- how far each member has read
    member BLOB NOT NULL,
    conversation BLOB NOT NULL,
    seq INTEGER NOT NULL,
    visitor_messages INTEGER NOT NULL,  -- how many visitor messages that covers
    PRIMARY KEY (member, conversation)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings_objects (
    -- members, AI agents, labels, articles, widgets, settings, as JSON
    kind TEXT NOT NULL,
    id BLOB NOT NULL,
    seq INTEGER NOT NULL,               -- of the first event, for a stable order
    data TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE message_words USING fts5 (
    -- follows the messages within a second; meta.indexed says how far
    text, content = 'messages', content_rowid = 'seq',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TABLE commands (
    -- what was already done, so that a repeated write appends nothing
    id BLOB PRIMARY KEY,
    fingerprint BLOB NOT NULL,          -- SHA-256 of who asked for what
    first_seq INTEGER NOT NULL,         -- 0 when nothing was appended
    last_seq INTEGER NOT NULL,
    refusal TEXT                        -- JSON, when only a withdrawn draft was kept
) STRICT, WITHOUT ROWID;

CREATE TABLE starts (
    -- Idempotency-Key of a new conversation
    key_hash BLOB PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    conversation BLOB NOT NULL,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    -- credentials, as SHA-256 of the token
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,                 -- visitor, member, ai_agent
    id BLOB NOT NULL,                   -- the session's own id
    owner BLOB NOT NULL,                -- conversation, member or AI agent
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_of_owner ON tokens (owner);

CREATE TABLE passwords (
    member BLOB PRIMARY KEY,
    hash TEXT NOT NULL                  -- argon2id, PHC string
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
    -- identity secrets of widgets, and the key that visitor tokens are made with
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('indexed', 0);
