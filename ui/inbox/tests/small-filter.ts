/** What a filter leaves, as the small hub has it: the real one is asked in the app's own tests. */
import type { Conversation, Filter } from '../ipc';

export function fits(row: Conversation, filter: Filter | null): boolean {
  if (!filter) return true;
  const { agent_type, handled_by, status, label, from, to } = filter;
  const handlers = [row.assignee?.id, row.last_responder?.id];
  const labels = row.labels.map(({ id }) => id);
  return (
    (agent_type === null || row.assignee?.kind === agent_type) &&
    (handled_by === null || handlers.includes(handled_by)) &&
    (status === null || row.status === status) &&
    (label === null || (label === 'none' ? labels.length === 0 : labels.includes(label))) &&
    (from === null || row.created_at >= from) &&
    (to === null || row.created_at < to)
  );
}
