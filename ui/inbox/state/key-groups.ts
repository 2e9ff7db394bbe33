/** Every action that may have keys, in the order in which the help and the settings tell them. */
import { text, type ActionName } from '../text';

export type KeyGroup = { title: string; actions: ActionName[] };

const MOVE: ActionName[] = [
  ...(['next', 'previous', 'open', 'back', 'unassigned', 'mine', 'all'] as const),
  ...(['history', 'reports', 'rules', 'settings', 'panel'] as const),
];
const LOOK: ActionName[] = ['search', 'palette', 'side', 'help'];

/** What belongs to neither moving nor looking is something one does. */
export function keyGroups(): KeyGroup[] {
  const known = new Set([...MOVE, ...LOOK]);
  const act = (Object.keys(text.actions) as ActionName[]).filter((action) => !known.has(action));
  return [
    { title: text.help.move, actions: MOVE },
    { title: text.help.act, actions: act },
    { title: text.help.look, actions: LOOK },
  ];
}
