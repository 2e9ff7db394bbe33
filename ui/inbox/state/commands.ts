/**
 * Everything I can do to a conversation. An action shows at once as an overlay on the row, goes to
 * the hub with the ownership I saw, and is replaced by the hub's answer or taken back with words.
 * Actions on one conversation leave in the order I made them; nothing is sent twice. A refusal is told in
 * words, unless `tell` is false: then the caller does.
 */
import type {
  Assignee,
  Command,
  Conversation,
  Ipc,
  IpcError,
  Means,
  Member,
  NumberedCommand,
  Outcome,
  OutboxItem,
  Status,
} from '../ipc';
import { text } from '../text';
import { newId } from './ids';
import { asIpcError, words } from './refusals';
import type { Replica } from './replica.svelte';
import type { Toasts } from './toasts.svelte';
import { commandOf } from './waits';

type Change = (row: Conversation) => Conversation;
/** Builds the command once the ownership it must carry is known. */
type Build = (id: string, expect: number) => NumberedCommand;
export type Done = { ok: true; outcome: Outcome } | { ok: false; error: IpcError };
/** By which means, and for a hand back what the AI agent should know and do. */
export type How = { means: Means; answer_last: boolean; note?: string };
export type Contact = { name?: string; email?: string; phone?: string };

const same: Change = (row) => row;

const CAME_BACK: Promise<Done> = Promise.resolve({
  ok: false,
  error: { code: 'unseen_messages', message: '' },
});

export class Commands {
  #ipc: Ipc;
  #replica: Replica;
  #toasts: Toasts;
  #running = new Map<string, Promise<Done>>();
  /** Shown though it waits in the outbox: command and conversation. */
  #waiting = new Map<string, string>();
  /** Called when the hub says that I am wrong about who has it. */
  onConflict: (conversation: string) => void = () => {};
  /**
   * Called before who has it or its status is changed: what I said before that goes first. False: it
   * came back instead, and the decision waits for it.
   */
  onDecision: (conversation: string) => boolean = () => true;

  constructor(ipc: Ipc, replica: Replica, toasts: Toasts) {
    this.#ipc = ipc;
    this.#replica = replica;
    this.#toasts = toasts;
  }

  /** Mine, from whoever has it: a claim when nobody does, else a take-over. */
  take(row: Conversation, means: Means, tell = true): Promise<Done> {
    if (!this.onDecision(row.id)) return CAME_BACK;
    const me = this.#replica.me;
    const over: Change = (under) => ({ ...under, assignee: me ? asAssignee(me) : under.assignee });
    const build: Build = (id, expect) => {
      if (row.assignee === null || !me) return { id, type: 'claim', expect, means };
      const to = { kind: 'human' as const, id: me.id };
      return { id, type: 'assign', to, expect, answer_last: false, means };
    };
    return this.#do(row, over, build, tell);
  }

  assign(row: Conversation, to: Assignee | null, how: How, tell = true): Promise<Done> {
    if (!this.onDecision(row.id)) return CAME_BACK;
    const over: Change = (under) => ({
      ...under,
      assignee: to,
      human_handoff: to === null ? true : to.kind === 'ai' ? false : under.human_handoff,
    });
    const who = to && { kind: to.kind, id: to.id };
    const build: Build = (id, expect) => ({ id, type: 'assign', to: who, expect, ...how });
    return this.#do(row, over, build, tell);
  }

  /** From an AI agent to Unassigned. */
  handOff(row: Conversation, tell = true): Promise<Done> {
    if (!this.onDecision(row.id)) return CAME_BACK;
    const reason = text.handoff.fromMember(this.#replica.me?.name ?? text.line.system);
    const over: Change = (under) => ({ ...under, assignee: null, human_handoff: true });
    return this.#do(row, over, (id) => ({ id, type: 'handoff', reason }), tell);
  }

  status(row: Conversation, to: Status, tell = true): Promise<Done> {
    if (!this.onDecision(row.id)) return CAME_BACK;
    return this.#do(
      row,
      (under) => ({ ...under, status: to }),
      (id) => ({ id, type: 'status', to }),
      tell,
    );
  }

  labels(row: Conversation, add: string[], remove: string[], tell = true): Promise<Done> {
    const build: Build = (id) => ({ id, type: 'labels', add, remove });
    return this.#do(row, this.#labelled(add, remove), build, tell);
  }

  contact(row: Conversation, contact: Contact): Promise<Done> {
    const over: Change = (under) => ({ ...under, visitor: { ...under.visitor, ...contact } });
    return this.#do(row, over, (id) => ({ id, type: 'contact', ...contact }));
  }

  /** Says nothing when refused: nobody asked for it. */
  read(row: Conversation, seq: number, unread: number): Promise<Done> {
    const over: Change = (under) => ({ ...under, unread });
    return this.#do(row, over, (id) => ({ id, type: 'read', seq }), false);
  }

  /** The caller shows the reply on its way and its refusal: the words must not be lost. */
  reply(
    row: Conversation,
    id: string,
    words: string,
    seen: number,
    attachments: string[] = [],
  ): Promise<Done> {
    const files = attachments.length > 0 ? { attachments } : {};
    return this.#do(
      row,
      same,
      (_, expect) => ({ id, type: 'reply', text: words, expect, seen, ...files }),
      false,
    );
  }

  comment(row: Conversation, words: string): Promise<Done> {
    return this.#do(row, same, (id) => ({ id, type: 'comment', text: words }));
  }

  editComment(row: Conversation, comment: string, words: string): Promise<Done> {
    return this.#do(row, same, (id) => ({ id, type: 'comment_edit', comment, text: words }));
  }

  deleteComment(row: Conversation, comment: string): Promise<Done> {
    return this.#do(row, same, (id) => ({ id, type: 'comment_delete', comment }));
  }

  /** What waits in the outbox shows on its row until it has left, or asks. */
  waits(items: OutboxItem[]): void {
    const now = new Map(items.filter((i) => i.state !== 'asks').map((i) => [i.id, i]));
    for (const [id, conversation] of this.#waiting) {
      if (now.has(id)) continue;
      this.#waiting.delete(id);
      this.#replica.lift(conversation, id, null);
    }
    for (const item of now.values()) {
      const { id, conversation } = item;
      const over = this.#effect(commandOf(item));
      if (over === same || this.#waiting.has(id)) continue;
      this.#waiting.set(id, conversation);
      this.#replica.lay(conversation, { id, over });
    }
  }

  /** Another workspace: nothing is on its way any more. */
  forget(): void {
    this.#running.clear();
    this.#waiting.clear();
  }

  #effect(command: Command): Change {
    switch (command.type) {
      case 'status':
        return (under) => ({ ...under, status: command.to });
      case 'labels':
        return this.#labelled(command.add, command.remove);
      case 'contact': {
        const { name, email, phone } = command;
        const given = Object.entries({ name, email, phone }).filter(([, value]) => value != null);
        return (under) => ({
          ...under,
          visitor: { ...under.visitor, ...Object.fromEntries(given) },
        });
      }
      default:
        return same;
    }
  }

  #labelled(add: string[], remove: string[]): Change {
    return (under) => {
      const kept = under.labels.filter((label) => !remove.includes(label.id));
      const known = this.#replica.directory.labels;
      const added = known.filter((l) => add.includes(l.id) && !kept.some((k) => k.id === l.id));
      return { ...under, labels: [...kept, ...added] };
    };
  }

  /** Tells why something was refused, and looks again when it was about who has it. */
  explain(conversation: string, error: IpcError): void {
    this.#toasts.warn(words(error));
    if (error.code === 'ownership_conflict' || error.code === 'not_assignee') {
      this.onConflict(conversation);
    }
  }

  #do(row: Conversation, over: Change, build: Build, tell = true): Promise<Done> {
    const id = newId();
    const before = this.#running.get(row.id);
    if (over !== same) this.#replica.lay(row.id, { id, over });
    const done = this.#send(row, id, build, before).then((result) => {
      if (this.#running.get(row.id) === done) this.#running.delete(row.id);
      const answer = result.ok && !result.outcome.queued ? result.outcome.conversation : null;
      const waits = this.#waiting.has(id);
      if ((over !== same && !waits) || answer) this.#replica.lift(row.id, id, answer);
      if (!result.ok && tell) this.explain(row.id, result.error);
      return result;
    });
    this.#running.set(row.id, done);
    return done;
  }

  /** The ownership I saw, or the one my own action just before has made. */
  async #send(
    row: Conversation,
    id: string,
    build: Build,
    before: Promise<Done> | undefined,
  ): Promise<Done> {
    const earlier = await before;
    const expect = earlier?.ok ? earlier.outcome.conversation.ownership : row.ownership;
    try {
      return { ok: true, outcome: await this.#ipc.command(row.id, build(id, expect)) };
    } catch (thrown) {
      return { ok: false, error: asIpcError(thrown) };
    }
  }
}

export function asAssignee(member: Member): Assignee {
  return { kind: 'human', id: member.id, name: member.name, avatar: null };
}
