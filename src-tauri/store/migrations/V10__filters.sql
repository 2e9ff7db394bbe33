-- What lists are narrowed by stands beside the order they are shown in, so that a page is found
-- without looking at the rows that it leaves out.
DROP INDEX conversations_latest;
CREATE INDEX conversations_latest ON conversations
    (latest_key, holder_kind, status, holder_id, responder_id, created_at);
-- The same for counts, and for filters that leave few. A message does not write it, unless somebody
-- else answers than before.
CREATE INDEX conversations_filtered ON conversations
    (holder_kind, status, holder_id, responder_id, created_at);
