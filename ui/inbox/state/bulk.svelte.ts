/**
 * One action on several conversations: each gets a command of its own with the ownership that I saw, a
 * few at a time. What came of it is said once, in words. It decides nothing: the hub does, for each.
 */
import type { Assignee, Conversation, IpcError, Status } from '../ipc';
import { text, type ActionName } from '../text';
import type { Done } from './commands';
import { number } from './durations';
import type { Inbox } from './inbox.svelte';
import { isMine } from './names';
import { words } from './refusals';

export type Deed = 'take' | 'assign' | 'release' | 'labels' | 'read' | 'undone' | Status;
export type Menu = 'assign' | 'labels' | 'status';
/** A deed and to which row: null when the row is so already. */
type Do = (row: Conversation) => Promise<Done> | null;
type Sum = { did: Conversation[]; queued: number; refused: Refused[]; left: number };
type Refused = { row: Conversation; error: IpcError };

/** How many commands are on their way at a time. */
const AT_ONCE = 4;
/** How many reasons are said. */
const REASONS = 3;
const MOST_NUMBERS = 4;
const COVERED: ActionName[] = [
  ...(['claim', 'close', 'pending', 'reopen', 'assign', 'handback', 'label'] as const),
];

export class Bulk {
  /** Which menu of the bar is open. */
  menu: Menu | null = $state(null);
  /** What is under way; null normally. */
  progress: { done: number; of: number } | null = $state.raw(null);

  #inbox: Inbox;
  #stopped = false;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** What is done now is done with these; empty: with the conversation in front of me. */
  get rows(): readonly Conversation[] {
    const { place, finder, lists } = this.#inbox;
    return place === 'inbox' && !finder.found ? lists.picked.rows : [];
  }

  /** Whether an action is one for all selected ones. */
  covers(action: ActionName): boolean {
    return this.rows.length > 0 && COVERED.includes(action);
  }

  /** Keys that mean one conversation mean all selected ones while there are some. */
  takes(action: ActionName): boolean {
    if (this.rows.length === 0) return false;
    const { lists } = this.#inbox;
    switch (action) {
      case 'claim':
        void this.take();
        return true;
      case 'close':
        void this.status('closed');
        return true;
      case 'pending':
        void this.status('pending');
        return true;
      case 'reopen':
        void this.status('active');
        return true;
      case 'assign':
      case 'handback':
        this.menu = 'assign';
        return true;
      case 'label':
        this.menu = 'labels';
        return true;
      case 'back':
        if (this.menu) this.menu = null;
        else lists.picked.clear();
        return true;
      default:
        return false;
    }
  }

  take(): Promise<void> {
    const { commands, me } = this.#inbox;
    return this.#decided('take', (row) =>
      isMine(row, me) ? null : commands.take(row, 'dropdown', false),
    );
  }

  assign(to: Assignee): Promise<void> {
    const { commands, me } = this.#inbox;
    if (to.kind === 'human' && to.id === me) return this.take();
    const how = { means: 'dropdown', answer_last: false } as const;
    return this.#decided('assign', (row) =>
      row.assignee?.id === to.id ? null : commands.assign(row, to, how, false),
    );
  }

  /** Back to Unassigned, from whoever has them. */
  release(): Promise<void> {
    const { commands } = this.#inbox;
    const how = { means: 'dropdown', answer_last: false } as const;
    return this.#decided('release', (row) => {
      if (row.assignee?.kind === 'ai') return commands.handOff(row, false);
      return row.assignee ? commands.assign(row, null, how, false) : null;
    });
  }

  async status(to: Status): Promise<void> {
    const { commands, lists } = this.#inbox;
    const before = new Map(lists.picked.rows.map((row) => [row.id, row.status]));
    const sum = await this.#each((row) =>
      row.status === to ? null : commands.status(row, to, false),
    );
    if (!sum) return;
    const undo = async () => {
      const back = (row: Conversation) => before.get(row.id) ?? 'active';
      const undone = await this.#each(
        (row) => commands.status(row, back(row), false),
        sum.did,
        false,
      );
      if (undone) this.#say('undone', undone);
    };
    this.#say(to, sum, to === 'closed' && sum.did.length > 0 ? () => void undo() : null);
  }

  async labels(add: string[], remove: string[]): Promise<void> {
    const { commands } = this.#inbox;
    const has = (row: Conversation, id: string) => row.labels.some((label) => label.id === id);
    const sum = await this.#each(
      (row) => {
        const missing = add.filter((id) => !has(row, id));
        const there = remove.filter((id) => has(row, id));
        return missing.length + there.length === 0
          ? null
          : commands.labels(row, missing, there, false);
      },
      this.#inbox.lists.picked.rows,
      // One may choose another label now.
      false,
    );
    if (sum) this.#say('labels', sum);
  }

  async read(): Promise<void> {
    const { commands } = this.#inbox;
    const sum = await this.#each((row) =>
      row.unread === 0 ? null : commands.read(row, row.last_message?.seq ?? 0, 0),
    );
    if (sum) this.#say('read', sum);
  }

  /** Who has a conversation is never decided from memory. */
  async #decided(deed: Deed, act: Do): Promise<void> {
    if (this.#inbox.cutOff) return this.#inbox.toasts.warn(text.offline.deciding);
    const sum = await this.#each(act);
    if (sum) this.#say(deed, sum);
  }

  async #each(
    act: Do,
    rows: readonly Conversation[] = this.#inbox.lists.picked.rows,
    lets = true,
  ): Promise<Sum | null> {
    if (this.progress) {
      this.#inbox.toasts.warn(text.bulk.busy);
      return null;
    }
    this.menu = lets ? null : this.menu;
    this.#stopped = false;
    const todo = [...rows];
    const sum: Sum = { did: [], queued: 0, refused: [], left: 0 };
    this.progress = { done: 0, of: todo.length };
    const worker = async () => {
      for (let row = todo.shift(); row; row = todo.shift()) {
        if (this.#stopped) {
          sum.left += 1;
          continue;
        }
        note(sum, row, await act(row));
        this.progress = { done: (this.progress?.done ?? 0) + 1, of: rows.length };
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    this.progress = null;
    if (lets) this.#inbox.lists.picked.clear();
    return sum;
  }

  #say(deed: Deed, sum: Sum, undo: (() => void) | null = null): void {
    const said = result(deed, sum);
    if (said === '') return;
    const action = undo && { label: text.bulk.undo, run: undo };
    if (sum.refused.length > 0) this.#inbox.toasts.warn(said, action);
    else this.#inbox.toasts.say(said, action);
  }
}

function note(sum: Sum, row: Conversation, done: Done | null): void {
  if (done === null) return;
  if (!done.ok) sum.refused.push({ row, error: done.error });
  else if (done.outcome.queued) sum.queued += 1;
  else sum.did.push(done.outcome.conversation);
}

/** "18 closed, 2 not: Bob has #41." Empty when there was nothing to do. */
export function result(deed: Deed, sum: Sum): string {
  const { did, queued, refused, left } = sum;
  const parts: string[] = [];
  if (did.length > 0) parts.push(text.bulk.did[deed](number(did.length)));
  if (queued > 0) parts.push(text.bulk.waits(queued));
  if (left > 0) parts.push(text.bulk.stopped(left));
  if (refused.length > 0) parts.push(text.bulk.not(number(refused.length), why(refused)));
  return parts.length > 0 ? `${parts.join(', ')}.` : '';
}

function why(refused: Refused[]): string {
  const reasons = new Map<string, { of: (which: string) => string; numbers: number[] }>();
  for (const { row, error } of refused) {
    const holder = error.assignee?.name;
    const held = error.code === 'ownership_conflict' || error.code === 'not_assignee';
    const [key, of] =
      held && holder
        ? [`held ${holder}`, (which: string) => text.bulk.has(holder, which)]
        : error.code === 'closed'
          ? ['closed', text.bulk.isClosed]
          : [words(error), (which: string) => text.bulk.because(which, stripped(words(error)))];
    const reason = reasons.get(key) ?? { of, numbers: [] };
    reason.numbers.push(row.number);
    reasons.set(key, reason);
  }
  const said = [...reasons.values()].slice(0, REASONS).map(({ of, numbers }) => of(which(numbers)));
  const more = reasons.size - said.length;
  return [...said, ...(more > 0 ? [text.bulk.more(more)] : [])].join(', ');
}

/** "#41, #44, and 3 more". */
function which(numbers: number[]): string {
  const shown = numbers.slice(0, MOST_NUMBERS).map((n) => `#${n}`);
  const more = numbers.length - shown.length;
  return [...shown, ...(more > 0 ? [text.bulk.more(more)] : [])].join(', ');
}

const stripped = (sentence: string) => sentence.replace(/\.$/, '');
