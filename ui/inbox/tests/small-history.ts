/** Chat History and its exports over the small hub: narrowed, sorted and paged as Rust does it. */
import type {
  Assignee,
  Conversation,
  ExportAs,
  Exported,
  ExportProgress,
  HistoryColumn,
  HistoryPage,
  HistoryQuery,
  HistoryRow,
  IpcError,
} from '../ipc';
import { irisHolds } from './people';
import type { SmallHub } from './small-hub';

export class SmallHistory {
  /** What was asked for, newest last. */
  asked: HistoryQuery[] = [];
  refusal: IpcError | null = null;
  /** Answers wait for this while it is set. */
  gate: Promise<void> | null = null;
  since: string | null = null;
  /** Conversations that people had before. */
  earlier = new Set<string>();
  exports: [HistoryQuery, string | null, ExportAs, string][] = [];
  /** The export under way ends when this is called. */
  end: (exported: Partial<Exported>) => void = () => {};
  told: (progress: ExportProgress) => void = () => {};
  cancelled = 0;
  printed = 0;

  #hub: SmallHub;

  constructor(hub: SmallHub) {
    this.#hub = hub;
  }

  page = async (query: HistoryQuery): Promise<HistoryPage> => {
    this.asked.push(query);
    const rows = [...this.#hub.rows.values()].map((row) => this.#row(row));
    await this.gate;
    if (this.refusal) throw this.refusal;
    const found = rows.filter((row) => fits(row, query)).toSorted(order(query));
    const from = Number(query.cursor ?? 0);
    const next = found.length > from + query.limit ? String(from + query.limit) : null;
    const items = found.slice(from, from + query.limit);
    const total = query.cursor === null ? found.length : null;
    return { items, next, total, since: this.since, seq: this.#hub.seq };
  };

  export = (...asked: [HistoryQuery, string | null, ExportAs, string]): Promise<Exported> => {
    this.exports.push(asked);
    if (this.refusal) return Promise.reject(this.refusal);
    return new Promise((resolve) => {
      this.end = (exported) =>
        resolve({ end: 'saved', file: 'all.csv', conversations: 3, ...exported });
    });
  };

  cancel = async (): Promise<void> => {
    this.cancelled += 1;
    this.end({ end: 'cancelled', conversations: 0 });
  };

  print = async (): Promise<void> => void (this.printed += 1);

  hear = async (told: (progress: ExportProgress) => void): Promise<() => void> => {
    this.told = told;
    return () => {};
  };

  #row(conversation: Conversation): HistoryRow {
    const { assignee, human_handoff, id } = conversation;
    const ai_agent: Assignee = assignee?.kind === 'ai' ? assignee : irisHolds;
    const had = this.earlier.has(id) ? 'earlier' : 'never';
    const takeover = human_handoff ? 'now' : had;
    return { conversation, ai_agent, takeover };
  }
}

function fits(row: HistoryRow, query: HistoryQuery): boolean {
  const { visitor, status, labels, last_responder: by, created_at } = row.conversation;
  const { responded_by: wanted, label, takeover } = query;
  const responder = wanted === 'nobody' ? by === null : by?.kind === wanted || by?.id === wanted;
  const labelled = label === 'none' ? labels.length === 0 : labels.some(({ id }) => id === label);
  return (
    (!query.q || (visitor.name ?? '').includes(query.q)) &&
    (!query.ai_agent || row.ai_agent?.id === query.ai_agent) &&
    (!wanted || responder) &&
    (!label || labelled) &&
    (!query.status || status === query.status) &&
    (!takeover || takeover === row.takeover || (takeover === 'ever' && row.takeover !== 'never')) &&
    (!query.from || created_at >= query.from) &&
    (!query.to || created_at < query.to)
  );
}

function key({ conversation, ai_agent, takeover }: HistoryRow, column: HistoryColumn) {
  const keys: Record<HistoryColumn, string | number | null | undefined> = {
    ai_agent: ai_agent?.name,
    contact: conversation.visitor.name,
    responded_by: conversation.last_responder?.name,
    takeover: ['never', 'earlier', 'now'].indexOf(takeover),
    label: conversation.labels[0]?.name,
    status: conversation.status,
    rating: conversation.rating?.stars,
    created: conversation.number,
  };
  return keys[column] ?? null;
}

function order({ sort, descending }: HistoryQuery) {
  const turn = descending ? -1 : 1;
  return (a: HistoryRow, b: HistoryRow): number => {
    const [from, to] = [key(a, sort), key(b, sort)];
    if (from === null || to === null) return Number(from === null) - Number(to === null);
    if (from !== to) return from < to ? -turn : turn;
    return turn * (a.conversation.number - b.conversation.number);
  };
}
