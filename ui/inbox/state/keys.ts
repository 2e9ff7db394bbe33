/**
 * Which key means which action: one table for the handler, the help and the hints on buttons.
 * Pure: it is told what was pressed, whether somebody is typing, and the time.
 */
import { text, type ActionName } from '../text';

export type Press = {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
};

/** Single keys, as `event.key` gives them. Upper case: with Shift. */
const SINGLE: Record<string, ActionName> = {
  j: 'next',
  k: 'previous',
  a: 'claim',
  A: 'assign',
  h: 'handback',
  r: 'reply',
  c: 'comment',
  l: 'label',
  e: 'close',
  p: 'pending',
  u: 'unread',
  x: 'pick',
  '/': 'search',
  ']': 'side',
  '?': 'help',
};
const AFTER_G: Record<string, ActionName> = {
  u: 'unassigned',
  m: 'mine',
  a: 'all',
  h: 'history',
  s: 'settings',
  f: 'rules',
  r: 'reports',
};
/** With Ctrl or Cmd, also while writing. */
const CONTROL: Record<string, ActionName> = { k: 'palette', j: 'suggest' };
const CHORD_MS = 1_500;

export class KeyMap {
  #chordUntil = 0;

  /** The action, or null when the key is not ours and must be left alone. */
  press(press: Press, typing: boolean, singleKeys: boolean, now: number): ActionName | null {
    const chord = now < this.#chordUntil;
    this.#chordUntil = 0;
    if (press.altKey) return null;
    if (press.ctrlKey || press.metaKey) {
      return press.shiftKey ? null : (CONTROL[press.key.toLowerCase()] ?? null);
    }
    if (press.key === 'F6') return 'panel';
    if (press.key === 'Escape') return 'back';
    if (typing) return null;
    if (press.key === 'Enter') return 'open';
    if (!singleKeys) return null;
    if (chord) return AFTER_G[press.key] ?? null;
    if (press.key === 'g') {
      this.#chordUntil = now + CHORD_MS;
      return null;
    }
    return SINGLE[press.key] ?? null;
  }
}

const onMac = () => /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');

/** Caps to show for an action, each inner list pressed together. */
export function caps(action: ActionName): string[][] {
  const names = text.keyNames;
  switch (action) {
    case 'panel':
      return [['F6']];
    case 'back':
      return [[names.escape]];
    case 'open':
      return [[names.enter]];
    default:
  }
  const held = Object.entries(CONTROL).find(([, name]) => name === action)?.[0];
  if (held) return [[controlCap(), held.toUpperCase()]];
  const after = Object.entries(AFTER_G).find(([, name]) => name === action)?.[0];
  if (after) return [['G'], [after.toUpperCase()]];
  const single = Object.entries(SINGLE).find(([, name]) => name === action)?.[0];
  if (!single) return [];
  const shifted = single !== single.toLowerCase();
  return [shifted ? [names.shift, single] : [single.toUpperCase()]];
}

export function controlCap(): string {
  return onMac() ? text.keyNames.command : text.keyNames.control;
}
