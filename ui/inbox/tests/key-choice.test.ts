/** Keys of my own: what may be chosen, what stands in the way, and keyboards without Latin letters. */
import { describe, expect, it } from 'vitest';
import { chosen, conflict, readOwn, swapped, unfit, usualAgain } from '../state/key-choice';
import { caps, KeyMap, keysOf, spokenKeys, strokeOf, type Own, type Press } from '../state/keys';
import { Prefs } from '../state/prefs.svelte';
import { memory } from './memory';

const key = (name: string, more: Partial<Press> = {}): Press => ({
  ...{ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false },
  ...more,
});
const means = (presses: Press[], own: Own) => {
  const map = new KeyMap();
  return presses.map((press) => map.press(press, false, true, 0, own)).at(-1);
};

describe('keys of my own', () => {
  it('mean what I chose, and the usual ones mean it no more', () => {
    const own = chosen('claim', 'q', {});
    expect(means([key('q')], own)).toBe('claim');
    expect(means([key('a')], own)).toBeNull();
    expect(caps('claim', own)).toEqual([['Q']]);
  });

  it('may come one after the other, or with Ctrl while writing', () => {
    const own = chosen('close', 'Mod+e', chosen('mine', 'm i', {}));
    expect(means([key('m'), key('i')], own)).toBe('mine');
    const held = new KeyMap().press(key('e', { ctrlKey: true }), true, true, 0, own);
    expect(held).toBe('close');
    expect(spokenKeys('close', { own, keys: false })).toBe('Control+E Meta+E');
  });

  it('may be none', () => {
    const own = chosen('claim', '', {});
    expect(means([key('a')], own)).toBeNull();
    expect(caps('claim', own)).toEqual([]);
  });

  it('are kept, and nonsense is not', () => {
    const store = memory();
    new Prefs(store).own = chosen('claim', 'q', {});
    expect(keysOf('claim', new Prefs(store).own)).toBe('q');
    const nonsense = { claim: 'Tab', back: 'x', fly: 'f', reply: 5, label: 'Alt+l', next: 'n' };
    expect(readOwn(nonsense)).toEqual({ next: 'n' });
    store.setItem('baton.prefs', '{"theme":"dark","undo":"soon","own":[1]}');
    expect(new Prefs(store)).toMatchObject({ theme: 'dark', undo: 5, own: {}, keys: true });
  });
});

describe('a keyboard', () => {
  it('without Latin letters gives the letter that lies there', () => {
    expect(means([key('о', { code: 'KeyJ' })], {})).toBe('next');
    expect(means([key('Ф', { code: 'KeyA', shiftKey: true })], {})).toBe('assign');
    expect(means([key('л', { code: 'KeyK', ctrlKey: true })], {})).toBe('palette');
    expect(means([key('п', { code: 'KeyG' }), key('ь', { code: 'KeyM' })], {})).toBe('mine');
    expect(means([key('ы', { code: 'Slash', shiftKey: true })], {})).toBe('help');
  });

  it('with other Latin letters gives what it says, and CapsLock changes nothing', () => {
    expect(means([key('z', { code: 'KeyY' })], chosen('claim', 'z', {}))).toBe('claim');
    expect(means([key('J')], {})).toBe('next');
  });

  it('that makes a sign with Ctrl and Alt together means the sign', () => {
    expect(means([key(']', { ctrlKey: true, altKey: true })], {})).toBe('side');
    expect(strokeOf(key('a', { altKey: true }))).toBe('Alt+a');
  });

  it('says nothing while only Shift is held, also between two keys', () => {
    const shift = key('Shift', { shiftKey: true });
    expect(means([key('g'), shift, key('u')], {})).toBe('unassigned');
  });
});

describe('what is refused', () => {
  it.each([
    ['Tab', 'moves'],
    ['Shift+Enter', 'moves'],
    ['ArrowDown', 'moves'],
    ['Space', 'moves'],
    ['Mod+c', 'edits'],
    ['Mod+z', 'edits'],
    ['Mod+w', 'system'],
    ['F5', 'system'],
    ['Alt+f', 'alt'],
    ['Mod+k u', 'long'],
    ['a b c', 'long'],
  ])('%s: %s', (keys, why) => expect(unfit(keys)).toBe(why));

  it.each(['x', 'Shift+x', 'g x', 'F7', 'Mod+e', ';'])('but not %s', (keys) =>
    expect(unfit(keys)).toBeNull(),
  );
});

describe('what another action has', () => {
  it('is named, and swapped on request', () => {
    expect(conflict('claim', 'j', {})).toEqual({ kind: 'same', with: ['next'] });
    const own = swapped('claim', 'j', {}) ?? {};
    expect([keysOf('claim', own), keysOf('next', own)]).toEqual(['j', 'a']);
    expect(means([key('j')], own)).toBe('claim');
  });

  it('is taken from it when there is nothing to give', () => {
    const own = swapped('reopen', 'j', {}) ?? {};
    expect([keysOf('reopen', own), keysOf('next', own)]).toEqual(['j', '']);
  });

  it('also counts when it is only the first of two', () => {
    expect(conflict('claim', 'j x', {})).toEqual({ kind: 'within', with: ['next'] });
    const begins = conflict('claim', 'g', {});
    expect(begins?.kind).toBe('begins');
    expect(begins?.with).toContain('unassigned');
    expect(swapped('claim', 'g', {})).toBeNull();
  });

  it('keeps me from the usual keys until they are free', () => {
    const own = swapped('claim', 'j', {}) ?? {};
    expect(usualAgain('claim', own)).toBeNull();
    expect(usualAgain('claim', chosen('claim', 'q', {}))).toEqual({});
  });

  it('never shares a key, whatever is swapped', () => {
    let own: Own = {};
    for (const [action, keys] of [
      ...([
        ['claim', 'j'],
        ['reply', 'a'],
        ['next', 'g u'],
        ['close', 'j'],
      ] as const),
    ]) {
      own = swapped(action, keys, own) ?? chosen(action, keys, own);
      expect(conflict(action, keys, own)).toBeNull();
    }
  });
});
