/**
 * What is true only now and never logged: who is online, who types, who looks at what.
 * Nobody tells us when a program dies, so everything here runs out by itself.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Actor, Conversation, Live as LiveEvent } from '../ipc';

type Typing = { who: Actor; until: number };
type Viewing = { conversation: string; until: number };

const PERSON_TYPES_MS = 7_000;
const AI_TYPES_MS = 60_000;
const VIEWING_MS = 150_000;

export class Live {
  /** Conversations whose visitor is there; null until the hub has said once who is. */
  visitors: SvelteSet<string> | null = $state.raw(null);
  members: SvelteSet<string> | null = $state.raw(null);
  #typing = new SvelteMap<string, Typing>();
  #viewing = new SvelteMap<string, Viewing>();

  take(event: LiveEvent, now: number): void {
    switch (event.type) {
      case 'presence':
        this.visitors = new SvelteSet(event.visitors);
        this.members = new SvelteSet(event.members);
        return;
      case 'typing':
        if (!event.on) this.#typing.delete(event.conversation);
        else {
          const lasts = event.who.kind === 'ai' ? AI_TYPES_MS : PERSON_TYPES_MS;
          this.#typing.set(event.conversation, { who: event.who, until: now + lasts });
        }
        return;
      case 'viewing':
        if (event.conversation === null) this.#viewing.delete(event.member);
        else {
          const { conversation } = event;
          this.#viewing.set(event.member, { conversation, until: now + VIEWING_MS });
        }
        return;
    }
  }

  /** A message ends the typing that led to it. */
  spoke(conversation: string, author: string): void {
    if (this.#typing.get(conversation)?.who.id === author) this.#typing.delete(conversation);
  }

  /** Who types in a conversation, other than me. */
  typist(conversation: string, me: string, now: number): Actor | null {
    const typing = this.#typing.get(conversation);
    return typing && typing.until > now && typing.who.id !== me ? typing.who : null;
  }

  /** Ids of other members who look at a conversation. */
  viewers(conversation: string, me: string, now: number): string[] {
    return [...this.#viewing]
      .filter(([id, v]) => id !== me && v.conversation === conversation && v.until > now)
      .map(([id]) => id);
  }

  /** Whether a conversation's visitor is there. */
  online(row: Conversation): boolean {
    return this.visitors ? this.visitors.has(row.id) : row.visitor.online;
  }

  present(member: string, available: boolean): boolean {
    return available && (this.members ? this.members.has(member) : true);
  }
}
