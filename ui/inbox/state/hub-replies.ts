/**
 * The hub's API about saved replies, labels, contacts and how long conversations are kept, one function
 * per call. Nothing is kept here and nothing tried twice; every function throws what `Ipc.hub` throws.
 */
import type { Ipc, Label, SavedReply } from '../ipc';
import { items } from './hub';

type Hub = Pick<Ipc, 'hub'>;
export type SavedReplyChange = Pick<SavedReply, 'title' | 'text' | 'shared'>;

export async function savedReplies(ipc: Hub): Promise<SavedReply[]> {
  return items(await ipc.hub('GET', '/v1/saved-replies'));
}

/** Without an id a new one is made. */
export async function putSavedReply(
  ipc: Hub,
  id: string | null,
  change: SavedReplyChange,
): Promise<SavedReply> {
  const path = '/v1/saved-replies';
  const answer = id ? ipc.hub('PUT', `${path}/${id}`, change) : ipc.hub('POST', path, change);
  return (await answer) as SavedReply;
}

export async function removeSavedReply(ipc: Hub, id: string): Promise<void> {
  await ipc.hub('DELETE', `/v1/saved-replies/${id}`);
}

export async function putLabel(
  ipc: Hub,
  id: string | null,
  change: Pick<Label, 'name' | 'color'>,
): Promise<Label> {
  const answer = id
    ? ipc.hub('PUT', `/v1/labels/${id}`, change)
    : ipc.hub('POST', '/v1/labels', change);
  return (await answer) as Label;
}

export async function removeLabel(ipc: Hub, id: string): Promise<void> {
  await ipc.hub('DELETE', `/v1/labels/${id}`);
}

/** Every conversation and rule that had `id` has `into` afterwards. */
export async function mergeLabel(ipc: Hub, id: string, into: string): Promise<Label> {
  return (await ipc.hub('POST', `/v1/labels/${id}/merge`, { into })) as Label;
}

/** How many conversations it was in. Repeated with the same command, nothing more happens. */
export async function eraseContact(ipc: Hub, contact: string, command: string): Promise<number> {
  const answer = await ipc.hub('POST', `/v1/contacts/${contact}/erase`, { id: command });
  return (answer as { conversations: number }).conversations;
}
