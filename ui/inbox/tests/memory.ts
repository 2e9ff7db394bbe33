/** Storage that forgets with the test. */
export function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

/** One in which replies leave at once. */
export function atOnce(): Storage {
  const store = memory();
  store.setItem('baton.prefs', JSON.stringify({ undo: 0 }));
  return store;
}
