/** The part of the hub's API about AI agents, articles and widgets, in memory. */
import type {
  AiAgent,
  AiAgentSettings,
  Article,
  ArticleUsage,
  Imported,
  IpcError,
  Method,
  ModelTest,
  PickedFile,
  TriedTurn,
  WidgetSettings,
} from '../ipc';
import { iris } from './people';

type Body = Record<string, unknown>;

export class SmallSettings {
  aiAgents: AiAgentSettings[] = [{ ...iris }];
  articles: Article[] = [];
  usage: ArticleUsage = { items: [], unanswered: [] };
  widgets: WidgetSettings[] = [
    {
      ...{ id: 'w1', name: 'Shop', key: 'wk_1', ai_agent: 'iris', origins: [] },
      ...{ verify_identity: false, color: null, theme: 'auto', side: 'right' },
    },
  ];
  test: ModelTest = { ok: true, detail: '', ms: 412, models: ['small', 'large'], tools: true };
  tried: TriedTurn = { reply: 'The Team plan is €9.', sources: [], handoff: null, ms: 380 };
  /** What an import finds in each file. */
  found: (file: PickedFile) => Imported['items'] = ({ name }) => [
    {
      ...{ file: name, title: name.replace(/\.\w+$/, ''), chars: 120, encoding: 'utf-8' },
      ...{ article: null, replaces: null, problem: null },
    },
  ];
  /** Paths that are refused, and with what. */
  refusals: Record<string, IpcError> = {};
  /** Set to hold back the next answers until the test lets them go. */
  slow: Promise<void> | null = null;
  /** Called when an AI agent changed: everybody's directory does. */
  onAiAgents: () => void = () => {};

  /** What is in the folder that will be chosen. */
  picked: PickedFile[] = [];

  async pick(): Promise<PickedFile[]> {
    return this.picked;
  }

  get directory(): AiAgent[] {
    return this.aiAgents as AiAgent[];
  }

  async answer(method: Method, path: string, body: Body): Promise<unknown> {
    await this.slow;
    const refusal = this.refusals[`${method} ${path}`];
    if (refusal) throw refusal;
    const [, , kind, id, part] = path.split('/');
    if (kind === 'ai-agents') return this.#aiAgents(method, id, part, body);
    if (kind === 'widgets') {
      if (part === 'secret') return { secret: 'bws_new' };
      const made = { ...this.widgets[0], id: 'w2', key: 'wk_2', secret: 'bws_first' };
      return this.#list(method, id, body, this.widgets, made, (all) => (this.widgets = all));
    }
    if (id === 'usage') return this.usage;
    if (id === 'preview') {
      const spans = [{ kind: 'strong', text: String(body['text']).replaceAll('*', '') }];
      return { blocks: [{ kind: 'paragraph', spans }] };
    }
    if (id === 'import') return this.#import(body as unknown as ImportBody);
    const made = { id: `a${this.articles.length + 1}` };
    return this.#list(method, id, body, this.articles, made, (all) => (this.articles = all));
  }

  #aiAgents(method: Method, id: string | undefined, part: string | undefined, body: Body) {
    if (id === 'test') return this.test;
    if (id === 'try') return this.tried;
    if (part === 'key') return { key: 'bak_new' };
    const made = { ...iris, id: 'otto', ...(body?.['kind'] === 'api' ? { key: 'bak_first' } : {}) };
    const openai = body?.['openai'] as Body | undefined;
    const texts = body?.['texts'] as Body | undefined;
    const { api_key, ...at } = openai ?? {};
    const before = this.aiAgents.find((each) => each.id === id);
    const change = {
      ...body,
      ...(openai ? { openai: { ...at, api_key_set: Boolean(api_key) } } : {}),
      ...(texts ? { texts: { ...before?.texts, ...texts } } : {}),
    };
    return this.#list(method, id, change, this.aiAgents, made, (all) => {
      this.aiAgents = all as AiAgentSettings[];
      if (method !== 'GET') this.onAiAgents();
    });
  }

  #list<T extends { id: string }>(
    method: Method,
    id: string | undefined,
    body: Body,
    all: T[],
    empty: Partial<T>,
    keep: (all: T[]) => void,
  ): unknown {
    if (method === 'GET') return { items: all, next: null };
    if (method === 'DELETE') return keep(all.filter((each) => each.id !== id));
    if (method === 'POST') {
      const made = { ...empty, ...body } as T;
      keep([...all, { ...made, secret: undefined }]);
      return made;
    }
    const changed = all.map((each) => (each.id === id ? { ...each, ...body } : each));
    keep(changed);
    return changed.find((each) => each.id === id);
  }

  #import({ files, dry_run }: ImportBody): Imported {
    const items = files.flatMap(this.found);
    const good = items.filter(({ problem }) => problem === null);
    if (dry_run) return { items, imported: 0 };
    const made = good.map(({ title }, index) => ({ id: `i${index}`, title, text: 'Read.' }));
    this.articles = [...this.articles, ...made];
    return { items, imported: good.length };
  }
}

type ImportBody = { files: PickedFile[]; dry_run: boolean };
