-- The index by words knew no script that writes without spaces, and nothing inside of words.
DROP TABLE message_words;

CREATE VIRTUAL TABLE search_index USING fts5 (
    -- follows the log within a second; only pieces of words, no text. A row's id is the seq of the
    -- event it belongs to: a message, a comment, or what became known of a visitor
    pieces, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '^='"
);

-- The index covers what is after indexed_from up to indexed, both seqs. New events are added at
-- once; those of a file from before this index are added from the newest back, in small steps.
UPDATE meta SET value = (SELECT coalesce(max(seq), 0) FROM events) WHERE name = 'indexed';
INSERT INTO meta (name, value)
    SELECT 'indexed_from', value FROM meta WHERE name = 'indexed';
