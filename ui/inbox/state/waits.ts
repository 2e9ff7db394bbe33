/** What an outbox item is, in words: what waits, for whom, and why it asks. Pure. */
import type { Command, OutboxItem } from '../ipc';
import { text } from '../text';
import { inWords as inFull, type HeldReply } from './held.svelte';
import type { Why } from './outbox.svelte';
import type { Piece } from './story';
import type { Pending } from './thread.svelte';
import { clock } from './times';

/** What it will do once it is sent. */
export function commandOf(item: OutboxItem): Command {
  return item.command as Command;
}

/** The words I may still change; null when there are none. */
export function wordsOf(item: OutboxItem): string | null {
  const command = commandOf(item);
  switch (command.type) {
    case 'reply':
    case 'comment':
    case 'comment_edit':
      return command.text;
    default:
      return null;
  }
}

export function what(item: OutboxItem): string {
  const command = commandOf(item);
  if (command.type === 'status') return text.outbox.statusTo(text.status[command.to]);
  return text.outbox.what[command.type];
}

export function whom(item: OutboxItem): string {
  return item.command.type === 'reply'
    ? text.outbox.to(item.visitor)
    : text.outbox.on(item.visitor);
}

/** Replies that wait, as bubbles at the end of their thread. */
export function asPending(items: OutboxItem[]): Pending[] {
  return items.flatMap((item) => {
    const command = commandOf(item);
    return command.type === 'reply'
      ? { id: item.id, text: inWords(command), at: item.written_at, seqs: [], item }
      : [];
  });
}

/** Replies that can still be taken back. */
export function asHeld(held: HeldReply[]): Pending[] {
  return held.map((reply) => ({
    ...{ id: reply.id, text: inFull(reply), at: reply.at, seqs: [], until: reply.until },
  }));
}

function inWords({ text: words, attachments = [] }: Command & { type: 'reply' }): string {
  return words === '' ? text.attachments.nameless(attachments.length) : words;
}

/** Comments that wait, as pieces at the end of their thread. */
export function asPieces(items: OutboxItem[]): Piece[] {
  return items
    .filter((item) => item.command.type === 'comment')
    .map((item) => ({ kind: 'queued', key: item.id, at: item.written_at, item }));
}

/** One sentence: what happened that I should know before it is sent. */
export function because(item: OutboxItem, why: Why | undefined): string {
  const { problem } = item;
  if (!problem) return '';
  const holder = problem.assignee?.name;
  switch (problem.code) {
    case 'ownership_conflict':
    case 'not_assignee':
      if (holder) return text.outbox.taken(holder, why?.takenAt ? clock(why.takenAt) : null);
      return problem.assignee === null ? text.outbox.nobodys : text.outbox.takenBySomeone;
    case 'unseen_messages':
      return why && why.arrived.length > 0
        ? text.outbox.wroteAgain(item.visitor)
        : text.outbox.wroteAgainUnknown(item.visitor);
    case 'closed':
      return text.outbox.closed;
    default:
      return problem.message || text.refusals[problem.code];
  }
}

/** What sending it takes now: only the assignee may reply, and nobody in a closed conversation. */
export function toSend({ command, problem }: OutboxItem): 'retry' | 'take' | 'reopen' {
  if (command.type !== 'reply') return 'retry';
  if (problem?.code === 'closed') return 'reopen';
  const lost = problem?.code === 'ownership_conflict' || problem?.code === 'not_assignee';
  return lost ? 'take' : 'retry';
}

export function sendLabel(item: OutboxItem): string {
  const way = toSend(item);
  if (way === 'reopen') return text.outbox.reopenAndSend;
  if (way === 'retry') return text.outbox.sendAnyway;
  return item.problem?.assignee === null ? text.outbox.claimAndSend : text.outbox.takeAndSend;
}

/** The visitor's new words, when they are why it asks. */
export function arrived(item: OutboxItem, why: Why | undefined): string[] {
  return item.problem?.code === 'unseen_messages' ? (why?.arrived ?? []) : [];
}
