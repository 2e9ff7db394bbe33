/** Every word the inbox shows, in French; the areas are files of the shape of those in `en`. */
import type { Text } from '..';
import { text as en } from '../en';
import { listActions, lists } from './lists';

export const text: Text = {
  ...en,
  ...lists,
  actions: { ...en.actions, ...listActions },
};
