-- Mine, longest wait first. Only people have a Mine, so an AI agent's conversations cost nothing here.
CREATE INDEX conversations_held_waiting ON conversations (holder_id, wait_key)
    WHERE holder_kind = 'human' AND status <> 'closed';
