/**
 * What every key, button and palette entry does, by name. Each action checks for itself whether it
 * makes sense now and does nothing when it does not; `offered` says so beforehand.
 */
import type { Assignee, Attachment, Conversation, Means, OutboxItem } from '../ipc';
import { text, type ActionName } from '../text';
import type { Done, How } from './commands';
import { focusNextPanel, focusOn } from './focus';
import { beforeLastVisitorMessage } from './guard';
import type { Inbox } from './inbox.svelte';
import { isMine } from './names';
import { asIpcError, told } from './refusals';
import { suggestion, useSuggestion } from './suggestion';
import { mayUndo, undoSend } from './sending';
import { toSend } from './waits';

/** After claim: into the composer. After close or hand back: on to the next conversation. */
export async function take(inbox: Inbox, row: Conversation, means: Means): Promise<void> {
  if (refusedOffline(inbox)) return;
  const tab = inbox.tab;
  const taking = inbox.commands.take(row, means);
  const followed = inbox.tab !== tab;
  void focusOn('composer');
  const done = await taking;
  if (followed && !done.ok && inbox.selected === row.id) inbox.tab = tab;
}

export async function assign(inbox: Inbox, row: Conversation, to: Assignee | null): Promise<void> {
  if (refusedOffline(inbox)) return;
  const waiting = row.waiting_since !== null;
  const done = await inbox.commands.assign(row, to, { means: 'dropdown', answer_last: false });
  if (!done.ok) return;
  if (!to) inbox.toasts.say(text.toast.unassigned);
  else if (to.kind === 'human') inbox.toasts.say(text.toast.assigned(to.name));
  else sayHandedBack(inbox, done.outcome.conversation, to, waiting);
}

/** From an AI agent to everybody. */
export function handOff(inbox: Inbox, row: Conversation): void {
  if (!refusedOffline(inbox)) void inbox.commands.handOff(row);
}

/** The line is tried now, not at the end of its pause. */
export async function tryNow(inbox: Inbox): Promise<void> {
  try {
    await inbox.ipc.tryNow();
  } catch (thrown) {
    inbox.toasts.warn(told(asIpcError(thrown)));
  }
}

/** Who has a conversation is never decided from memory: said in words, and nothing is queued. */
function refusedOffline(inbox: Inbox): boolean {
  if (inbox.cutOff) inbox.toasts.warn(text.offline.deciding);
  return inbox.cutOff;
}

export function handBack(
  inbox: Inbox,
  row: Conversation,
  to: Assignee,
  note: string,
  answerLast: boolean,
): void {
  if (refusedOffline(inbox)) return;
  inbox.overlay = null;
  if (!inbox.commands.onDecision(row.id)) return;
  const next = inbox.following();
  const waiting = row.waiting_since !== null && !answerLast;
  const how: How = { means: 'prompt', answer_last: answerLast };
  if (note.trim() !== '') how.note = note.trim();
  void inbox.commands.assign(row, to, how).then((done) => {
    if (done.ok) sayHandedBack(inbox, done.outcome.conversation, to, waiting);
  });
  goOn(inbox, next);
}

function sayHandedBack(inbox: Inbox, row: Conversation, to: Assignee, waiting: boolean): void {
  const said = waiting ? text.toast.handedBackWaiting(to.name) : text.toast.handedBack(to.name);
  inbox.toasts.say(said, {
    label: text.toast.takeBack,
    run: () => {
      inbox.select(row.id);
      void take(inbox, inbox.replica.row(row.id) ?? row, 'prompt');
    },
  });
}

export function close(inbox: Inbox, row: Conversation): void {
  if (!inbox.commands.onDecision(row.id)) return;
  const next = inbox.following();
  void inbox.commands.status(row, 'closed').then((done) => {
    if (!done.ok || done.outcome.queued) return;
    inbox.toasts.say(text.toast.closed, {
      label: text.toast.undo,
      run: () => void inbox.commands.status(done.outcome.conversation, 'active'),
    });
  });
  goOn(inbox, next);
}

function goOn(inbox: Inbox, next: string | null): void {
  if (next) inbox.select(next);
  void focusOn('list', 'thread');
}

/**
 * Sends what asked, after making it mine again or reopening it where that is what stands in the way.
 * The desktop checks once more; refused, it asks again.
 */
export async function sendWaiting(inbox: Inbox, item: OutboxItem): Promise<void> {
  const way = toSend(item);
  if (way !== 'retry') {
    if (refusedOffline(inbox)) return;
    try {
      const page = await inbox.ipc.thread(item.conversation, null);
      const row = inbox.replica.known([page.conversation])[0] ?? page.conversation;
      const ready = way === 'take' ? isMine(row, inbox.me) : row.status !== 'closed';
      const done = ready || (await clear(inbox, row, way)).ok;
      if (!done) return;
    } catch (thrown) {
      return inbox.toasts.warn(told(asIpcError(thrown)));
    }
  }
  inbox.outbox.retry(item);
}

/** Where I say so in the system's own dialog. */
export async function saveFile(
  inbox: Inbox,
  conversation: string,
  { id, name }: Attachment,
): Promise<void> {
  try {
    const saved = await inbox.ipc.saveAttachment(conversation, id, name);
    if (saved) inbox.toasts.say(text.attachments.saved(name));
  } catch (thrown) {
    inbox.toasts.warn(told(asIpcError(thrown)));
  }
}

function clear(inbox: Inbox, row: Conversation, way: 'take' | 'reopen'): Promise<Done> {
  return way === 'take' ? inbox.commands.take(row, 'outbox') : inbox.commands.status(row, 'active');
}

function markUnread(inbox: Inbox, row: Conversation): void {
  const seq = inbox.thread ? beforeLastVisitorMessage(inbox.thread.items) : null;
  if (seq === null || !inbox.thread) return inbox.toasts.say(text.toast.noVisitor);
  inbox.thread.keptUnread = true;
  inbox.thread.readTo = seq;
  inbox.thread.readSent = 0;
  void inbox.commands.read(row, seq, 1);
}

function back(inbox: Inbox): void {
  if (inbox.overlay) inbox.overlay = null;
  else if (inbox.place === 'rules') backFromRules(inbox);
  else if (inbox.place !== 'inbox') inbox.place = 'inbox';
  else if (inbox.sideOver) inbox.sideOver = false;
  else if (inbox.rules.rehearsal.visiting) backToRehearsal(inbox);
  else if (
    inbox.finder.found &&
    document.activeElement?.matches('[data-focus=search], [data-focus=list], [data-focus=older]')
  ) {
    inbox.finder.ask('');
    void focusOn('list');
  } else {
    inbox.pane = 'list';
    void focusOn('list');
  }
}

/** From the rehearsal to its rule, from there to the inbox. */
function backFromRules(inbox: Inbox): void {
  if (inbox.rules.view === 'rehearsal') inbox.rules.view = 'edit';
  else inbox.place = 'inbox';
}

/** From a conversation that a rehearsal led to. */
export function backToRehearsal(inbox: Inbox): void {
  const { rehearsal } = inbox.rules;
  rehearsal.leave();
  inbox.place = 'rules';
  if (inbox.rules.selected === rehearsal.rule?.id) inbox.rules.view = 'rehearsal';
}

/** Below 1100 px the right panel lies over the thread; above, it stands beside it. */
export const WIDE = '(min-width: 1100px)';

export function toggleSide(inbox: Inbox): void {
  if (globalThis.matchMedia(WIDE).matches) inbox.prefs.side = !inbox.prefs.side;
  else inbox.sideOver = !inbox.sideOver;
}

function openSide(inbox: Inbox): void {
  if (globalThis.matchMedia(WIDE).matches) inbox.prefs.side = true;
  else inbox.sideOver = true;
}

const ALWAYS: ActionName[] = [
  ...(['next', 'previous', 'open', 'back', 'search', 'palette', 'unassigned'] as const),
  ...(['mine', 'all', 'panel', 'help', 'settings', 'rules', 'history', 'reports'] as const),
];
/** What makes sense while no conversation is in front. */
const ELSEWHERE: ActionName[] = [
  ...(['back', 'palette', 'unassigned', 'mine', 'all', 'panel', 'help', 'search'] as const),
  ...(['settings', 'rules', 'history', 'reports'] as const),
];

/** Whether an action would do something now. */
export function offered(inbox: Inbox, action: ActionName): boolean {
  const row = inbox.conversation;
  if (inbox.place !== 'inbox') return action !== inbox.place && ELSEWHERE.includes(action);
  if (ALWAYS.includes(action)) return true;
  if (!row) return false;
  if (inbox.cutOff && (action === 'assign' || action === 'handback')) return false;
  const open = row.status !== 'closed';
  switch (action) {
    case 'claim':
      return open && !isMine(row, inbox.me);
    case 'assign':
      return open;
    case 'handback':
      return open && row.assignee?.kind !== 'ai';
    case 'reply':
      return open && isMine(row, inbox.me);
    case 'close':
      return open;
    case 'pick':
      return !inbox.finder.found && inbox.list?.rows.some(({ id }) => id === row.id) === true;
    case 'undo':
      return mayUndo(inbox);
    case 'suggest':
      return inbox.thread !== null && suggestion(inbox, inbox.thread) !== null;
    case 'pending':
      return row.status === 'active';
    case 'reopen':
      return row.status !== 'active';
    default:
      return true;
  }
}

export function run(inbox: Inbox, action: ActionName, backwards = false): void {
  if (inbox.lists.bulk.takes(action)) return;
  if (!offered(inbox, action)) return;
  const row = inbox.conversation;
  switch (action) {
    case 'next':
    case 'previous':
      inbox.step(action === 'next' ? 1 : -1);
      return void focusOn('list');
    case 'open':
      inbox.pane = inbox.selected ? 'thread' : inbox.pane;
      return void focusOn('composer', 'prompt', 'thread');
    case 'back':
      return back(inbox);
    case 'settings':
    case 'rules':
    case 'history':
    case 'reports':
      inbox.place = action;
      return;
    case 'search':
      if (inbox.place === 'history') return void focusOn('history-search');
      inbox.place = 'inbox';
      inbox.pane = 'list';
      return void focusOn('search');
    case 'palette':
    case 'help':
      inbox.overlay = inbox.overlay === action ? null : action;
      return;
    case 'unassigned':
    case 'mine':
    case 'all':
      inbox.setTab(action);
      return void focusOn('list');
    case 'panel':
      return focusNextPanel(backwards);
    case 'side':
      return toggleSide(inbox);
    default:
      if (row) runOn(inbox, row, action);
  }
}

function runOn(inbox: Inbox, row: Conversation, action: ActionName): void {
  switch (action) {
    case 'claim':
      return void take(inbox, row, 'key');
    case 'assign':
      inbox.overlay = 'assign';
      return;
    case 'label':
      inbox.overlay = 'labels';
      return;
    case 'handback':
      inbox.overlay = 'handback';
      return;
    case 'reply':
      return void focusOn('composer');
    case 'undo':
      return void undoSend(inbox, row.id);
    case 'suggest':
      return void (inbox.thread && useSuggestion(inbox, inbox.thread));
    case 'comment':
      openSide(inbox);
      inbox.sideTab = 'comments';
      return void focusOn('comment');
    case 'close':
      return close(inbox, row);
    case 'pending':
      return void inbox.commands.status(row, 'pending');
    case 'reopen':
      return void inbox.commands.status(row, 'active');
    case 'pick':
      inbox.lists.picked.toggle(row.id);
      return void focusOn('list');
    case 'unread':
      return markUnread(inbox, row);
    default:
  }
}
