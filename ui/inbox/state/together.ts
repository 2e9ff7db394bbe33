/** Colleagues at a conversation, by name: who looks, who types. Pure but for the live state it reads. */
import { text } from '../text';
import type { Inbox } from './inbox.svelte';

export function viewersOf(inbox: Inbox, conversation: string, now: number): string[] {
  const ids = inbox.live.viewers(conversation, inbox.me, now);
  if (ids.length === 0 || inbox.cutOff) return [];
  return inbox.replica.directory.members.filter((m) => ids.includes(m.id)).map((m) => m.name);
}

/** "Bob is typing…" or "Bob is looking"; empty when nobody else is here. */
export function colleaguesAt(inbox: Inbox, conversation: string, now: number): string {
  const typist = inbox.cutOff ? null : inbox.live.typist(conversation, inbox.me, now);
  if (typist?.kind === 'human') return text.colleague.typing(typist.name);
  const viewers = viewersOf(inbox, conversation, now);
  return viewers.length > 0 ? text.colleague.looking(viewers) : '';
}
