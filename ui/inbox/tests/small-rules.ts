/**
 * The handoff rules of a small hub, in memory: written as the hub does, rehearsed and tried for phrases
 * only, which is enough to see what the window makes of the answers.
 */
import type { Method, Rehearsal, Rule, ThreadItem, TriedRules } from '../ipc';
import type { Conversation, IpcError } from '../ipc';

export const rule = (id: string, more: Partial<Rule> = {}): Rule =>
  ({
    ...{ id, name: id, enabled: false, kind: 'phrase', value: { any: [id] } },
    ...{ reason: 'Sensitive issue', to: null, labels: [], position: 0, warning: null },
    ...more,
  }) as Rule;

export class SmallRules {
  all: Rule[] = [
    rule('talk', {
      ...{ name: 'Talk to a human', enabled: true, reason: 'Asked for a person' },
      ...{ kind: 'topic', value: { any: ['person'] } },
    }),
    rule('refund', { name: 'Refund', position: 1 }),
  ];
  articles = [
    { id: 'a1', title: 'Pricing' },
    { id: 'a2', title: 'Plans compared' },
  ];
  /** What was asked: the rule as it was given, and how many conversations. */
  rehearsed: [Rule, number][] = [];
  tried: [string, Rule | null][] = [];
  /** What reading, trying and rehearsing are refused with. */
  refusal: IpcError | null = null;
  #made = 0;

  write(method: Method, id: string | undefined, change: Partial<Rule>): Rule | null {
    if (method === 'POST') {
      const id = change.id ?? `made${++this.#made}`;
      const known = this.all.find((each) => each.id === id);
      if (known) return known;
      const made = rule(id, { ...change, position: this.all.length });
      this.all = [...this.all, made];
      return made;
    }
    const before = this.all.find((each) => each.id === id);
    if (!before) throw { code: 'not_found', message: 'That rule is gone.' } satisfies IpcError;
    const rest = this.all.filter((each) => each !== before);
    if (method === 'DELETE') {
      this.#number(rest);
      return null;
    }
    const after = { ...before, ...change } as Rule;
    this.#number(rest.toSpliced(change.position ?? before.position, 0, after));
    return this.all.find((each) => each.id === id) ?? null;
  }

  #number(all: Rule[]): void {
    this.all = all.map((each, position) => ({ ...each, position }));
  }

  async read(): Promise<Rule[]> {
    if (this.refusal) throw this.refusal;
    return this.all;
  }

  rehearse(
    asked: Rule,
    last: number,
    rows: Conversation[],
    items: Map<string, ThreadItem[]>,
  ): Rehearsal {
    this.rehearsed.push([asked, last]);
    if (this.refusal) throw this.refusal;
    const found = rows.flatMap((conversation) => {
      const said = (items.get(conversation.id) ?? []).flatMap(({ message }) => message ?? []);
      const hit = said.find((m) => m.author.kind === 'visitor' && says(asked, m.text));
      if (!hit) return [];
      const { seq, text, at } = hit;
      return { conversation, seq, text, at, handed_off: conversation.human_handoff };
    });
    const warning = this.all.find(({ id }) => id === asked.id)?.warning ?? null;
    return { looked_at: rows.length, items: found.slice(0, last), warning };
  }

  try(text: string, draft: Rule | null): TriedRules {
    this.tried.push([text, draft]);
    if (this.refusal) throw this.refusal;
    const others = this.all.filter((each) => each.enabled && each.id !== draft?.id);
    const asked = draft ? [...others, draft] : others;
    const judged = asked.filter(({ kind }) => kind === 'phrase' || kind === 'topic');
    const matched = judged.find((each) => says(each, text)) ?? null;
    return {
      rule: matched,
      why: matched && matched.reason,
      judged: judged.map(({ id }) => id),
      skipped: asked
        .filter((each) => !judged.includes(each))
        .map(({ id }) => ({ rule: id, detail: 'It looks at the conversation.' })),
    };
  }
}

function says(asked: Rule, text: string): boolean {
  return asked.kind === 'phrase' && asked.value.any.some((words) => text.includes(words));
}
