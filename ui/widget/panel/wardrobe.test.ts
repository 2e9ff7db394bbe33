/** The owner's look, on the panel and told to the launcher; and the system's where the owner has not chosen. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryStore } from '../testing/fake';
import { Wardrobe } from './wardrobe';

let dark: { matches: boolean; change: () => void };
let root: HTMLElement;

beforeEach(() => {
  dark = { matches: false, change: () => undefined };
  root = document.createElement('div');
  vi.spyOn(window, 'getComputedStyle').mockReturnValue({
    getPropertyValue: () => (root.dataset.theme === 'dark' ? ' #191b1a' : ' #ffffff'),
  } as unknown as CSSStyleDeclaration);
});

function wardrobe(store = memoryStore()): Wardrobe {
  const query = {
    get matches() {
      return dark.matches;
    },
    addEventListener: (_: string, work: () => void) => (dark.change = work),
  };
  return new Wardrobe(root, query as unknown as MediaQueryList, store, 'look');
}

describe('the wardrobe', () => {
  it('follows the system until the owner has chosen', () => {
    const clothes = wardrobe();
    expect(root.dataset.theme).toBe('light');
    dark.matches = true;
    dark.change();
    expect(root.dataset.theme).toBe('dark');
    clothes.wear({ color: null, theme: 'light', side: 'right' });
    expect(root.dataset.theme).toBe('light');
  });

  it('tells the launcher what is new, once, and remembers it for the next visit', () => {
    const store = memoryStore();
    const first = wardrobe(store);
    expect(first.known()).toBeNull();
    const look = { color: '#f2c94c', theme: 'auto', side: 'left' } as const;
    const told = { type: 'look', icon: '#000000', ...look };
    expect(first.wear(look)).toEqual(told);
    expect(first.wear({ ...look })).toBeNull();
    expect(root.style.getPropertyValue('--accent')).toBe('#f2c94c');
    const next = wardrobe(store);
    expect(next.known()).toEqual(told);
    const plain = next.wear({ color: null, theme: 'auto', side: 'right' });
    expect(plain).toMatchObject({ color: null, icon: null, side: 'right' });
    expect(root.style.getPropertyValue('--accent')).toBe('');
  });

  it('survives a memory that holds nonsense', () => {
    const store = memoryStore();
    store.set('look', '{');
    expect(wardrobe(store).known()).toBeNull();
  });
});
