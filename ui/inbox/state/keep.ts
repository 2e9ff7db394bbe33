/**
 * Small things this computer remembers between starts, in localStorage. Every read and write may
 * fail (storage full, switched off): then the value simply lives until the window closes.
 */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function recall<T>(store: Store, key: string, fallback: T, fits: (v: unknown) => v is T): T {
  try {
    const raw = store.getItem(key);
    const value: unknown = raw === null ? null : JSON.parse(raw);
    return fits(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

export function remember(store: Store, key: string, value: unknown): void {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    // Kept in memory only, as promised above.
  }
}

export function forget(store: Store, key: string): void {
  try {
    store.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** One bare word, which is read before there is anything to parse it with. */
export function word(store: Store, key: string): string | null {
  try {
    return store.getItem(key);
  } catch {
    return null;
  }
}

export function keepWord(store: Store, key: string, value: string): void {
  try {
    store.setItem(key, value);
  } catch {
    // It counts until the window closes.
  }
}
