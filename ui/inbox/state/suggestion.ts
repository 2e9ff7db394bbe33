/**
 * The suggested reply: when it is shown, and how it gets into the composer. It is put there as typing
 * would, so that the field's own undo takes it back; it is never sent from here.
 */
import type { SuggestedReply } from '../ipc';
import { focusOn } from './focus';
import type { Inbox } from './inbox.svelte';
import { isMine } from './names';
import type { Thread } from './thread.svelte';
import { typeInto } from './typed';

/** What an AI agent said for want of an answer is none. */
function newest(thread: Thread, byVisitor: boolean): number {
  const last = thread.items.findLast(({ message, data }) => {
    if (!message || message.author.kind === 'auto' || data['no_answer'] === true) return false;
    return (message.author.kind === 'visitor') === byVisitor;
  });
  return last?.seq ?? 0;
}

/**
 * None once somebody has answered the visitor's newest message, or I have dismissed it and nothing
 * newer was asked. How far the analysis has read says nothing: a model's may lag behind its reply.
 */
export function suggestion(inbox: Inbox, thread: Thread): SuggestedReply | null {
  const row = thread.conversation;
  const { value } = thread.analysis;
  const reply = value?.suggested_reply;
  if (!row || !value || !reply || row.status === 'closed' || !isMine(row, inbox.me)) return null;
  const asked = newest(thread, true);
  const answered = newest(thread, false) > asked;
  const done = asked > 0 && asked <= thread.suggestedAt && !isUndone(inbox, thread);
  return answered || done ? null : reply;
}

/** I have used it, and taken that back with the field's own undo. */
function isUndone(inbox: Inbox, { id, used }: Thread): boolean {
  return used !== null && (inbox.drafts.of(id)?.text ?? '') === used.before;
}

/** I have used it, and the composer still says exactly that. */
export function isUsed(inbox: Inbox, { id, used }: Thread): boolean {
  return used !== null && inbox.drafts.of(id)?.text === used.after;
}

export function dismissSuggestion(thread: Thread): void {
  thread.used = null;
  thread.suggestedAt = newest(thread, true);
}

/** At the cursor of what I have begun, else as the whole reply. */
export async function useSuggestion(inbox: Inbox, thread: Thread): Promise<void> {
  const reply = suggestion(inbox, thread);
  await focusOn('composer');
  const box = composer();
  if (!reply || !box) return;
  const before = box.value;
  if (before.trim() === '') box.select();
  const head = before.trim() === '' ? '' : before.slice(0, box.selectionStart);
  const tail = before.trim() === '' ? '' : before.slice(box.selectionEnd);
  typeInto(box, `${apart(head.at(-1))}${reply.text}${apart(tail.at(0))}`);
  dismissSuggestion(thread);
  thread.used = { before, after: box.value };
}

/** What the composer held before stands in it again, and the suggestion above it. */
export async function undoSuggestion(thread: Thread): Promise<void> {
  await focusOn('composer');
  const box = composer();
  const { used } = thread;
  if (!used || !box || box.value !== used.after) return;
  box.select();
  typeInto(box, used.before);
  thread.used = null;
  thread.suggestedAt = 0;
}

function apart(neighbour: string | undefined): string {
  return neighbour === undefined || neighbour === '\n' ? '' : '\n';
}

function composer(): HTMLTextAreaElement | null {
  const focused = document.activeElement;
  const here = focused instanceof HTMLTextAreaElement && focused.dataset['focus'] === 'composer';
  return here ? focused : null;
}
