/**
 * What is true only now and never logged: who is online or away, who types, who looks at what.
 * Nobody tells us when a program dies, so everything here runs out by itself.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Actor, Conversation, Live as LiveEvent } from '../ipc';

type Typing = { conversation: string; who: Actor; until: number };
type Viewing = { conversation: string; until: number };
/** here: can be rung; away: switched off, screen locked or asleep; gone: no desktop is connected. */
export type Presence = 'here' | 'away' | 'gone';

const PERSON_TYPES_MS = 7_000;
const AI_TYPES_MS = 60_000;
const VIEWING_MS = 150_000;

export class Live {
  /** Conversations whose visitor is there; null until the hub has said once who is. */
  visitors: SvelteSet<string> | null = $state.raw(null);
  members: SvelteSet<string> | null = $state.raw(null);
  #away: SvelteSet<string> = $state.raw(new SvelteSet());
  #typing = new SvelteMap<string, Typing>();
  #viewing = new SvelteMap<string, Viewing>();

  take(event: LiveEvent, now: number): void {
    switch (event.type) {
      case 'presence':
        this.visitors = new SvelteSet(event.visitors);
        this.members = new SvelteSet(event.members);
        this.#away = new SvelteSet(event.away ?? []);
        return;
      case 'typing': {
        const key = `${event.conversation} ${event.who.id}`;
        if (!event.on) this.#typing.delete(key);
        else {
          const lasts = event.who.kind === 'ai' ? AI_TYPES_MS : PERSON_TYPES_MS;
          const { conversation, who } = event;
          this.#typing.set(key, { conversation, who, until: now + lasts });
        }
        return;
      }
      case 'viewing':
        if (event.conversation === null) this.#viewing.delete(event.member);
        else {
          const { conversation } = event;
          this.#viewing.set(event.member, { conversation, until: now + VIEWING_MS });
        }
        return;
      case 'dismissed':
        return;
    }
  }

  /** The line is lost: nobody is known to be here, until the hub says so again. */
  lost(): void {
    this.forget();
    this.visitors = new SvelteSet();
  }

  /** Another workspace: nothing of this is known any more. */
  forget(): void {
    this.visitors = null;
    this.members = null;
    this.#away = new SvelteSet();
    this.#typing.clear();
    this.#viewing.clear();
  }

  /** A message ends the typing that led to it. */
  spoke(conversation: string, author: string): void {
    this.#typing.delete(`${conversation} ${author}`);
  }

  /** Who types in a conversation, other than me; the visitor first. */
  typist(conversation: string, me: string, now: number): Actor | null {
    const all = [...this.#typing.values()].filter(
      (typing) =>
        typing.conversation === conversation && typing.until > now && typing.who.id !== me,
    );
    return (all.find(({ who }) => who.kind === 'visitor') ?? all.at(-1))?.who ?? null;
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

  /** `available` is the member's own choice; without a word from the hub it is all that is known. */
  presence(member: string, available: boolean): Presence {
    if (this.members && !this.members.has(member)) return 'gone';
    return available && !this.#away.has(member) ? 'here' : 'away';
  }
}
