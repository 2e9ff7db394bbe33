/**
 * Which keys may be chosen for an action, and what stands in their way: what the system or a field needs
 * is refused with the reason, what another action has is named and can be swapped. Pure.
 */
import { text, type ActionName } from '../text';
import { FIXED, keysOf, USUAL, type Own } from './keys';

export type Unfit = 'alt' | 'moves' | 'system' | 'edits' | 'long';
/** same: another has them; within: the first of mine is another's; begins: others begin with mine. */
export type Conflict = { kind: 'same' | 'within' | 'begins'; with: ActionName[] };

const MOVES =
  /^(Shift\+)?(Enter|Escape|Tab|Space|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Arrow\w+|ContextMenu)$/;
const SYSTEM =
  /^(Mod\+)?(Shift\+)?(F1|F5|F10|F11|F12|PrintScreen|Pause|ScrollLock|NumLock|Audio\w+|Media\w+|Launch\w+)$/;
const EDITS = new Set(
  [...'acvxyz'].map((key) => `Mod+${key}`).concat('Mod+Shift+z', 'Mod+Shift+v'),
);
const WINDOWS = new Set([...'fhmnopqrstw+-=0,'].map((key) => `Mod+${key}`));

/** Why these keys can be nobody's; null when they can. */
export function unfit(keys: string): Unfit | null {
  const strokes = keys.split(' ');
  if (strokes.length > 2) return 'long';
  if (strokes.length === 2 && strokes.some((stroke) => stroke.includes('Mod+'))) return 'long';
  for (const stroke of strokes) {
    if (stroke.includes('Alt+')) return 'alt';
    if (MOVES.test(stroke) || MOVES.test(stroke.replace('Mod+', ''))) return 'moves';
    if (EDITS.has(stroke)) return 'edits';
    if (SYSTEM.test(stroke) || WINDOWS.has(stroke.replace('Shift+', ''))) return 'system';
  }
  return null;
}

/** What stands in the way of `keys` for `action`; null when nothing does. */
export function conflict(action: ActionName, keys: string, own: Own): Conflict | null {
  if (keys === '') return null;
  const others = (Object.keys(text.actions) as ActionName[]).filter((other) => other !== action);
  const where = (fits: (theirs: string) => boolean) =>
    others.filter((other) => {
      const theirs = keysOf(other, own);
      return theirs !== '' && fits(theirs);
    });
  const same = where((theirs) => theirs === keys);
  if (same.length > 0) return { kind: 'same', with: same };
  const within = where((theirs) => keys.startsWith(`${theirs} `));
  if (within.length > 0) return { kind: 'within', with: within };
  const begins = where((theirs) => theirs.startsWith(`${keys} `));
  return begins.length > 0 ? { kind: 'begins', with: begins } : null;
}

/** What I chose, with `keys` for `action`; what is usual is not kept. */
export function chosen(action: ActionName, keys: string, own: Own): Own {
  const { [action]: _, ...rest } = own;
  return keys === (USUAL[action] ?? '') ? rest : { ...rest, [action]: keys };
}

/** The other gets what this one had. Null when that is not enough, or not possible. */
export function swapped(action: ActionName, keys: string, own: Own): Own | null {
  const found = conflict(action, keys, own);
  const other = found?.with[0];
  if (!found || !other || found.with.length > 1 || FIXED.includes(other)) return null;
  const mine = keysOf(action, own);
  const without = chosen(action, '', own);
  const given = conflict(other, mine, chosen(action, keys, without)) ? '' : mine;
  const next = chosen(action, keys, chosen(other, given, without));
  return conflict(action, keys, next) || conflict(other, given, next) ? null : next;
}

/** The usual keys of one action again; null when another has them now. */
export function usualAgain(action: ActionName, own: Own): Own | null {
  const usual = USUAL[action] ?? '';
  return conflict(action, usual, own) ? null : chosen(action, usual, own);
}

/** What was kept, as far as it still makes sense. */
export function readOwn(value: unknown): Own {
  if (typeof value !== 'object' || value === null) return {};
  const known = Object.entries(value).filter(
    ([action, keys]) =>
      action in text.actions &&
      !FIXED.includes(action as ActionName) &&
      typeof keys === 'string' &&
      (keys === '' || unfit(keys) === null),
  );
  return Object.fromEntries(known) as Own;
}
