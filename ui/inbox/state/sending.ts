/**
 * How a reply leaves: past the guard, then held for as long as it can be taken back, then to the hub with
 * the ownership I saw when I pressed Enter. Whatever is refused stands in the composer again, with what is
 * in the way. It leaves whichever conversation is in front of me then.
 */
import type { Conversation, IpcError } from '../ipc';
import { text } from '../text';
import { focusOn } from './focus';
import { unseen } from './guard';
import { inWords, type HeldReply } from './held.svelte';
import { newId } from './ids';
import type { Inbox } from './inbox.svelte';
import { visitorName } from './names';
import { words } from './refusals';
import type { Thread } from './thread.svelte';

type Sent = 'sent' | 'held' | 'shown' | 'nothing';

/** "shown": something new is in the way and now on screen; Enter again sends. */
export async function send(inbox: Inbox, thread: Thread): Promise<Sent> {
  if (!ready(inbox, thread.id)) return 'nothing';
  const { files } = inbox.drafts;
  const began = inbox.drafts.of(thread.id)?.seen;
  const seen = began ?? (thread.newer ? thread.newest : thread.seen);
  if (thread.newer && !(await toEnd(thread))) return 'nothing';
  const row = thread.conversation;
  // On the way there it may have been changed.
  if (!row || !ready(inbox, thread.id)) return 'nothing';
  const draft = inbox.drafts.of(thread.id);
  const written = draft?.text ?? '';
  const newest = thread.newest;
  if (unseen(thread.items, seen, inbox.me).length > 0) {
    thread.guardFrom = seen;
    if (!draft) thread.seen = newest;
    inbox.drafts.acknowledge(thread.id, newest);
    return 'shown';
  }
  thread.guardFrom = null;
  thread.used = null;
  inbox.drafts.clear(thread.id);
  const now = Date.now();
  const reply: HeldReply = {
    ...{ id: newId(), conversation: thread.id, text: written, going: false },
    files: files.take(thread.id),
    seen: Math.max(seen, newest),
    at: new Date(now).toISOString(),
    until: now + inbox.prefs.undo * 1_000,
  };
  if (inbox.prefs.undo === 0) {
    inbox.drafts.held.flush(thread.id);
    return leave(inbox, thread, row, reply);
  }
  inbox.drafts.held.hold(reply, {
    go: async () => (await leave(inbox, thread, row, reply)) === 'sent',
    free: () => unseen(thread.items, reply.seen, inbox.me).length === 0,
  });
  return 'held';
}

/** Whether there is something to send, and all of it is there. */
function ready({ drafts, toasts }: Inbox, id: string): boolean {
  const { files } = drafts;
  const written = drafts.of(id)?.text ?? '';
  if (written.trim() === '' && files.ready(id).length === 0) return false;
  if (!files.busy(id) && !files.stuck(id)) return true;
  toasts.say(files.stuck(id) ? text.attachments.stuck : text.attachments.wait);
  return false;
}

/** To the newest message, which I must have seen. False: a first Enter is on its way there. */
async function toEnd(thread: Thread): Promise<boolean> {
  if (thread.sending) return false;
  thread.sending = true;
  await thread.load();
  thread.sending = false;
  return true;
}

/** Its time has come. What others said meanwhile is in the way, as it would be at the hub. */
async function leave(
  inbox: Inbox,
  thread: Thread,
  row: Conversation,
  reply: HeldReply,
): Promise<Sent> {
  const { id, at, seen } = reply;
  if (unseen(thread.items, seen, inbox.me).length > 0) {
    return refuse(inbox, thread, reply, { code: 'unseen_messages', message: '' });
  }
  inbox.drafts.held.going(reply);
  const said = reply.text.trim();
  thread.pending = [...thread.pending, { id, text: inWords(reply), at, seqs: [] }];
  const ids = reply.files.map((file) => file.id);
  const done = await inbox.commands.reply(row, id, said, seen, ids);
  if (done.ok && done.outcome.queued) {
    const waits = inbox.outbox.items.some((item) => item.id === id);
    if (waits) thread.pending = thread.pending.filter((pending) => pending.id !== id);
  } else if (done.ok) {
    const seqs = done.outcome.events.map((event) => event.seq);
    thread.sent(id, seqs);
  } else {
    thread.pending = thread.pending.filter((pending) => pending.id !== id);
    return refuse(inbox, thread, reply, done.error);
  }
  inbox.drafts.held.drop(id);
  return 'sent';
}

function refuse(inbox: Inbox, thread: Thread, reply: HeldReply, error: IpcError): Sent {
  const { id, seen, conversation } = reply;
  inbox.drafts.held.drop(id);
  // What I wrote after it comes back with it, in the order I wrote it.
  for (const later of inbox.drafts.held.of(conversation).toReversed()) {
    inbox.drafts.held.drop(later.id);
    inbox.drafts.again(later);
  }
  const known = Math.max(seen, thread.newest, error.latest_seq ?? 0);
  // Files that the hub does not take are not offered again.
  const files = error.field === 'attachments' ? [] : reply.files;
  inbox.drafts.again({ ...reply, files, seen: known });
  const inFront = inbox.thread?.id === conversation && inbox.place === 'inbox';
  if (!inFront) sayNotSent(inbox, thread, error);
  if (error.code === 'unseen_messages') {
    (inbox.thread?.id === conversation ? inbox.thread : thread).guardFrom = seen;
    return 'shown';
  }
  if (inFront) inbox.commands.explain(conversation, error);
  return 'nothing';
}

function sayNotSent(inbox: Inbox, { id, conversation }: Thread, error: IpcError): void {
  const name = conversation ? visitorName(conversation.visitor) : text.anonymous;
  inbox.toasts.warn(`${text.undoSend.notSent(name)} ${words(error)}`, {
    label: text.undoSend.show,
    run: () => inbox.select(id),
  });
}

/**
 * For what ends this window or closes its workspace: what is held leaves at once. False: some of it came
 * back, which was said, and what I wanted waits.
 */
export function sendHeld(inbox: Inbox): Promise<boolean> {
  return inbox.drafts.held.flushAll();
}

/** Nothing is sent any more: what was about to be is a draft again. Call the answer to say so. */
export function settle(inbox: Inbox): () => void {
  const ids = new Set(inbox.drafts.settle().map(({ conversation }) => conversation));
  const rows = [...ids].map((id) => [id, inbox.replica.row(id)] as const);
  return () => rows.forEach(([id, row]) => sayDraft(inbox, id, row));
}

function sayDraft(inbox: Inbox, id: string, row: Conversation | null): void {
  const name = row ? visitorName(row.visitor) : text.anonymous;
  inbox.toasts.warn(`${text.undoSend.notSent(name)} ${text.undoSend.draft}`, {
    label: text.undoSend.show,
    run: () => inbox.select(id),
  });
}

/** Whether the conversation in front of me has a reply that can be taken back into an empty composer. */
export function mayUndo(inbox: Inbox): boolean {
  const { thread, drafts } = inbox;
  if (thread === null || drafts.of(thread.id)) return false;
  return drafts.held.of(thread.id).length > 0;
}

/** The words and files stand in the composer again, exactly as they were. Without an id: the newest. */
export async function undoSend(inbox: Inbox, conversation: string, id?: string): Promise<void> {
  const held = inbox.drafts.held.of(conversation);
  const reply = id === undefined ? held.at(-1) : held.find((other) => other.id === id);
  if (!reply) return;
  inbox.drafts.held.drop(reply.id);
  inbox.drafts.again(reply);
  await focusOn('composer');
  const box = document.activeElement;
  if (box instanceof HTMLTextAreaElement) {
    box.setSelectionRange(reply.text.length, reply.text.length);
  }
}

/**
 * What a window that was closed or killed had not seen through. A reply that has arrived, or waits in the
 * outbox, is done; any other is a draft again, which is said, and nothing is sent by itself.
 */
export async function recover(inbox: Inbox): Promise<void> {
  const ids = new Set<string>();
  for (const reply of inbox.drafts.held.left().toReversed()) {
    const arrived = reply.going && (await hasArrived(inbox, reply));
    inbox.drafts.held.drop(reply.id);
    if (arrived) continue;
    inbox.drafts.again(reply);
    ids.add(reply.conversation);
  }
  for (const id of ids) sayDraft(inbox, id, await rowOf(inbox, id));
}

async function rowOf(inbox: Inbox, id: string): Promise<Conversation | null> {
  const known = inbox.replica.row(id);
  return (
    known ??
    inbox.ipc.thread(id, null).then(
      ({ conversation }) => conversation,
      () => null,
    )
  );
}

async function hasArrived(inbox: Inbox, { id, conversation }: HeldReply): Promise<boolean> {
  if (inbox.outbox.items.some((item) => item.id === id || item.replaces.includes(id))) return true;
  try {
    const { items } = await inbox.ipc.thread(conversation, null);
    return items.some(({ message }) => message?.id === id);
  } catch {
    return false;
  }
}
