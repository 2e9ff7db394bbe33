/** The part of the hub's API about saved replies, labels and contacts, in memory. */
import type { Label, Method, SavedReply } from '../ipc';

export class SmallHands {
  replies: SavedReply[] = [];
  labels: Label[] = [];
  /** Contacts that were erased, by the command that asked. */
  erased: [string, string][] = [];
  /** How many conversations a contact had. */
  conversations = 2;
  /** Called when the directory changed. */
  onLabels: () => void = () => {};

  /** `undefined`: not for this part. */
  answer(method: Method, path: string, body: Record<string, unknown>): unknown {
    const [, , kind, id = '', part] = path.split('/');
    if (kind === 'saved-replies') return this.#replies(method, id, body);
    if (kind === 'contacts') {
      this.erased.push([id, String(body['id'])]);
      return { conversations: this.conversations };
    }
    if (kind !== 'labels') return undefined;
    const answer = part === 'merge' ? this.#merge(id, String(body['into'])) : null;
    if (!answer && method !== 'GET') this.#label(method, id, body);
    this.onLabels();
    return answer ?? this.labels.find((label) => label.id === id) ?? this.labels.at(-1) ?? null;
  }

  #merge(id: string, into: string): Label | null {
    this.labels = this.labels.filter((label) => label.id !== id);
    return this.labels.find((label) => label.id === into) ?? null;
  }

  #label(method: Method, id: string, body: Record<string, unknown>): void {
    const change = body as Partial<Label>;
    if (method === 'DELETE') this.labels = this.labels.filter((label) => label.id !== id);
    else if (method === 'PUT') {
      this.labels = this.labels.map((label) => (label.id === id ? { ...label, ...change } : label));
    } else {
      const made = { id: `l${this.labels.length + 1}`, name: '', color: '#2f7fd1', ...change };
      this.labels = [...this.labels, made];
    }
  }

  #replies(method: Method, id: string, body: Record<string, unknown>): unknown {
    if (method === 'GET') return { items: this.replies, next: null };
    if (method === 'DELETE') {
      this.replies = this.replies.filter((reply) => reply.id !== id);
      return null;
    }
    const before = this.replies.find((reply) => reply.id === id);
    const shared = Boolean(body['shared']);
    const made = {
      ...{ id: id || `r${this.replies.length + 1}`, title: '', text: '' },
      ...before,
      ...body,
      ...{ shared, owner: shared ? null : 'ana' },
    };
    this.replies = [...this.replies.filter((reply) => reply.id !== made.id), made];
    return made;
  }
}
