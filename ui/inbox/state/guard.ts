/**
 * The send guard: a reply never crosses something I have not seen. What counts is what others said to
 * or as the visitor since I began to write; automatic texts and my own messages do not.
 */
import type { Message, ThreadItem } from '../ipc';

export function unseen(items: ThreadItem[], seen: number, me: string): Message[] {
  return items.flatMap(({ message }) =>
    message &&
    message.seq > seen &&
    message.author.kind !== 'auto' &&
    !(message.author.kind === 'human' && message.author.id === me)
      ? message
      : [],
  );
}

/** The `read` position that makes the visitor's last message unread again; null if there is none. */
export function beforeLastVisitorMessage(items: ThreadItem[]): number | null {
  const last = items.findLast((item) => item.message?.author.kind === 'visitor');
  return last ? Math.max(0, last.seq - 1) : null;
}
