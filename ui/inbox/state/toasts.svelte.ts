/** Short notices that come and go: at most three, each readable for at least six seconds. */
export type Toast = {
  id: number;
  words: string;
  tone: 'plain' | 'late';
  action: { label: string; run: () => void } | null;
};

const MOST = 3;
const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 12_000;

export class Toasts {
  all: Toast[] = $state.raw([]);
  #next = 0;

  say(words: string, action: Toast['action'] = null): void {
    this.#add({ words, tone: 'plain', action });
  }

  warn(words: string, action: Toast['action'] = null): void {
    this.#add({ words, tone: 'late', action });
  }

  drop(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>): void {
    const id = this.#next++;
    const rest = this.all.filter((other) => other.words !== toast.words);
    this.all = [...rest.slice(1 - MOST), { ...toast, id }];
    setTimeout(() => this.drop(id), toast.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
  }
}
