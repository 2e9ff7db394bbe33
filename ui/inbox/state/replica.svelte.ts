/**
 * My copy of the workspace as far as this window shows it: who I am, the directory, counts, rows.
 * A snapshot with its cursor, then updates; rows are replaced whole by id, never by an older version.
 * My own actions lie over the rows until the hub has answered, then vanish: what stays is what the
 * hub said. Lists and threads are told through `onRows`.
 */
import type { Bootstrap, Conversation, Counts, Directory, Ipc, Member, Update } from '../ipc';
import { Cursor } from './cursor';

export type Overlay = { id: string; over: (row: Conversation) => Conversation };

const NOBODY: Directory = { workspace: '', members: [], ai_agents: [], labels: [], open: {} };

export class Replica {
  me: Member | null = $state.raw(null);
  directory: Directory = $state.raw(NOBODY);
  counts: Counts = $state.raw({ mine: 0, unassigned: 0, all: 0 });
  demo = $state('');
  hub = $state('');

  /** Which workspace, as whom: what was shown of one is not shown in another. */
  get whose(): string {
    return `${this.hub} ${this.me?.id ?? ''}`;
  }

  #ipc: Ipc;
  #rows = new Map<string, Conversation>();
  #overlays = new Map<string, Overlay[]>();
  #cursor = new Cursor<Update>((update) => this.#apply(update));
  #asked = 0;
  /** Called for every update, after the rows are in place. */
  onUpdate: (update: Update, rows: Conversation[]) => void = () => {};
  /** Called when a row looks different without an update: my own action, or its refusal. */
  onRow: (row: Conversation) => void = () => {};

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  /** Listens first, then fetches: nothing falls between. Throws what `bootstrap` throws. */
  async start(): Promise<{ start: Bootstrap | null; stop: () => void }> {
    const stop = await this.#ipc.onUpdate((update) => this.#cursor.take(update));
    try {
      return { start: await this.again(), stop };
    } catch (thrown) {
      stop();
      throw thrown;
    }
  }

  #settle(start: Bootstrap): void {
    this.#rows.clear();
    this.#overlays.clear();
    this.me = start.me;
    this.directory = start.directory;
    this.counts = start.counts;
    this.demo = start.demo;
    this.hub = start.hub;
    this.#cursor.settle(start.seq);
  }

  /**
   * Fetches everything again, for another workspace, of which nothing of this one shows through. Null:
   * it was asked for once more meanwhile. Throws what `bootstrap` throws.
   */
  async again(): Promise<Bootstrap | null> {
    const asked = ++this.#asked;
    this.#cursor = new Cursor<Update>((update) => this.#apply(update));
    this.#cursor.begin();
    try {
      const start = await this.#ipc.bootstrap();
      if (asked !== this.#asked) return null;
      this.#settle(start);
      return start;
    } catch (thrown) {
      if (asked !== this.#asked) return null;
      throw thrown;
    }
  }

  /** Takes rows in and answers with what is to be shown for them. */
  known = (rows: Conversation[]): Conversation[] => {
    for (const row of rows) this.#keep(row);
    return rows.map((row) => this.#shown(row.id) ?? row);
  };

  row(id: string): Conversation | null {
    return this.#shown(id);
  }

  lay(conversation: string, overlay: Overlay): void {
    const others = (this.#overlays.get(conversation) ?? []).filter(({ id }) => id !== overlay.id);
    this.#overlays.set(conversation, [...others, overlay]);
    this.#publish(conversation);
  }

  /** The hub has answered: `row` is what it says, null when it refused. */
  lift(conversation: string, id: string, row: Conversation | null): void {
    const rest = (this.#overlays.get(conversation) ?? []).filter((overlay) => overlay.id !== id);
    if (rest.length > 0) this.#overlays.set(conversation, rest);
    else this.#overlays.delete(conversation);
    if (row) this.#keep(row);
    this.#publish(conversation);
  }

  #keep(row: Conversation): void {
    const held = this.#rows.get(row.id);
    if (!held || row.version >= held.version) this.#rows.set(row.id, row);
  }

  #shown(id: string): Conversation | null {
    const row = this.#rows.get(id);
    if (!row) return null;
    return (this.#overlays.get(id) ?? []).reduce((under, { over }) => over(under), row);
  }

  #publish(id: string): void {
    const row = this.#shown(id);
    if (row) this.onRow(row);
  }

  #apply(update: Update): void {
    this.counts = update.counts;
    if (update.directory) {
      this.directory = update.directory;
      this.me = update.directory.members.find((m) => m.id === this.me?.id) ?? this.me;
    }
    this.onUpdate(update, this.known(update.conversations));
  }
}
