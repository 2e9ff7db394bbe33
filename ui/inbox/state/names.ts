/** How people, pages and holders are called on screen. Pure. */
import type { Assignee, Conversation, Page, Visitor } from '../ipc';
import { text } from '../text';

export function visitorName(visitor: Visitor): string {
  return visitor.name ?? visitor.email ?? text.anonymous;
}

/** A first name for "Marta is typing…" and "Reply to Marta". */
export function firstName(visitor: Visitor): string {
  const name = visitor.name?.trim().split(/\s+/)[0];
  return name ?? visitor.email ?? text.anonymous;
}

/** At most two letters; "?" for somebody without a name. */
export function initials(name: string | null): string {
  const words = (name ?? '')
    .trim()
    .split(/[\s@._-]+/)
    .filter(Boolean);
  const first = words[0];
  if (!first) return '?';
  const second = words.length > 1 ? words.at(-1) : undefined;
  const letters = second ? signs(first, 1) + signs(second, 1) : signs(first, 2);
  return letters.toLocaleUpperCase(text.locale);
}

/** The first few signs as they are seen: an emoji is never cut in half. */
function signs(word: string, count: number): string {
  const found = new Intl.Segmenter(text.locale).segment(word)[Symbol.iterator]();
  return Array.from({ length: count }, () => found.next().value?.segment ?? '').join('');
}

/** "/pricing" for the header; the address as it is when it cannot be read. */
export function pagePath(page: Page): string {
  try {
    return new URL(page.url).pathname;
  } catch {
    return page.url;
  }
}

/** "nordhem.se/pricing" for the details. */
export function pageAddress(page: Page): string {
  try {
    const url = new URL(page.url);
    return `${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  } catch {
    return page.url;
  }
}

export function holderName(assignee: Assignee | null, me: string): string {
  if (!assignee) return text.side.nobody;
  return assignee.kind === 'human' && assignee.id === me ? text.you : assignee.name;
}

export function isMine(row: Conversation, me: string): boolean {
  return row.assignee?.kind === 'human' && row.assignee.id === me;
}
