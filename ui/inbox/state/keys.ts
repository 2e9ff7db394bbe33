/**
 * Which keys mean which action: one table of the usual ones, and what I chose instead, for the handler,
 * the help, the palette and the hints on buttons. Pure: it is told what was pressed, whether somebody is
 * typing, and the time. What may be chosen is in `key-choice.ts`.
 *
 * Keys are written as strokes, one after the other: `j`, `Shift+a`, `Mod+k` (Ctrl, or Cmd on a Mac),
 * `F6`, `g u`. A sign that needs Shift somewhere (`?`) is written as itself.
 */
import { text, type ActionName } from '../text';

export type Press = {
  key: string;
  /** Where the key lies, for keyboards that have no Latin letter there. */
  code?: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
};

/** What I chose instead of the usual keys; empty: none. */
export type Own = Partial<Record<ActionName, string>>;

export const USUAL: Own = {
  next: 'j',
  previous: 'k',
  open: 'Enter',
  back: 'Escape',
  unassigned: 'g u',
  mine: 'g m',
  all: 'g a',
  history: 'g h',
  reports: 'g r',
  rules: 'g f',
  settings: 'g s',
  panel: 'F6',
  search: '/',
  palette: 'Mod+k',
  side: ']',
  help: '?',
  claim: 'a',
  assign: 'Shift+a',
  handback: 'h',
  reply: 'r',
  undo: 'Mod+z',
  suggest: 'Mod+j',
  comment: 'c',
  label: 'l',
  close: 'e',
  pending: 'p',
  unread: 'u',
  pick: 'x',
};
/** These stay as they are: dialogs, fields and screen readers count on them. */
export const FIXED: readonly ActionName[] = ['open', 'back', 'undo'];
export const CHORD_MS = 1_500;

const PRINTED = /^[\u0020-\u024f]$/;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Fn', 'OS']);
/** Without and with Shift, where a keyboard has nothing Latin. */
const SIGNS: Record<string, [string, string]> = {
  Slash: ['/', '?'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Backslash: ['\\', '|'],
  Backquote: ['`', '~'],
};

/** What the key gives, or would give on a keyboard with Latin letters. */
function latin({ key, code = '', shiftKey }: Press): string {
  const dead = key === 'Dead' || key === 'Process' || key === 'Unidentified';
  if ((key.length > 1 && !dead) || PRINTED.test(key)) return key;
  const letter = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  return (letter?.[1] ?? letter?.[2] ?? SIGNS[code]?.[shiftKey ? 1 : 0] ?? key).toLowerCase();
}

/** One press as it is written here; null while only Shift and its like are held. */
export function strokeOf(press: Press): string | null {
  const key = latin(press);
  if (MODIFIERS.has(key)) return null;
  const printed = key.length === 1;
  const letter = printed && key.toLowerCase() !== key.toUpperCase();
  // The third level of many keyboards arrives as Ctrl and Alt.
  const third = printed && !letter && press.altKey && press.ctrlKey;
  const held = [
    !third && (press.ctrlKey || press.metaKey) && 'Mod+',
    !third && press.altKey && 'Alt+',
    press.shiftKey && (letter || !printed) && 'Shift+',
  ].filter(Boolean);
  const name = key === ' ' ? 'Space' : printed ? key.toLowerCase() : key;
  return `${held.join('')}${name}`;
}

/** Works while writing too, and with single keys switched off. */
export function isHeld(stroke: string): boolean {
  return stroke.includes('Mod+') || /F\d+$/.test(stroke) || stroke === 'Escape';
}

export function keysOf(action: ActionName, own: Own): string {
  if (FIXED.includes(action)) return USUAL[action] ?? '';
  return own[action] ?? USUAL[action] ?? '';
}

type Table = { means: Map<string, ActionName>; begins: Set<string> };
let last: { own: Own; table: Table } | null = null;

function tableOf(own: Own): Table {
  if (last?.own === own) return last.table;
  const table: Table = { means: new Map(), begins: new Set() };
  for (const action of Object.keys(text.actions) as ActionName[]) {
    const keys = keysOf(action, own);
    const [first, second] = keys.split(' ');
    if (!first) continue;
    if (!table.means.has(keys)) table.means.set(keys, action);
    if (second) table.begins.add(first);
  }
  last = { own, table };
  return table;
}

export class KeyMap {
  #begun = '';
  #until = 0;

  /** The action, or null when the key is not ours and must be left alone. */
  press(
    press: Press,
    typing: boolean,
    singleKeys: boolean,
    now: number,
    own: Own = {},
  ): ActionName | null {
    const stroke = strokeOf(press);
    if (stroke === null) return null;
    const begun = now < this.#until ? this.#begun : '';
    this.#begun = '';
    const { means, begins } = tableOf(own);
    if (isHeld(stroke)) return means.get(stroke) ?? backwards(means, stroke);
    if (typing) return null;
    if (stroke === 'Enter') return 'open';
    if (!singleKeys) return null;
    if (begun) return means.get(`${begun} ${stroke}`) ?? null;
    if (begins.has(stroke)) {
      this.#begun = stroke;
      this.#until = now + CHORD_MS;
      return null;
    }
    return means.get(stroke) ?? null;
  }
}

/** With Shift, "next panel" goes the other way. */
function backwards(means: Map<string, ActionName>, stroke: string): ActionName | null {
  const action = /^Shift\+F\d+$/.test(stroke) ? means.get(stroke.slice('Shift+'.length)) : null;
  return action === 'panel' ? action : null;
}

const onMac = () => /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');

/** Caps to show for keys, each inner list pressed together. */
export function capsOf(keys: string): string[][] {
  return keys.split(' ').flatMap((stroke) => (stroke === '' ? [] : [strokeCaps(stroke)]));
}

function strokeCaps(stroke: string): string[] {
  const { names, key } = parts(stroke);
  const caps: Record<string, string> = {
    Enter: text.keyNames.enter,
    Escape: text.keyNames.escape,
    Space: text.keyNames.space,
  };
  return [...names, caps[key] ?? key.toLocaleUpperCase('en')];
}

function parts(stroke: string): { names: string[]; key: string } {
  const held = /^(Mod\+)?(Alt\+)?(Shift\+)?/.exec(stroke);
  const names = [
    held?.[1] && controlCap(),
    held?.[2] && text.keyNames.alt,
    held?.[3] && text.keyNames.shift,
  ].filter((name) => typeof name === 'string');
  return { names, key: stroke.slice(held?.[0].length ?? 0) };
}

export function caps(action: ActionName, own: Own): string[][] {
  return capsOf(keysOf(action, own));
}

/** As `aria-keyshortcuts` has it; nothing for keys that come one after the other. */
export function spokenKeys(
  action: ActionName,
  { own, keys }: { own: Own; keys: boolean },
): string | undefined {
  const written = keysOf(action, own);
  if (written === '' || written.includes(' ') || (!keys && !isHeld(written))) return undefined;
  const key = (mod: string) =>
    written.replace('Mod+', mod).replace(/[a-z]$/, (k) => k.toUpperCase());
  return written.includes('Mod+') ? `${key('Control+')} ${key('Meta+')}` : key('');
}

/** Whether a hint is worth showing: it has keys, and they are switched on. */
export function works(action: ActionName, { own, keys }: { own: Own; keys: boolean }): boolean {
  const written = keysOf(action, own);
  return written !== '' && (keys || isHeld(written));
}

export function controlCap(): string {
  return onMac() ? text.keyNames.command : text.keyNames.control;
}
