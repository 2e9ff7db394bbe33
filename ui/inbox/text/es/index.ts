/** Every word the inbox shows, in Spanish; the areas are files of the shape of those in `en`. */
import type { Text } from '..';
import { text as en } from '../en';
import { attachments } from './attachments';
import { desk } from './desk';
import { history } from './history';
import { listActions, lists } from './lists';
import { reports } from './reports';

export const text: Text = {
  ...en,
  ...attachments,
  ...desk,
  ...history,
  ...lists,
  reports,
  actions: { ...en.actions, ...listActions },
};
