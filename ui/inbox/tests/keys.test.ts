/** The keyboard map: what each key means, and when it means nothing. */
import { describe, expect, it } from 'vitest';
import { caps, KeyMap, type Press } from '../state/keys';
import { text, type ActionName } from '../text';

const key = (name: string, more: Partial<Press> = {}): Press => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('a key', () => {
  it('means what the help says', () => {
    const meant = 'jkahrclepu/]?'.split('').map((k) => new KeyMap().press(key(k), false, true, 0));
    expect(meant).toEqual([
      ...['next', 'previous', 'claim', 'handback', 'reply', 'comment', 'label', 'close'],
      ...['pending', 'unread', 'search', 'side', 'help'],
    ]);
    const shiftA = key('A', { shiftKey: true });
    expect(new KeyMap().press(shiftA, false, true, 0)).toBe('assign');
  });

  it('means nothing while I type, except Esc, F6, Ctrl+K and Ctrl+J', () => {
    const map = new KeyMap();
    expect(map.press(key('a'), true, true, 0)).toBeNull();
    expect(map.press(key('Enter'), true, true, 0)).toBeNull();
    expect(map.press(key('Escape'), true, true, 0)).toBe('back');
    expect(map.press(key('F6'), true, true, 0)).toBe('panel');
    expect(map.press(key('k', { ctrlKey: true }), true, true, 0)).toBe('palette');
    expect(map.press(key('k', { metaKey: true }), true, true, 0)).toBe('palette');
    expect(map.press(key('j', { ctrlKey: true }), true, true, 0)).toBe('suggest');
  });

  it('goes places after g, for a moment', () => {
    const map = new KeyMap();
    const go = (then: string, after: number) => {
      map.press(key('g'), false, true, 0);
      return map.press(key(then), false, true, after);
    };
    expect(['u', 'm', 'a', 'f'].map((then) => go(then, 100))).toEqual([
      ...['unassigned', 'mine', 'all', 'rules'],
    ]);
    expect(go('a', 5_000)).toBe('claim');
  });

  it('leaves other combinations to the system', () => {
    const map = new KeyMap();
    expect(map.press(key('a', { ctrlKey: true }), false, true, 0)).toBeNull();
    expect(map.press(key('a', { altKey: true }), false, true, 0)).toBeNull();
  });

  it('is quiet when single keys are switched off', () => {
    const map = new KeyMap();
    expect(map.press(key('a'), false, false, 0)).toBeNull();
    expect(map.press(key('g'), false, false, 0)).toBeNull();
    expect(map.press(key('k', { ctrlKey: true }), false, false, 0)).toBe('palette');
  });

  it('is shown for every action that has one', () => {
    const without = (Object.keys(text.actions) as ActionName[]).filter(
      (a) => caps(a, {}).length === 0,
    );
    expect(without).toEqual(['reopen']);
    expect(caps('assign', {})).toEqual([['Shift', 'A']]);
    expect(caps('mine', {})).toEqual([['G'], ['M']]);
  });
});
